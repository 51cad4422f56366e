"""WeChat ids: wxid_…, or what stands beside a word that says WeChat."""

from __future__ import annotations

import re

from presidio_analyzer import Pattern

from curation.privacy.recognizer import PatternsRecognizer, Seen

WORD = (
    r"(?:微信|(?i:wei)信|(?<=加)微(?!信)|薇信|威信|徽信|围信|维信|微X|溦信|绿泡泡|绿信|[vV]信|卫星(?=号)|"
    r"(?<![A-Za-z0-9])(?i:vx|wx|weixin|wechat|vxin|we\s?chat|v)(?![A-Za-z]))"
)
LINK = r"(?:号码?|账号|帐号|(?i:id)|小号|大号|是|为|就是|换成了?|改成了?|叫|加|搜|[:：=+]|[\s,，(（]|我的?|他的?|她的?|新的?){0,5}"
NAME = r"[A-Za-z][-_A-Za-z0-9]{5,19}"


class WechatId(PatternsRecognizer):
    """Six to twenty letters, digits, dashes or underscores, a letter first (WeChat's own rule)."""

    ENTITY = "WECHAT_ID"
    TRIGGERS = (
        ("微薇威徽围维溦", "[信X]"),
        ("绿", "[泡信]"),
        ("加", "微"),
        ("iI", "信"),
        ("vVｖＶ", r"(?:[xX信]|\W)"),
        ("wW", "(?:[xX]|e(?:ixin|[cC]hat))"),
        ("卫", "星"),
    )
    PATTERNS = [
        Pattern("wxid", r"(?<![A-Za-z0-9_])wxid_[0-9A-Za-z]{6,24}", 0.95),
        Pattern("before", rf"{WORD}{LINK}(?P<value>{NAME})(?![A-Za-z0-9_@.-])", 0.85),
        Pattern("before_digits", rf"{WORD}{LINK}(?P<value>[0-9]{{6,11}})(?![0-9@])", 0.6),
        Pattern("behind", rf"(?<![A-Za-z0-9_@.-])(?P<value>{NAME})\s?"
                          r"(?:[,，(（]|是|就是|这个?是|就能|可以|能|加到|加|搜|我的?|他的?|她的?){1,3}"
                          rf"[^A-Za-z0-9]{{0,5}}{WORD}", 0.7),
        Pattern("short", rf"{WORD}(?:号码?|账号|(?i:id))(?:是|为|[:：]|\s){{0,3}}"
                         r"(?P<value>[A-Za-z][-_A-Za-z0-9]{3,5})(?![A-Za-z0-9_@.-])", 0.75),
    ]  # fmt: skip

    def validate_result(self, value: str) -> bool | None:
        return any(char.isdigit() for char in value) or "_" in value or None

    def weigh(self, seen: Seen, score: float) -> float:
        """A plain word before WeChat is named is an ordinary word; a mobile number is reported as what it is."""
        if (seen.value.isalpha() and score < 0.75) or MOBILE.fullmatch(seen.value):
            return 0.0
        return super().weigh(seen, score)


MOBILE = re.compile(r"1[3-9][0-9]{9}")
