"""The Scanner as a whole: offsets, order, engines, names, cut values, what it leaves alone."""

import itertools
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.privacy import DEFAULT, ENTITIES, Finding, Rule, Scanner, leaks, learn_names, tagger
from curation.privacy.reading import Reading
from curation.privacy.scanner import ENGINES
from curation.privacy.second import suspects
from curation.privacy.surrogates import PLACEHOLDER, natural, placeholder

ROOT = Path(__file__).parents[2]

RULES = Scanner("rules")
FULL = Scanner()


def values(text: str, findings: list[Finding]) -> list[tuple[str, str]]:
    return [(f.entity, text[f.start : f.end]) for f in findings]


def test_offsets_are_those_of_the_text_as_given():
    text = "😀电话\u200b１３７\u200b００００\u200b５６７８！"
    (finding,) = RULES.scan([text])[0]
    assert text[finding.start : finding.end] == "１３７\u200b００００\u200b５６７８"


def test_findings_are_sorted_and_apart():
    text = "邮箱13700005678@qq.com，电话13700005678，密码Ab#12345，qq 987654321"
    found = RULES.scan([text])[0]
    assert values(text, found) == [
        ("EMAIL_ADDRESS", "13700005678@qq.com"),
        ("PHONE_NUMBER", "13700005678"),
        ("PASSWORD", "Ab#12345"),
        ("QQ", "987654321"),
    ]
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_only_wanted_entities():
    assert (
        Scanner("rules", entities=["EMAIL_ADDRESS"]).scan(["13700005678 a@example.com"])[0][0].entity == "EMAIL_ADDRESS"
    )
    assert set(DEFAULT) == set(ENTITIES) - {"ORGANIZATION", "DATE_TIME"}


def test_unknown_entity_is_refused():
    with pytest.raises(ValueError, match="SHOE_SIZE"):
        Scanner("rules", entities=["SHOE_SIZE"])


def test_keep_list():
    text = "我叫李望舒，电话13700005678"
    assert values(text, Scanner("rules", keep=["李望舒"]).scan([text])[0]) == [("PHONE_NUMBER", "13700005678")]


def test_known_names_are_found_everywhere():
    texts = ["晚上跟呆呆吃饭", "KEVIN, hi", "Kevinson", "呆"]
    found = RULES.find_names(texts, ["呆呆", "Kevin", "1"])
    assert [values(t, f) for t, f in zip(texts, found, strict=True)] == [
        [("PERSON", "呆呆")], [("PERSON", "KEVIN")], [], []
    ]  # fmt: skip
    assert values(texts[0], RULES.scan(texts[:1], names=["呆呆"])[0]) == [("PERSON", "呆呆")]


def test_learned_names_are_sure_and_long_enough():
    texts = ["李望舒来了", "望舒", "某"]
    found = [
        [Finding(0, 3, "PERSON", 0.9, "x")],
        [Finding(0, 2, "PERSON", 0.55, "x")],
        [Finding(0, 1, "PERSON", 1.0, "x")],
    ]
    assert learn_names(texts, found) == ["李望舒"]


@pytest.mark.parametrize(
    ("left", "right", "first", "second"),
    [
        ("打这个1370000", "5678 我的", "1370000", "5678"),
        ("137", "00005678", "137", "00005678"),
        ("身份证110101199003", "071234", "110101199003", "071234"),
        ("li.na@", "example.com", "li.na@", "example.com"),
        ("6222 0212 3456", "7890 123", "6222 0212 3456", "7890 123"),
    ],
)
def test_values_cut_in_two_bubbles(left, right, first, second):
    found = RULES.scan([left, right], follows=[False, True])
    assert [left[f.start : f.end] for f in found[0]] == [first]
    assert [right[f.start : f.end] for f in found[1]] == [second]
    assert found[0][0].entity == found[1][0].entity


def test_a_word_in_one_bubble_explains_the_next():
    found = RULES.scan(["wifi密码", "tiger2024"], follows=[False, True])
    assert values("tiger2024", found[1]) == [("PASSWORD", "tiger2024")]
    assert found[0] == []


def test_a_whole_value_is_not_stretched_over_the_seam():
    texts = ["https://example.com/a", "hello"]
    found = RULES.scan(texts, follows=[False, True])
    assert values(texts[0], found[0]) == [("URL", "https://example.com/a")]
    assert found[1] == []


def test_no_seam_between_strangers():
    assert RULES.scan(["打这个1370000", "5678 我的"], follows=[False, False]) == [[], []]


@pytest.mark.parametrize("entity", ENTITIES)
def test_placeholders_are_no_values(entity):
    text = f"密码{placeholder(entity, 123)}电话{placeholder(entity, 12)}，我叫{placeholder(entity, 1)}"
    assert FULL.scan([text]) == [[]]


@pytest.mark.parametrize(
    "text",
    ["[捂脸][委屈][OK][Emm]", "(๑•̀ㅂ•́)و✧", "_(:з」∠)_", "ヾ(≧▽≦*)o", "T_T orz QAQ", "(´･ω･`)", "[phone xxx]",
     "[email xxxx]", "~~~！！！", "233333",
     "订单号SF1370000567812", "快递单号 774412345678901", "一共13700元", "3778.50元", "明天10:30见", "2026-11-23",
     "比分 3:2", "G1234次 08:15开"],
)  # fmt: skip
def test_look_alikes_stay(text):
    assert FULL.scan([text]) == [[]]


def test_labels_are_read_and_stickers_not():
    if FULL.engine != "lac":
        pytest.skip("needs the model")
    texts = ["[李望舒]：收到", "【李望舒】收到", "李望舒", "[李白]收到"]
    found = FULL.scan(texts)
    assert [values(t, f) for t, f in zip(texts, found, strict=True)] == [[("PERSON", "李望舒")]] * 3 + [[]]


