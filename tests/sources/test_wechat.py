import time

import pytest

from curation.frames import KINDS
from curation.sources import wechat

XML = "<?xml version='1.0'?>\n<msg><appmsg><title>秘</title></appmsg></msg>"


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (1, "text"), (3, "image"), (34, "voice"), (42, "card"), (43, "video"), (47, "sticker"), (48, "location"),
        (50, "call"), (10000, "system"), (244813135921, "quote"), (25769803825, "file"), (21474836529, "link"),
        (292057776177, "link"), (12884901937, "link"), (8589934592049, "transfer"), (8594229559345, "red_packet"),
        (81604378673, "forward"), (266287972401, "pat"), (141733920817, "card"), (154618822705, "card"),
        (219043332145, "link"), (103079215153, "forward"), (8 << 32 | 49, "sticker"), (63 << 32 | 49, "link"),
        (53 << 32 | 49, "card"), (87 << 32 | 49, "system"), (2003 << 32 | 49, "red_packet"), (999 << 32 | 49, None),
        (49, None), (0, None), (-1, None), (10**30, None),
    ],
)  # fmt: skip
def test_kinds_of_the_64_bit_types(number, kind):
    assert wechat.kind_of(number) == kind


def test_every_kind_is_one_of_ours():
    assert {*wechat.BASE.values(), *wechat.APP.values(), *wechat.WORDS.values()} <= set(KINDS)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("sticker", "【表情包】 好的", ("sticker", "好的", None, {})),
        ("sticker", "【表情包】 ", ("sticker", "", None, {})),
        ("sticker", "【表情包】 None", ("sticker", "", None, {})),
        ("voice", "【语音】我到了", ("voice", "我到了", None, {})),
        ("voice", "【语音】", ("voice", "", None, {})),
        ("quote", "对\n引用：甲: 一\n二", ("quote", "对", "甲: 一\n二", {})),
        ("quote", "只有字", ("quote", "只有字", None, {})),
        ("quote", f"看\n引用：甲: {XML}", ("quote", "看", "甲: ", {})),
        ("quote", "看\n引用：甲: 49\n{'msg': {'a': 1}}", ("quote", "看", "甲: ", {})),
        (
            "file",
            "【文件】期末 复习.docx 0.12 MB 文件 夹/a b.docx docx d41d8cd98f00b204e9800998ecf8427e",
            (
                "file",
                "期末 复习.docx",
                None,
                {"size": "0.12 MB", "path": "文件 夹/a b.docx", "md5": "d41d8cd98f00b204e9800998ecf8427e"},
            ),
        ),
        ("file", "【文件】a.zip 3.00 KB  zip ", ("file", "a.zip", None, {"size": "3.00 KB"})),
        ("file", "【文件】只有名字", ("file", "只有名字", None, {})),
        (
            "transfer",
            "【已收款】:￥8.80\n备注: 谢啦\n下次还\n",
            ("transfer", "￥8.80", None, {"state": "已收款", "memo": "谢啦\n下次还"}),
        ),
        ("transfer", "【发起转账】:￥1.00\n备注: \n", ("transfer", "￥1.00", None, {"state": "发起转账"})),
        ("transfer", "看不懂", ("transfer", "", None, {})),
        ("red_packet", "【红包】: 恭喜", ("red_packet", "恭喜", None, {})),
        (
            "link",
            "【分享链接】\n标题：一\n描述：二\n链接: https://a.b/c\n应用：某\n",
            ("link", "一", None, {"url": "https://a.b/c", "description": "二", "app": "某"}),
        ),
        ("link", "【视频号】\n描述: 风景\n发布者: 某人\n", ("link", "风景", None, {})),
        ("link", f"【分享链接】\n标题：{XML}", ("link", "", None, {})),
        ("card", "【名片】\n微信号:abc\n昵称: 老邱\n", ("card", "老邱", None, {})),
        ("card", "【分享链接】\n标题：点餐小程序\n", ("card", "点餐小程序", None, {})),
        (
            "location",
            "【位置分享】\n坐标: (39.908,-116.397)\n名称: 某门\n标签: 某街\n",
            ("location", "某门", None, {"x": 39.908, "y": -116.397, "label": "某街"}),
        ),
        ("location", "【位置分享】\n坐标: (x,y)\n名称: \n标签: 某街\n", ("location", "某街", None, {"label": "某街"})),
        ("call", "【音视频通话】\n通话时长 1:02:03", ("call", "通话时长 1:02:03", None, {"duration": 3723})),
        ("call", "【音视频通话】\n已取消", ("call", "已取消", None, {})),
        ("forward", "【合并转发的聊天记录】\n\n- 一: 二\n", ("forward", "", None, {"content": "- 一: 二"})),
        ("forward", f"【笔记】\n{XML}", ("forward", "", None, {})),
        ("system", "你撤回了一条消息", ("recall", "你撤回了一条消息", None, {})),
        ("system", "You recalled a message", ("recall", "You recalled a message", None, {})),
        ("system", '"甲"撤回了成员"乙"的一条消息', ("recall", '"甲"撤回了成员"乙"的一条消息', None, {})),
        ("system", "1 < 2 是对的", ("system", "1 < 2 是对的", None, {})),
        ("system", XML, ("system", "", None, {})),
        ("pat", '"甲" 拍了拍我', ("pat", '"甲" 拍了拍我', None, {})),
        ("image", "【图片】", ("image", "", None, {})),
        ("other", XML, ("other", "", None, {})),
    ],
)
def test_what_memotrace_wrote_is_taken_apart(kind, text, expected):
    assert wechat.content(kind, text) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("你撤回了一条消息", "recall"), ('"阿满" 撤回了一条消息', "recall"), ("“阿满”拍了拍我", "pat"), ('我拍了拍"阿满"', "pat"),
        ('"${wxid_a1}" 拍了拍 "${wxid_b2}"', "pat"), ("你已添加了阿满，现在可以开始聊天了。", "system"),
        ("以上是打招呼的内容", "system"), ('"阿满"邀请"老邱、小陆"加入了群聊', "system"), ("阿满领取了你的红包", "system"),
        ('"阿满"邀请你加入了群聊，群聊参与人还有：老邱、小陆', "system"), ('你修改群名为“爬山”', "system"),
        ('"阿满"通过扫描"老邱"分享的二维码加入群聊', "system"), ('你将"阿满"移出了群聊', "system"),
        ("阿满开启了朋友验证，你还不是他（她）朋友。请先发送朋友验证请求", "system"),
        ("消息已发出，但被对方拒收了。", "system"), (XML, "other"), (f"-1\n{XML}", "other"),
        ("49\n{'msg': {'appmsg': {'title': '秘'}}}", "other"), ("[未知消息类型(66)]", "other"),
        ("当前微信版本不支持展示该内容，请升级至最新版本。", "other"),
    ],
)  # fmt: skip
def test_what_nobody_typed_is_known_by_its_text(text, kind):
    assert wechat.unsaid(text)[0] == kind
    if kind == "other":
        assert wechat.plain(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "", "我昨天拍了拍灰", "我拍了拍他", "你撤回了什么", "他撤回了一条消息你看到没", "我领取了你的红包", "谁领取了红包",
        "阿满邀请我加入了群聊", "你邀请他加入了群聊", "你领取了我的红包", "你将他移出了群聊", "<msg>我打的字</msg> 看得懂吗", "<3", "当前版本不支持吗", "[未知]", "{'a': 1}",
        "你拍了拍桌子，大家都笑了", "你拍了拍我干嘛", "“那个谁”拍了拍桌子", "我拍了拍自己的脸，清醒一下", "妈妈领取了弟弟的红包",
        "小陆开启了朋友验证，你还不是他朋友。笑死", "当前版本不支持该内容怎么办", "<msg 我写的>", "<msg> 标签怎么用", "<appmsg>是什么",
    ],
)  # fmt: skip
def test_what_somebody_typed_stays_his(text):
    assert wechat.unsaid(text) is None


@pytest.mark.parametrize("kind", sorted(set(wechat.WORDS.values())))
@pytest.mark.parametrize(
    "nonsense",
    [
        "", " ", "】【", "标题：" * 9, "【文件】" + " 1 B" * 40_000, "【a】:" + "\n备注: " * 40_000, "(1," * 80_000,
        "1:" * 80_000, "<" * 80_000, "<a" * 50_000, "<![CDATA[" * 20_000, " " * 200_000, "\n引用：" * 50_000,
    ],
    ids=range(13),
)  # fmt: skip
def test_nonsense_of_any_length_is_read_in_no_time(kind, nonsense):
    start = time.process_time()
    assert wechat.content(kind, nonsense)[0] in KINDS
    wechat.unsaid(f'"{nonsense}"邀请{nonsense}加入了群聊')
    assert time.process_time() - start < 3
