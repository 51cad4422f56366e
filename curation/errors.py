"""One error family: a code and parameters. The pages and the command line put it into words.

A parameter is a file name, a line number, a count, a field name: never text of a chat, a secret or a
machine path beyond what the user typed.
"""

from __future__ import annotations


class RuwoError(Exception):
    """Something a person can act on. ``code`` is a key of :data:`SENTENCES`; ``params`` fill its sentence."""

    def __init__(self, code: str, **params: object) -> None:
        assert code in SENTENCES, code
        super().__init__(code)
        self.code = code
        self.params = params


def N_(sentence: str) -> str:
    """Mark an English sentence for extraction; it is translated where it is shown."""
    return sentence


SENTENCES: dict[str, str] = {
    # --- reading a source: what, where, what to do
    "file_missing": N_("There is no file at “{file}”. Check the path, or choose the file again."),
    "file_empty": N_("“{file}” is empty (0 bytes). Export the chat again and choose the new file."),
    "file_too_large": N_(
        "“{file}” has {size_mb} MB, more than the {limit_mb} MB an upload can take. "
        "Give its path on this computer instead."
    ),
    "format_unknown": N_(
        "“{file}” is in no format Ruwo knows yet. MemoTrace’s “.html.json”, CSV and training JSON can be read."
    ),
    "json_broken": N_(
        "“{file}” is not complete JSON (near byte {offset}); the export may have been cut off. Export it again."
    ),
    "json_too_deep": N_("“{file}” is nested {depth} levels deep, which no chat export is. It was not read."),
    "no_messages": N_("“{file}” holds no message that can be read. Nothing was imported."),
    "chat_unknown": N_("“{file}” has no chat named “{chat}”. Its chats are: {chats}."),
    "persona_unknown": N_("Nobody in this chat is called “{persona}”. The senders are: {senders}."),
    "persona_needed": N_("Say who the persona is. The senders are: {senders}."),
    # --- workspaces
    "workspace_missing": N_("There is no workspace “{name}” any more. Choose another one or make a new one."),
    "workspace_busy": N_(
        "“{name}” is open in another Ruwo on this computer. Close that one first; nothing was changed here."
    ),
    "workspace_broken": N_("“{name}” cannot be read as a workspace. Restore it from a backup."),
    "workspace_newer": N_("“{name}” was made by a newer Ruwo. Update Ruwo to open it; nothing was changed."),
    "edit_stale": N_("Somebody changed this fragment in the meantime. It shows the newest state now; do it again if needed."),
    "edit_impossible": N_("That is not possible here any more. The fragment shows its newest state."),
    "edit_empty": N_("A bubble needs at least one character. To take it out, remove it instead."),
    "split_at_start": N_("The fragment already starts here. Choose a later bubble to split it."),
    "merge_no_neighbour": N_("There is no neighbouring fragment in this chat to merge with."),
    "nothing_to_undo": N_("There is nothing left to undo."),
    "nothing_to_redo": N_("There is nothing to redo."),
    "cancelled": N_("Stopped. Nothing of “{file}” was kept."),
}
"""Code -> English sentence with ``{parameter}`` fields. English is the key of the translations."""
