"""A text that was read is not read again, and remembering changes no answer."""

import threading

import pytest

from curation.privacy import Rule, Scanner, scanner
from curation.privacy.reading import Tagged, Word

TEXTS = ["我叫李望舒", "电话13700005678", "今天不错", "李望舒来了", "打这个1370000", "5678 我的"]
FOLLOWS = [False, False, False, False, False, True]


class Counting:
    """A tagger that counts what it is asked."""

    name = "counting"

    def __init__(self):
        self.asked = []

    def tag(self, texts):
        self.asked += texts
        return [
            Tagged((Word(0, len(text), "n"),) if text else (), [0.0] * len(text), [0.0] * len(text)) for text in texts
        ]


@pytest.fixture
def counted(monkeypatch):
    tagger = Counting()
    monkeypatch.setattr(scanner, "open_tagger", lambda engine: tagger)
    return tagger


def test_each_text_is_tagged_once(counted):
    one = Scanner()
    first = one.scan(TEXTS, follows=FOLLOWS)
    assert one.scan(TEXTS, follows=FOLLOWS) == first
    assert counted.asked == TEXTS
    one.scan([*TEXTS, "新的", "新的"])
    assert counted.asked == [*TEXTS, "新的"]


def test_the_same_with_and_without():
    one = Scanner("rules")
    first = one.scan(TEXTS, names=["望舒"], follows=FOLLOWS)
    assert one.scan(TEXTS, names=["望舒"], follows=FOLLOWS) == first
    assert Scanner("rules").scan(TEXTS, names=["望舒"], follows=FOLLOWS) == first
    assert first[4]
    assert first[5]


def test_what_a_caller_does_to_the_answer_stays_with_the_caller():
    one = Scanner("rules")
    one.scan(TEXTS)[1].clear()
    assert len(one.scan(TEXTS)[1]) == 1


def test_no_more_than_so_many(counted, monkeypatch):
    monkeypatch.setattr(scanner, "REMEMBERED", 3)
    one = Scanner()
    one.scan(["a", "b", "c", "d"])
    one.scan(["d", "c", "b"])
    assert counted.asked == ["a", "b", "c", "d"]
    one.scan(["a"])
    assert counted.asked == ["a", "b", "c", "d", "a"]
    assert len(one._seen) == 3


def test_no_text_is_kept():
    one = Scanner("rules", rules=[Rule("word", "QQ", "云雀")])
    one.scan(TEXTS)
    assert all(isinstance(key, bytes) and len(key) in (16, 17) for key in one._seen)


def test_several_threads(monkeypatch):
    monkeypatch.setattr(scanner, "REMEMBERED", 50)
    one = Scanner("rules")
    wrong = []

    def work(number):
        texts = [f"电话137{number:04d}{n:04d}" for n in range(300)]
        for found in (one.scan(texts), one.scan(texts[::-1])):
            wrong.extend(here for here in found if len(here) != 1)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
