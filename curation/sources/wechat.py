"""WeChat's kinds of message: by number (database, html.json), by the word in a CSV, and the texts MemoTrace writes.

Layouts: ``to_text`` of MemoTrace v3 writes each kind's content into one text, ``【表情包】 好的``; the functions here take
such a text apart again. A result is ``(kind, text, quote, extra)``: only words in ``text``, never a placeholder or XML.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

Extra = dict[str, object]
Content = tuple[str, str, str | None, Extra]

BASE = {
    1: "text", 2: "text", 3: "image", 34: "voice", 42: "card", 43: "video", 47: "sticker", 48: "location",
    50: "call", 66: "card", 10000: "system", 10002: "system",
}  # fmt: skip
"""Type number -> kind."""

APP = {
    1: "link", 3: "link", 4: "link", 5: "link", 6: "file", 7: "link", 8: "sticker", 17: "location", 19: "forward",
    24: "forward", 33: "card", 36: "card", 40: "forward", 44: "link", 50: "card", 51: "link", 53: "card", 57: "quote",
    62: "pat", 63: "link", 68: "link", 74: "file", 76: "link", 87: "system", 88: "link", 92: "link", 2000: "transfer",
    2001: "red_packet", 2003: "red_packet",
}  # fmt: skip
"""Subtype of type 49 -> kind: notes (24) and favourites (40) are forwarded writing, mini-programs (33, 36) and sign-up
lists (53) cards, channels (51, 63, 88), games (7) and music (3, 92) links, announcements (87) grey lines."""

WORDS = {
    "文本": "text", "图片": "image", "视频": "video", "语音": "voice", "表情包": "sticker", "音视频通话": "call",
    "文件": "file", "位置分享": "location", "分享链接": "link", "红包": "red_packet", "转账": "transfer",
    "引用消息": "quote", "合并转发的聊天记录": "forward", "小程序": "card", "视频号": "link", "音乐分享": "link",
    "收藏笔记": "forward", "个人/公众号名片": "card", "企业微信名片": "card", "系统消息": "system", "拍一拍": "pat",
    "未知类型": "other",
}  # fmt: skip
"""The word in the CSV's column 类型 -> kind."""

_RECALLED = re.compile(r"撤回了?(?:一条|成员|消息)|recalled a message", re.IGNORECASE)
_XML = re.compile(
    r"\s*(?:-?\d{1,20}\s*\n\s*(?:<[a-zA-Z?]|\{'[^'\n]{1,60}':)|<\?xml"
    r"|<(?:msg|sysmsg|appmsg|appattach|msgsource|voip[a-z]*|recorditem|recordinfo|finderFeed)"
    r"(?:\s{1,9}[A-Za-z:]{1,40}\s?=|\s{0,9}/?>\s{0,9}(?:[<&]|\Z|[^<\n]{1,80}</msg>\s{0,9}\Z)|\s{0,9}\Z)"
    r"|\{'(?:msg|sysmsg|appmsg|voip[a-z]*)':)"
)
_TOLD = re.compile(
    r"(?:[你我]|[\"“][^\"”\n]{1,80}[\"”])\s?撤回了一条消息"
    r"|[\"“][^\"”\n]{1,80}[\"”]\s?拍了拍\s?(?:[\"“]|[我你]|自己)[^\n]{0,100}"
    r"|[你我]\s?拍了拍\s?(?:[\"“]|自己)[^\n，。！？]{0,100}"
    r"|你已添加了[^\n]{1,60}，(?:现在可以开始聊天了|以上是打招呼的(?:消息|内容))。?|以上是打招呼的(?:消息|内容)"
    r"|(?:你|[\"“][^\n]{1,80}[\"”])邀请[你\"“][^\n]{0,2000}加入了群聊(?:，群聊参与人还有[：:][^\n]{1,2000})?(?:\s*撤销)?"
    r"|[\"“][^\n]{1,80}[\"”]通过(?:扫描|[^\n]{0,80}分享)[^\n]{1,80}(?:加入群聊|加入了群聊)"
    r"|(?:你|[\"“][^\n]{1,80}[\"”])(?:将[\"“][^\n]{1,500}移出了?群聊|修改群名为[\"“][^\n]{1,80}[\"”])"
    r"|你被[\"“][^\n]{1,80}[\"”]移出群聊|[\"“][^\n]{1,80}[\"”]与群里其他人都不是(?:微信)?朋友关系，请注意隐私安全"
    r"|(?:你领取了(?!我)[^\n，。！？]{1,60}|(?!我)[^\n，。！？]{1,60}领取了你)的红包(?:，[^\n]{0,20}红包已被领完)?"
    r"|[收发]到?出?红包，请在手机上查看|消息已发出，但被对方拒收了。?"
    r"|[^\n]{1,60}开启了朋友验证，你还不是(?:他|她|他（她）)朋友。(?:请先发送[^\n]{0,100})?"
)
"""A whole text that is WeChat's own: nobody types it, and where only the text tells it stands among what people say."""

_UNSHOWN = re.compile(
    r"当前(?:微信)?版本(?:暂)?不支持(?:展示|查看)?该(?:内容|消息)(?:，?\s?请[^\n]{0,30}|。)?"
    r"|\[(?:不支持的消息类型|未知消息类型\(-?\d{1,20}\)|检测到解析错误-不支持的消息类型|解码失败)\]"
)
"""What stands for a message that the exporter, or WeChat on the computer, could not show."""

