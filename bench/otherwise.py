"""The same eight kinds of defects in other shapes, which show what was learned by heart.

No number is tuned on these. One rule came of them: a few words under a picture do not tell what it shows.
"""

from __future__ import annotations

from bench.defects import Planted, Planter, Said

_CAPTIONS = ("你看", "看这个", "这张怎么样", "刚拍的", "哈哈哈哈")


class Otherwise(Planter):
    """Late answers ride on another one, pictures come with words, bursts cross, pauses are longer or missing."""

    FOREIGN = 3
    BETWEEN = 4
    """The persona's own turn is the last of them: A is answered in one breath with B."""

    def _interleaved(self) -> list[Planted]:
        """A0 B0 A1 B1, each as one to three bubbles."""
        (a, first), (b, second) = self._turns(telling=1), self._turns()
        text = {a: first, b: second}
        order = [(a, 0), (b, 0), (a, 1), (b, 1)]
        said = [one for thread, turn in order for one in self._burst(text[thread][turn], (thread, turn))]
        return [Planted(said, "interleaved", [(a, 1)])]

    def _beside(self, shown: Said) -> list[Said]:
        """A few words, which do not tell what it shows."""
        return [Said(False, self._rng.choice(_CAPTIONS), gap=4, tag=shown.tag)]

    def _cut(self) -> list[Planted]:
        """The answer came hours later."""
        before, after = super()._cut()
        after.bubbles[0].gap = self._rng.randrange(31 * 60, 6 * 3600)
        return [before, after]

    def _joined(self) -> list[Planted]:
        """The second talk follows as quickly as any reply."""
        (planted,) = super()._joined()
        at = next(i for i, one in enumerate(planted.bubbles) if one.tag == planted.wrong[0])
        planted.bubbles[at].gap = self._wait()
        return [planted]
