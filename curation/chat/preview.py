"""A backend that is no model: it looks up what the persona once answered.

The reply is the persona's own, to the character; that it is a preview is said by the page around it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from curation.chat.wire import Message
from curation.errors import N_

NOTHING_FITS = N_("(Preview: nothing in these chats fits this. Try other words.)")
"""What is answered when there is no reply to show; hand over its translation."""
PIECE = 2
"""Characters a frame, about what the service sends."""


class PreviewBackend:
    """Answers with ``retrieve(question)``: the persona's most fitting reply, already redacted, or nothing.

    ``nothing_fits`` is the sentence for nothing, in the reader's language.
    """

    def __init__(self, retrieve: Callable[[str], str | None], nothing_fits: str = NOTHING_FITS) -> None:
        self._retrieve = retrieve
        self._nothing_fits = nothing_fits

    def reply(self, messages: Sequence[Message]) -> Iterator[str]:
        """The reply in pieces of :data:`PIECE` characters; the last message is what was asked."""
        text = self._retrieve(messages[-1].content) or self._nothing_fits
        for start in range(0, len(text), PIECE):
            yield text[start : start + PIECE]
