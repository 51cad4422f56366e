"""The dictionary as a fallback: better than the rules alone, announced, and words that cover the text."""

from hypothesis import given
from hypothesis import strategies as st

from curation.privacy import Scanner
from curation.privacy.jieba import JiebaTagger

JIEBA = Scanner("rjieba")
TAGGER = JiebaTagger()


def test_finds_what_rules_alone_miss():
    texts = ["王晓舟昨天来了", "问问刘思远"]
    assert Scanner("rules").scan(texts) == [[], []]
    found = JIEBA.scan(texts)
    assert [t[f.start : f.end] for t, hits in zip(texts, found, strict=True) for f in hits] == ["王晓舟", "刘思远"]
    assert JIEBA.engine == "rjieba"


def test_addresses_are_those_of_the_rules():
    text = "我住幸福路12号3单元401"
    assert [text[f.start : f.end] for f in JIEBA.scan([text])[0]] == ["幸福路12号3单元401"]


@given(st.text(max_size=60))
def test_words_cover_the_text(text):
    (tagged,) = TAGGER.tag([text])
    assert "".join(text[w.start : w.end] for w in tagged.words) == text
    assert len(tagged.person) == len(tagged.place) == len(text)


def test_names_are_no_ordinary_words():
    (tagged,) = TAGGER.tag(["x"])
    assert "光明" in tagged.vocabulary
    assert "莉莉" not in tagged.vocabulary
    assert "王晓舟" not in tagged.vocabulary