def test_the_gate_lets_every_structured_value_through():
    lines = (Path(__file__).parent / "attacks.txt").read_text(encoding="utf-8").splitlines()
    texts = [line.split("\t")[1].replace("「", "").replace("」", "") for line in lines if "\t" in line]
    texts += ["密码六个8", "生日八月十五", "wx:lina_abc", "加Q九八七六五四三"]
    for text in texts:
        found = [f for r in RULES._structured for f in r.find(Reading(text)) if f.score >= RULES.threshold]
        assert not found or RULES._gate.search(text), text


def test_engine_is_announced(monkeypatch):
    assert Scanner("rules").engine == "rules"
    assert FULL.engine in {"lac", "rjieba"} or FULL.engine.startswith("spacy:")
    monkeypatch.setitem(tagger.MODEL_HASHES, "tag.dic", "0" * 64)
    assert Scanner("lac").engine == "rjieba"


def test_engine_without_the_package(monkeypatch):
    monkeypatch.setattr(tagger, "find_spec", lambda name: None)
    assert Scanner("auto").engine == "rules"


def test_unknown_engine_is_refused():
    with pytest.raises(ValueError, match="engine"):
        Scanner("hal9000")


def test_no_socket_is_opened(monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    text = "https://example.com/a li.na@example.com 13700005678 192.168.1.5 我叫李望舒，住幸福路12号"
    rules = [Rule("person", "PERSON", "王晓舟"), Rule("regex", "QQ", "工号[0-9]+")]
    for engine in ENGINES:
        assert len(Scanner(engine, rules=rules).scan([text + "，王晓舟工号77"])[0]) >= 7
    for entity, value in NATURAL_SAMPLES.items():
        assert not PLACEHOLDER.fullmatch(natural(entity, value, 1, lambda candidate: False, "seed"))
    assert len(suspects([text])[0]) >= 4
    assert leaks.Searcher([("PHONE_NUMBER", "13700005678")], ["周明远"]).search(text)


NATURAL_SAMPLES = {"PERSON": "李望舒", "PHONE_NUMBER": "13700005678", "URL": "https://example.org/a", "LOCATION": "幸福路12号",
                   "EMAIL_ADDRESS": "li.na@example.org", "IP_ADDRESS": "192.168.1.5"}  # fmt: skip


def test_nothing_in_nothing_out():
    assert FULL.scan([]) == []
    assert FULL.scan(["", " ", "\n"]) == [[], [], []]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=6))
def test_any_text(texts):
    found = FULL.scan(texts, names=["李望舒"], follows=[i > 0 for i in range(len(texts))])
    assert len(found) == len(texts)
    for text, findings in zip(texts, found, strict=True):
        assert all(0 <= f.start < f.end <= len(text) and 0 < f.score <= 1 for f in findings)
        assert all(a.end <= b.start for a, b in itertools.pairwise(findings))


def test_lone_surrogates_and_controls():
    texts = ["\ud800电话13700005678\udfff", "\x00\x00", "\u202e我叫李望舒\u202c", "a\u0301" * 50]
    found = FULL.scan(texts)
    assert values(texts[0], found[0]) == [("PHONE_NUMBER", "13700005678")]


HARD = {
    "digits": "1",
    "grouped digits": "1 3-",
    "spelled": "一三七",
    "letters": "a",
    "mail": "a@a.",
    "dots": "a.",
    "colons": "f:",
    "birth": "生日1月",
    "place": "幸福路1号",
    "name": "李",
    "title": "李老师",
    "phones": "13700005678 ",
    "passwords": "密码是abc123 ",
    "brackets": "[",
    "password words": "密码",
    "wechat": "微信号",
    "dashes": "-",
    "spaces": " ",
    "doubled": "婷婷",
    "villages": "省市县镇村",
    "dotted": "李·",
    "url": "http://",
    "combining": "1\u20e3",
}


@pytest.mark.parametrize("piece", HARD.values(), ids=HARD)
def test_time_grows_with_the_text_not_with_its_square(piece):
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        started = time.process_time()
        RULES.scan([text])
        return time.process_time() - started

    small, large = max(seconds(4_000), 0.004), seconds(32_000)
    assert large < small * 8 * 4


def test_a_hundred_thousand_characters_in_one_message():
    found = RULES.scan(["我叫李望舒，电话13700005678，住幸福路12号3单元401。" * 3_000])[0]
    assert sum(f.entity == "PHONE_NUMBER" for f in found) == 3_000


def test_many_different_values_and_rules_take_no_square_of_time():
    def seconds(count):
        text = "，".join(f"电话137{n:08d}王晓舟" for n in range(count))
        rules = [Rule("word", "QQ", f"1370000{n:04d}") for n in range(count // 2)]
        rules += [Rule("keep", "QQ", f"1370001{n:04d}") for n in range(count // 2)]
        started = time.process_time()
        Scanner("rules", rules=rules).scan([text])
        return time.process_time() - started

    small, large = max(seconds(500), 0.01), seconds(4_000)
    assert large < small * 8 * 4


MEMORY = """
import re
from pathlib import Path
from curation.privacy import Scanner
Scanner().scan(["我叫李望舒"] * 5_000)
print(int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024)
"""


# Not getrusage: on Linux its peak survives exec, and so tells that of the test process that forked.
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system has no /proc")
def test_memory_stays_small():
    told = subprocess.run([sys.executable, "-c", MEMORY], cwd=ROOT, capture_output=True, text=True, check=True)
    assert float(told.stdout) < 400  # MB, of a process of its own
