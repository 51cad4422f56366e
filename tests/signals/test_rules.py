"""Rules on what is said: what they find, and what people simply talk like."""

from __future__ import annotations

import pytest

from curation import signals
from tests.signals.talks import fragment

TALK = ("h 晚饭吃什么呀", "P 煮面吧，家里还有青菜")


def kinds(*lines: str) -> dict[str, float]:
    """Kind -> score of what a fragment tells by itself."""
    return {one.kind: one.score for one in signals.scan([bubble.line for bubble in fragment(1, *lines).bubbles])}


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("【悦来超市】会员日全场8折，回T退订", True),
        ("开业大酬宾，充值满300送100，详询13900000000", True),
        ("给我家孩子投一票吧 https://example.com/v?id=3", True),
        ("【锦绣物业】尊敬的业主：明早停水检修，请提前储水", True),
        ("各位家长：本周五下午三点开家长会，请准时参加", True),
        ("【通知】请大家明天前交表", True),
        ("新号码139，旧号停用，不用回复", True),
        ("转发到10个群，今晚就有好运", True),
        ("新春佳节到来之际，祝您和家人身体健康、万事如意", True),
        ("楼下超市打折你去不去", False),
        ("会员到期了，帮我续一下呗", False),
        ("新年快乐呀！红包拿来", False),
        ("祝你考试顺利", False),
        ("我把那个视频转发给你了", False),
        ("不用回我了，我睡了", False),
        ("你忙你的，不用回复我", False),
        ("看这个 https://example.com/cat", False),
        ("老师说明天不上课", False),
    ],
)
def test_what_is_sent_to_many(text: str, hit: bool) -> None:
    assert (kinds(f"h {text}", "P 好").get("broadcast", 0) >= 0.6) == hit


def test_a_broadcast_among_talk_does_not_settle_the_fragment() -> None:
    notice = "h 【通知】请大家明天前交表"
    assert kinds(notice, "P 好").get("broadcast") == 0.9
    assert kinds(notice, "P 你交了吗", *TALK, "h 好").get("broadcast") == 0.5


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("验证码382910，五分钟内有效", True),
        ("您的校验码为：e7ud，请勿告诉他人", True),
        ("382910（登录验证码）", True),
        ("取件码 5-2-3047", True),
        ("把验证码发我一下", False),
        ("验证码还没来，等了三分钟", False),
        ("我的学号是20230415，密码忘了", False),
        ("房间号8203", False),
    ],
)
def test_verification_codes(text: str, hit: bool) -> None:
    assert ("code" in kinds(f"h {text}", "P 好")) == hit


def test_a_code_among_talk_does_not_settle_the_fragment() -> None:
    code = "h 验证码382910，五分钟内有效"
    assert (kinds(code, "P 收到").get("code"), kinds(*TALK, code, "P 收到", "h 好").get("code")) == (0.9, 0.4)


@pytest.mark.parametrize(
    ("lines", "score"),
    [
        (("h https://example.com/a", "P 收藏了"), 0.5),
        (("h 发我一下", "P www.example.com/a?b=1"), 0.7),
        (("h https://example.com/a", "h 看这个", "P 收藏了"), None),
        (("h 看 https://example.com/a", "P 收藏了"), None),
    ],
)
def test_nothing_but_a_link(lines: tuple[str, ...], score: float | None) -> None:
    assert kinds(*lines).get("link_only") == score


@pytest.mark.parametrize(
    ("lines", "hit"),
    [
        (("h 嗯嗯", "P 好的", "h 哈哈哈"), True),
        (("h [微笑]", "P 晚安～"), True),
        (("h ok", "P 👌好"), False),
        (("h 嗯", "P 明天见"), False),
        (("h 嗯",), False),
        (("h 好", "P 哈哈哈哈哈哈哈哈哈哈哈哈哈哈"), False),
    ],
)
def test_fragments_that_say_nothing(lines: tuple[str, ...], hit: bool) -> None:
    assert ("thin" in kinds(*lines)) == hit


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("作为一个人工智能，我没有感情", 0.95),
        ("我是由某公司训练的语言模型", 0.95),
        ("As an AI, I can't eat noodles", 0.95),
        ("很高兴为您服务", 0.5),
        ("作为一个人，我得睡觉", None),
        ("我是智能小天才", None),
        ("ai绘画真好玩", None),
    ],
)
def test_the_persona_speaks_as_a_machine(text: str, score: float | None) -> None:
    assert kinds("h 你会做饭吗", f"P {text}").get("out_of_character") == score
    assert "out_of_character" not in kinds(f"h {text}", "P 哦哦这样")


@pytest.mark.parametrize(("run", "hit"), [(7, False), (8, True), (30, True)])
def test_long_runs_of_one_side(run: int, hit: bool) -> None:
    found = kinds("h 讲讲", *["P 然后呢他就走了"] * run)
    assert ("monologue" in found) == hit
    assert found.get("monologue", 0) <= 0.8


def test_only_pictures() -> None:
    assert {"media_only", "no_persona"} <= set(kinds("h <image>", "P <video>"))
    assert "media_only" not in kinds("h <image>", "P 好看")


@pytest.mark.parametrize(
    ("first", "reacts"),
    [
        ("那我明天带过去", True), ("好呀", True), ("哈哈哈哈你太逗了", True), ("没事，下次再说", True), ("对，就是那家", True),
        ("難怪你不接電話", True), ("对了你的伞在我这", False), ("今天食堂有糖醋排骨", False), ("睡了没", False),
        ("好想吃火锅", False), ("行李箱借我一下", False), ("阿圆阿圆", False),
    ],
)  # fmt: skip
def test_who_begins_a_talk_reacts_to_nothing(first: str, reacts: bool) -> None:
    score = kinds(f"P {first}", "h 嗯", "P 明天见")["persona_first"]
    assert (score >= signals.kinds()["persona_first"].threshold) == reacts
