"""Presidio's own engine gives the answers of the Scanner."""

import pytest

from curation.privacy import Scanner, analyzer

TEXTS = [
    "我手机号137-0000-5678，身份证11010119900307123X",
    "我叫李望舒，住幸福路12号3单元",
    "邮箱li.na@example.com，密码Ab#12345",
    "今天天气不错",
]


@pytest.mark.parametrize("text", TEXTS)
def test_same_spans(text):
    scanner = Scanner()
    engine = analyzer.build()
    found = {(f.start, f.end, f.entity) for f in scanner.scan([text])[0]}
    results = {(r.start, r.end, r.entity_type) for r in engine.analyze(text, "zh", entities=sorted(scanner.entities))}
    assert found <= results


def test_words_are_tokens_and_lemmas():
    nlp = analyzer.TaggerNlpEngine()
    if nlp.tagger.name != "lac":
        pytest.skip("needs the model")
    artifacts = nlp.process_text("银行卡号是多少", "zh")
    assert artifacts.lemmas == [token.text for token in artifacts.tokens]
    assert "".join(artifacts.lemmas) == "银行卡号是多少"
    assert "多少" in artifacts.keywords
