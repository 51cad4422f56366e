"""Words that exporters nobody knows write for the kinds of messages."""

from __future__ import annotations

import re

WORDS: dict[str, tuple[str, ...]] = {
    "image": tuple("image photo photos picture img gif 图片 图像 照片 圖片 写真 사진".split()),
    "sticker": tuple("sticker stickers emoji emoticon 表情 表情包 动画表情 贴图 貼圖 スタンプ 스티커".split()),
    "voice": tuple("voice audio ptt 语音 语音信息 語音訊息 ボイスメッセージ 음성메시지".split()),
    "video": tuple("video videos 视频 影片 動画 동영상".split()),
    "file": tuple("file document attachment 文件 檔案 ファイル 파일".split()),
    "link": tuple("link url share 链接 分享 分享链接".split()),
    "location": tuple("location 位置 位置信息 位置資訊 位置情報 위치".split()),
    "call": tuple("call 通话 音视频通话 语音通话 视频通话 通話".split()),
    "system": tuple(
        "system notification notice channel_join channel_leave guildmemberjoin channelpinnedmessage "
        "系统 系统消息 系统通知".split()
    ),
    "recall": tuple("recall recalled revoke deleted 撤回".split()),
    "red_packet": ("红包",),
    "transfer": ("转账",),
}
"""Kind -> the words that exporters write for it."""

_KNOWN = {word: kind for kind, words in WORDS.items() for word in words}


def kind_of(value: str) -> str:
    """The kind whose word this is; empty when it is nobody's."""
    return _KNOWN.get(value.strip().lower(), "")


MARKS = frozenset("[【<☎📞")
"""What a placeholder begins with."""

_PLACEHOLDER = re.compile(r"[\[【<]([^\[\]【】<>\n]{1,20})[\]】>]")
_CALL = re.compile(
    r"[☎📞]\ufe0f? ?[^\n]{0,20}(?:call|missed|cancel|declined|no answer|通话|通話|来电|來電|已取消|未接|无应答|無人接聽|沒有回應"
    r"|無回應|未应答|無應答|无人接听|忙线|忙線|不在着信|キャンセル|応答|통화|부재중|취소)[^\n]{0,30}",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"Liked a message|Reacted [^\nA-Za-z]{1,12} to your message"
    r"|(?P<who>.{1,80}) sent (?:an attachment|a photo|a video|a voice message|a GIF)\."
)
LAST = frozenset("e.")
"""What :data:`_NOTICE` ends with."""


def stands_for(text: str, sender: str = "") -> str:
    """The kind of message that this whole text stands for, ``[照片]``; empty for what somebody may have written.

    ``小满 sent a photo.`` is a notice where the sender is called 小满, and a sentence of anybody else.
    """
    if text[:1] not in MARKS:
        notice = _NOTICE.fullmatch(text) if text[-1:] in LAST and len(text) < 120 else None
        return "system" if notice and notice["who"] in {None, "You", sender} else ""
    if _CALL.fullmatch(text):
        return "call"
    found = _PLACEHOLDER.fullmatch(text.strip())
    return kind_of(found[1].replace("Voice message", "voice")) if found else ""
