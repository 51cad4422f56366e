"""Invented values: of the same form, nobody's, never the value itself, the same every time."""

import ipaddress
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.privacy import ENTITIES, leaks
from curation.privacy.invented.numbers import NO_PROVINCE, luhn
from curation.privacy.invented.spelling import digits_of
from curation.privacy.surrogates import NATURAL, PLACEHOLDER, STYLES, Known, natural, placeholder
from curation.privacy.values import normalise


def invent(entity, value, seed="s", taken=lambda candidate: False):
    return natural(entity, value, 7, taken, seed)


@pytest.mark.parametrize(
    ("entity", "value", "form"),
    [
        ("PERSON", "李望舒", "[一-鿿]{3}"),
        ("PERSON", "望舒", "[一-鿿]{2}"),
        ("PERSON", "小李", "小[一-鿿]"),
        ("PERSON", "阿舒", "阿[一-鿿]"),
        ("PERSON", "老李头", "老[一-鿿]头"),
        ("PERSON", "李老师", "[一-鿿]老师"),
        ("PERSON", "小王同学", "小[一-鿿]同学"),
        ("PERSON", "望舒姐", "[一-鿿]{2}姐"),
        ("PERSON", "舒舒", r"([一-鿿])\1"),
        ("PERSON", "欧阳望舒", "[一-鿿]{4}"),
        ("PERSON", "李 望 舒", "[一-鿿] [一-鿿] [一-鿿]"),
        ("PERSON", "古丽娜尔·买买提", "[一-鿿]{4}·[一-鿿]{3}"),
        ("PERSON", "Kevin", "[A-Z][a-z]{4}"),
        ("PERSON", "kevin", "[a-z]{5}"),
        ("PERSON", "Lisa Wang", "[A-Z][a-z]{3} [A-Z][a-z]{3}"),
        ("PERSON", "A0建材老王", "[A-Z][0-9][一-鿿]{4}"),
        ("PHONE_NUMBER", "138-1234-5678", r"14[23]-\d{4}-\d{4}"),
        ("PHONE_NUMBER", "+86 13812345678", r"\+86 14[23]\d{8}"),
        ("PHONE_NUMBER", "１３８１２３４５６７８", "１４[２３][０-９]{8}"),
        ("PHONE_NUMBER", "一三八一二三四五六七八", "一四[二三][零一二三四五六七八九]{8}"),
        ("PHONE_NUMBER", "壹叁捌壹贰叁肆伍陆柒捌", "壹肆[贰叁][零壹贰叁肆伍陆柒捌玖]{8}"),
        ("PHONE_NUMBER", "1️⃣3️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣", "1️⃣4️⃣(?:\\d️⃣){9}"),
        ("PHONE_NUMBER", "0571-8888 1234", r"0571-0\d{3} \d{4}"),
        ("PHONE_NUMBER", "8888-1234", r"0\d{3}-\d{4}"),
        ("PHONE_NUMBER", "+852 9123 4567", r"\+999 \d{4} \d{4}"),
        ("PHONE_NUMBER", "+1 (415) 555-1234", r"\+1 \(415\) 555-01\d\d"),
        ("CN_ID_CARD", "110101-19900307-123x", r"\d{6}-\d{8}-\d{3}x"),
        ("CN_ID_CARD", "110101900307123", r"\d{15}"),
        ("CN_ID_CARD", "H12345678", r"O\d{8}"),
        ("CN_ID_CARD", "A123456(7)", r"O\d{6}\(\d\)"),
        ("CREDIT_CARD", "6222 0212 3456 7890 123", r"62\d\d \d{4} \d{4} \d{4} \d{3}"),
        ("CN_PASSPORT", "E12345678", r"[IO]\d{8}"),
        ("CN_PASSPORT", "EA1234567", r"E[IO]\d{7}"),
        ("CN_PASSPORT", "123456789", r"000\d{6}"),
        ("CN_PLATE", "浙A12B34", "[^浙][A-K][IO][0-9][A-N][0-9]{2}"),
        ("CN_PLATE", "浙a·12b34", "[^浙][a-k]·[io][0-9][a-z][0-9]{2}"),
        ("CN_PLATE", "使014123", r"使000\d{3}"),
        ("CN_POSTCODE", "３１００１２", "００[０-９]{4}"),
        ("QQ", "987 654 321", r"0\d\d \d{3} \d{3}"),
        ("WECHAT_ID", "zhangsan_90", r"0[a-z]{7}_\d\d"),
        ("EMAIL_ADDRESS", "li.na@mail.cn", r"[a-z]{2}\.[a-z]{2}@example\.com"),
        ("EMAIL_ADDRESS", "lina艾特163点com", "[a-z]{4}艾特example点com"),
        ("EMAIL_ADDRESS", "987654321扣扣邮箱", r"\d{9}@example\.com"),
        ("URL", "https://a.b.cn/u/lina?x=1", r"https://example\.com/[a-z]/[a-z]{4}\?[a-z]=\d"),
        ("BIRTH_DATE", "1990年3月7号", r"(?:19|20)\d\d年[1-9]月[1-9]号"),
        ("BIRTH_DATE", "19900307", r"(?:19|20)\d{6}"),
        ("BIRTH_DATE", "一九九零年十一月二十七日", "一九[一-鿿]{2}年十[一二]月二十[一-八]日"),
        ("LOCATION", "浙江省杭州市西湖区古荡路9号3幢401室", r"..省..市..区..路\d号\d幢\d{3}室"),
        ("LOCATION", "古荡路九号", "..路[一二三四五六七八九]号"),
        ("LOCATION", "望江花园南门", "..花园南门"),
    ],
)
def test_same_form(entity, value, form):
    for seed in "abcdef":
        assert re.fullmatch(form, invent(entity, value, seed)), invent(entity, value, seed)


