"""Words that exporters nobody knows write for the kinds of messages."""

from __future__ import annotations

WORDS: dict[str, tuple[str, ...]] = {
    "image": tuple("image photo picture img gif 图片 图像 照片 写真".split()),
    "sticker": tuple("sticker emoji emoticon 表情 表情包 动画表情 贴图".split()),
    "voice": tuple("voice audio ptt 语音".split()),
    "video": tuple("video 视频".split()),
    "file": tuple("file document attachment 文件".split()),
    "link": tuple("link url share 链接 分享 分享链接".split()),
    "location": tuple("location 位置".split()),
    "call": tuple("call 通话 音视频通话".split()),
    "system": tuple("system notification notice channel_join channel_leave 系统 系统消息 系统通知".split()),
    "recall": tuple("recall recalled revoke deleted 撤回".split()),
    "red_packet": ("红包",),
    "transfer": ("转账",),
}
"""Kind -> the words that exporters write for it."""

_KNOWN = {word: kind for kind, words in WORDS.items() for word in words}


def kind_of(value: str) -> str:
    """The kind whose word this is; empty when it is nobody's."""
    return _KNOWN.get(value.strip().lower(), "")
