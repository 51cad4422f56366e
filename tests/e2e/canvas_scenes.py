"""Invented talks for the canvas: everyday ones, many short ones, hostile ones, none."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]
Scene = tuple[list[Row], list[Row]]

NAMES = {"human": "小满", "persona": "阿屿"}


def row(number: int, side: str, text: str, time: str = "21:04", **more: Any) -> Row:
    base = {"message": number, "side": side, "use": "speech", "kind": "text", "label": "", "text": text, "quote": None}
    return base | {"sender": NAMES[side], "time": time, "date": "2023-05-12", "findings": []} | more


def fragment(number: int, rows: list[Row], **more: Any) -> Row:
    bubbles = [
        {
            "original": None,
            "removed": False,
            "added": False,
            "pulled": False,
            "cut": "",
            "unsure": [],
            "id": r["message"],
            **r,
        }
        for r in rows
    ]
    base = {
        "id": number,
        "version": 1,
        "status": "pending",
        "note": "",
        "context": "",
        "chat": "小满",
        "date": rows[0]["date"],
    }
    turns = sum(1 for a, b in zip([{"side": ""}, *rows], rows, strict=False) if a["side"] != b["side"])
    return base | {"turns": turns, "held_out": False, "signals": [], "repairs": [], "bubbles": bubbles} | more


def mark(
    number: int,
    text: str,
    value: str,
    entity: str,
    label: str,
    masked: str,
    surrogate: str,
    decision: str = "undecided",
) -> Row:
    start = text.index(value)
    where = {"id": number, "start": start, "end": start + len(value)}
    return where | {"entity": entity, "label": label, "decision": decision, "surrogate": surrogate, "masked": masked}


def talk() -> Scene:
    phone = "我换号啦😂 存一下：13712345678 别弄丢咯"
    place = "到了给我打电话，还是老地方，槐树路18号那家"
    source = [
        row(1, "human", "你下周回来吗", "20:31"),
        row(2, "persona", "还没定呢", "20:40"),
        row(3, "human", "我妈做了梅干菜饼，给你留了一盒", "20:41"),
        row(4, "human", "", "20:42", use="hole", kind="image", label="图片"),
        row(5, "persona", "哇 看着就香 (๑•̀ㅂ•́)و✧", "20:44"),
        row(10, "human", "在忙吗", "21:04"),
        row(11, "human", "今天面试完了", "21:04"),
        row(12, "human", "感觉答得一般般……", "21:05"),
        row(13, "persona", "刚开完会！！", "21:09"),
        row(14, "persona", "先别急着给自己打分呀", "21:09"),
        row(15, "persona", "你每次说一般般，最后都过了~~", "21:10"),
        row(16, "human", "哈哈哈哈真的假的", "21:10"),
        row(17, "human", "", "21:10", use="hole", kind="image", label="图片"),
        row(18, "persona", "这个表情包也太像你了吧 [捂脸]", "21:11"),
        row(19, "persona", "周末出来吃饭，我请", "21:12", quote="小满：感觉答得一般般……"),
        row(20, "human", "通话时长 12:36", "21:15", use="context", kind="call", label="语音通话"),
        row(21, "human", "好耶 (ﾉ>ω<)ﾉ", "21:28"),
        row(
            30,
            "human",
            phone,
            "09:12",
            date="2023-05-14",
            findings=[mark(1, phone, "13712345678", "PHONE_NUMBER", "手机号", "137****5678", "13900000001")],
        ),
        row(31, "persona", "存好了", "09:15", date="2023-05-14"),
        row(
            32,
            "persona",
            place,
            "09:15",
            date="2023-05-14",
            findings=[mark(2, place, "槐树路18号", "LOCATION", "地址", "槐***号", "梧桐路6号", "accept")],
            unsure=[7],
        ),
        row(33, "human", "那我周六十一点半到", "09:18", date="2023-05-14"),
        row(
            34,
            "persona",
            "行，到时候我先占座，你慢慢走不用急的",
            "09:20",
            date="2023-05-14",
            kind="voice",
            label="语音转文字",
        ),
        row(40, "persona", "[链接] 你看这个", "23:40", date="2023-05-20", cut="leading"),
        row(41, "human", "睡了没", "23:41", date="2023-05-20"),
        row(42, "persona", "没呢 在改稿子\n改到第五版了 头秃", "23:43", date="2023-05-20"),
        row(43, "human", "抱抱你", "23:43", date="2023-05-20"),
        row(44, "persona", "呜呜 有你真好 🥹", "23:44", date="2023-05-20"),
        row(45, "human", "早点睡哦", "23:50", date="2023-05-20", cut="trailing"),
        row(46, "persona", "（过了两天）那个面试我也觉得能成", "10:02", date="2023-05-22"),
        row(47, "human", "真的过了！！！", "10:03", date="2023-05-22"),
    ]
    by = {r["message"]: r for r in source}
    pick = lambda *numbers: [by[n] for n in numbers]  # noqa: E731
    signal = {"kind": "unanswered", "label": "可能没有回答", "reason": "前三句没有共同的词，间隔 12 分钟"}
    late = {
        "id": 71,
        "kind": "unexplained",
        "label": "可能答的是别的",
        "reason": "隔着图片",
        "bubble": 19,
        "score": 0.81,
    }
    late |= {"repair": "把这句移到它的问题后面", "op": {"kind": "move", "bubbles": [18, 19], "before": 13}}
    jump = {
        "id": 72,
        "kind": "jump",
        "label": "可能换了话题",
        "reason": "前三句没有共同的词",
        "bubble": 16,
        "score": 0.72,
    }
    jump |= {"repair": "从这里拆开", "op": {"kind": "split", "bubble": 16}}
    hole = {"id": 73, "kind": "hole", "label": "缺一张图片", "reason": "下一句像在说它", "bubble": 17}
    hole |= {"repair": "说说图片里是什么", "ask": "describe"}
    training = [{"side": "human", "text": "感觉答得一般般……"}, {"side": "persona", "text": "先别急着给自己打分呀"}]
    first = fragment(1, pick(*range(10, 22)), signals=[signal, late, jump, hole], row=training)
    second = fragment(
        2,
        pick(30, 31, 32, 33, 34),
        context="两人约好周末见面。",
        signals=[{"kind": "private", "label": "敏感信息 2 处", "reason": "手机号、地址"}],
    )
    third = fragment(
        3,
        pick(40, 41, 42, 43, 44, 45),
        status="later",
        note="最后一句要不要留？",
        repairs=[{"kind": "leading", "text": "开头的人设消息不进入训练"}],
    )
    third["bubbles"][2] |= {"original": "没呢 在改稿子\n改到第五版了 投秃"}
    third["bubbles"][3] |= {"removed": True}
    fourth = fragment(4, pick(47), status="kept", held_out=True)
    return [first, second, third, fourth], source


def noticed() -> Scene:
    """A talk longer than the window of which a machine says several things; the last bubble holds a phone number."""
    source = [row(n, "human" if n % 2 else "persona", f"第 {n} 句，今天也想吃面") for n in range(1, 61)]
    number = "13712345678 是新号码，旧的停机了"
    source[19] |= {
        "text": number,
        "findings": [mark(1, number, "13712345678", "PHONE_NUMBER", "手机号", "137****5678", "13900000001")],
    }
    doubt = {"kind": "unexplained", "label": "答非所问"}
    reasons = [
        {"kind": "private", "label": "敏感信息", "reason": "有一处手机号"},
        doubt | {"id": 81, "reason": "隔着图片", "bubble": 4},
        doubt | {"id": 82, "reason": "停了两小时", "bubble": 20, "repair": "从这里拆开"},
        {"kind": "jump", "label": "话题跳跃", "reason": "没有共同的词", "bubble": 15, "score": 0.7},
    ]
    reasons[2]["op"] = {"kind": "split", "bubble": 20}
    trained = [{"side": r["side"], "text": r["text"]} for r in source[20:38]]
    first, second = fragment(1, source[:20], signals=reasons), fragment(2, source[20:40], row=trained)
    return [first, second, fragment(3, source[40:])], source


def many(count: int = 40) -> Scene:
    source = [
        row(n, "human" if n % 2 else "persona", f"第 {n} 句，随便聊聊今天的天气和午饭")
        for n in range(1, count * 12 + 1)
    ]
    return [fragment(i + 1, source[i * 12 : i * 12 + 12]) for i in range(count)], source


def page() -> Scene:
    """A whole page as the review shows it: 20 fragments of 12 bubbles."""
    return many(20)


def hostile() -> Scene:
    texts = [
        "<img src=http://x.invalid/a.png>",
        "![a](http://x.invalid/b.png)",
        "<script>window.hurt = 1</script>",
        "[点我](http://x.invalid/c)",
    ]
    source = [
        row(n + 1, "human" if n % 2 else "persona", text, quote=text, sender=text) for n, text in enumerate(texts)
    ]
    wild = fragment(
        1,
        source,
        context=texts[0],
        note=texts[1],
        chat=texts[0],
        signals=[{"kind": "x", "label": texts[0], "reason": texts[1]}],
    )
    return [wild], source


def empty() -> Scene:
    return [], []