def test_identity_cards_are_impossible():
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    for seed in range(100):
        for value in ("110101199003071234", "11010119900307123X"):
            card = invent("CN_ID_CARD", value, str(seed))
            right = "10X98765432"[sum(w * int(d) for w, d in zip(weights, card, strict=False)) % 11]
            assert card[:2] in NO_PROVINCE
            assert card[-1] != right


def test_bank_cards_fail_their_check_digit():
    assert luhn("4111111111111111")
    assert not any(luhn(digits_of(invent("CREDIT_CARD", "6222021234567890123", str(n)))) for n in range(100))


def test_addresses_of_the_net_are_kept_for_documentation():
    nets = [ipaddress.ip_network(n) for n in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")]
    for value in ("192.168.31.8", "fe80::1ff:fe23", "192。168。31。8"):
        address = ipaddress.ip_address(invent("IP_ADDRESS", value).replace("。", "."))
        assert any(address in net for net in nets if net.version == address.version)


def test_spellings_of_one_value_share_it():
    numbers = {
        digits_of(invent("PHONE_NUMBER", v))
        for v in ("13812345678", "138-1234-5678", "１３８ １２３４ ５６７８", "一三八一二三四五六七八")
    }
    assert len(numbers) == 1
    assert invent("PERSON", "李 望 舒").replace(" ", "") == invent("PERSON", "李望舒")
    assert invent("EMAIL_ADDRESS", "Li@a.cn").lower() == invent("EMAIL_ADDRESS", "li@A.CN")


def test_short_forms_of_one_person_still_belong_together():
    surname, first, second = invent("PERSON", "李望舒")
    assert invent("PERSON", "望舒") == first + second
    assert invent("PERSON", "小李") == "小" + surname
    assert invent("PERSON", "李老师") == surname + "老师"
    assert invent("PERSON", "阿舒") == "阿" + second
    assert invent("PERSON", "舒舒") == second * 2


def test_taken_ones_are_passed_over():
    first = invent("PERSON", "李望舒")
    second = invent("PERSON", "李望舒", taken=lambda candidate: candidate == first)
    assert first != second
    assert len(second) == 3
    assert invent("PERSON", "李望舒", taken=lambda candidate: True) == "[人名7]"


@pytest.mark.parametrize("value", ["🌸🌸", "·", "？？"])
def test_nothing_to_invent_from(value):
    assert invent("PERSON", value) == "[人名7]"


def test_secrets_have_placeholders_only():
    assert STYLES == ("placeholder", "natural")
    assert frozenset(ENTITIES) - NATURAL == {"PASSWORD", "VERIFICATION_CODE", "ORGANIZATION", "DATE_TIME"}
    assert invent("PASSWORD", "Tiger2024") == "[密码7]"


@given(st.sampled_from(sorted(NATURAL)), st.text(min_size=1, max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_at_all(entity, value):
    new = invent(entity, value)
    assert new
    assert new == invent(entity, value)
    assert PLACEHOLDER.fullmatch(new) or normalise(entity, new) != normalise(entity, value)


def test_the_same_in_every_process():
    code = "from curation.privacy.surrogates import natural; "
    code += "print(*[natural('PERSON', '李望舒', 1, lambda c: False, seed) for seed in 'ab'])"
    told = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], cwd=Path(__file__).parents[2], capture_output=True, text=True,
        encoding="utf-8", check=True,
    )  # fmt: skip
    assert told.stdout.split() == [invent("PERSON", "李望舒", seed) for seed in "ab"]


def test_faker_is_loaded_only_when_a_name_is_needed():
    code = "import sys, curation.privacy.surrogates; print('faker' in sys.modules, 'rjieba' in sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["False", "False"]


def test_known_says_where_they_stand():
    known = Known(["周明远", "", "[人名1]"])
    assert list(known.spans("找周明远和[人名1]")) == [(5, 10), (1, 4)]


def test_the_export_gate_lets_surrogates_pass():
    searcher = leaks.Searcher([("PERSON", "周明"), ("PHONE_NUMBER", "0007")], ["周明远", "142-0007-1234"])
    assert searcher.search("周明远 142-0007-1234") == []
    assert [hit.start for hit in searcher.search("周明远和周明")] == [4]
    assert [hit.value for hit in leaks.Searcher([("PERSON", "周明")]).search("周明远")] == ["周明"]


def test_placeholders_are_known():
    assert all(PLACEHOLDER.fullmatch(placeholder(entity, 12)) for entity in ENTITIES)
