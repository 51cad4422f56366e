"""A text that stands for a message is told from one that somebody wrote."""

import pytest

from curation.sources.kindwords import stands_for


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[照片]", "image"), ("【贴图】", "sticker"), ("<Voice message>", "voice"), ("☎ 通话时间 1:20", "call"),
        ("📞 Missed voice call", "call"), ("☎ 不在着信", "call"), ("☎️ 無人接聽", "call"), ("☎ 无人接听", "call"),
        ("Liked a message", "system"), ("Reacted 😂 to your message", "system"), ("小满 sent an attachment.", "system"),
        ("You sent a photo.", "system"),
    ],
)  # fmt: skip
def test_placeholders_and_notices(text, kind):
    assert stands_for(text, "小满") == kind


@pytest.mark.parametrize(
    "text",
    [
        "", "[委屈]", "📞 打我电话", "☎ 13900000000", "📞打给我妈了", "She sent a photo.", "My mom sent a video.",
        "I sent a voice message.", "Reacted badly to your message", "小陆 sent an attachment.", "[照片]给你",
    ],
)  # fmt: skip
def test_what_somebody_wrote(text):
    assert stands_for(text, "小满") == ""