_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z_][^<>]*>")
_FILE = re.compile(r"([^\n]*?) (\d+(?:\.\d+)? [KMG]?B) ([^\n]*) (\S*) ([0-9a-fA-F]{32}|)")
_PAY = re.compile(r"【([^】\n]*)】:([^\n]*)(?:\n备注: ?(.*))?", re.DOTALL)
_PLACE = re.compile(r"\((-?\d{1,3}(?:\.\d{1,20})?),\s*(-?\d{1,3}(?:\.\d{1,20})?)\)")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d\d)")
_LONG = 1000  # no file name or link MemoTrace wrote comes near; keeps the patterns quick on nonsense
_FIELD = re.compile(r"^(标题|描述|链接|应用|发布者|名称|标签|公司|昵称)[：:] ?(.*)$", re.MULTILINE)


def kind_of(number: int) -> str | None:
    """The kind of a 64-bit type (subtype << 32 | base); None for one nobody has met."""
    base = number & 0xFFFFFFFF
    return APP.get(number >> 32) if base == 49 else BASE.get(base)


def plain(text: str) -> str:
    """The text, or nothing when it is an XML document (or Python's print of one) instead of words, or stands for what
    could not be shown."""
    return "" if _XML.match(text) or _UNSHOWN.fullmatch(text) else text


def unsaid(text: str) -> Content | None:
    """What a text is that nobody typed: a grey line, an XML document, a word for what could not be shown."""
    if _TOLD.fullmatch(text):
        return system(text)
    if (_XML.match(text) and text.rstrip()[-1:] in {">", "}"}) or _UNSHOWN.fullmatch(text):
        return "other", "", None, {}
    return None


def system(text: str) -> Content:
    """A grey line: recalled messages and pats have their own kind; links inside it lose their tags."""
    words = _without_tags(text) if "<" in text else text
    recalled = _RECALLED.search(words) or "revokemsg" in text
    return "recall" if recalled else "pat" if "拍了拍" in words else "system", words, None, {}


def _without_tags(text: str) -> str:
    if _XML.match(text):
        return " ".join(_CDATA.findall(text)).strip()
    return unescape(_TAG.sub("", text)).strip()


def content(kind: str, text: str) -> Content:
    """Take apart what MemoTrace wrote for a message of this kind."""
    return _BY_KIND.get(kind, _bare)(kind, text)


def _bare(kind: str, text: str) -> Content:
    return kind, "", None, {}


def _system(kind: str, text: str) -> Content:
    found = system(text)
    return (kind, *found[1:]) if kind == "pat" else found


def _sticker(kind: str, text: str) -> Content:
    words = text.removeprefix("【表情包】").strip()
    return kind, "" if words == "None" else plain(words), None, {}


def _voice(kind: str, text: str) -> Content:
    return kind, plain(text.removeprefix("【语音】")), None, {}


def _quote(kind: str, text: str) -> Content:
    typed, mark, quoted = text.partition("\n引用：")
    return kind, plain(typed), plain_quote(quoted) if mark else None, {}


def plain_quote(quoted: str) -> str:
    """``name: words``, without the words where they are XML."""
    name, colon, words = quoted.partition(": ")
    return name + colon + plain(words) if colon else plain(quoted)


def _file(kind: str, text: str) -> Content:
    words = plain(text.removeprefix("【文件】"))
    if len(words) > _LONG or not (found := _FILE.fullmatch(words)):
        return kind, words, None, {}
    name, size, path, _, md5 = found.groups()
    return kind, name, None, filled(size=size, path=path, md5=md5)


def _pay(kind: str, text: str) -> Content:
    if not (found := _PAY.fullmatch(text)):
        return kind, "", None, {}
    state, amount, memo = found.groups()
    return kind, amount.strip(), None, filled(state=state, memo=(memo or "").strip())


def _red_packet(kind: str, text: str) -> Content:
    return kind, plain(text.removeprefix("【红包】").removeprefix(":").strip()), None, {}


def _fields(text: str) -> dict[str, str]:
    """The lines ``标题：…`` of a text by their first word; a later one does not replace an earlier one."""
    found: dict[str, str] = {}
    for name, value in _FIELD.findall(text):
        found.setdefault(name, plain(value.strip()))
    return found


def _link(kind: str, text: str) -> Content:
    told = _fields(text)
    title = told.get("标题") or told.get("描述", "")
    return (
        kind,
        title,
        None,
        filled(url=told.get("链接"), description=told.get("描述") if told.get("标题") else "", app=told.get("应用")),
    )


def _card(kind: str, text: str) -> Content:
    told = _fields(text)
    return kind, told.get("昵称") or told.get("标题", ""), None, {}


def _location(kind: str, text: str) -> Content:
    told, spot = _fields(text), _PLACE.search(text)
    where: Extra = {"x": float(spot[1]), "y": float(spot[2])} if spot else {}
    return kind, told.get("名称") or told.get("标签", ""), None, {**where, **filled(label=told.get("标签"))}


def _call(kind: str, text: str) -> Content:
    words = text.removeprefix("【音视频通话】").strip()
    return kind, plain(words), None, filled(duration=seconds(words))


def seconds(words: str) -> int | None:
    """``通话时长 03:25`` -> 205."""
    if not (found := _CLOCK.search(words)):
        return None
    hours, minutes, rest = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + rest


def _forward(kind: str, text: str) -> Content:
    words = plain(text.removeprefix("【合并转发的聊天记录】").removeprefix("【笔记】").strip("\n"))
    return kind, "", None, filled(content=words)


def filled(**values: object) -> Extra:
    """The values that say something."""
    return {name: value for name, value in values.items() if value is not None and value != ""}


_BY_KIND: dict[str, Callable[[str, str], Content]] = {
    "sticker": _sticker,
    "voice": _voice,
    "quote": _quote,
    "file": _file,
    "transfer": _pay,
    "red_packet": _red_packet,
    "link": _link,
    "card": _card,
    "location": _location,
    "call": _call,
    "forward": _forward,
    "system": _system,
    "pat": _system,
}
