"""One-time codes."""

from __future__ import annotations

from presidio_analyzer import Pattern

from curation.privacy.gate import NUMBERS
from curation.privacy.recognizer import PatternsRecognizer

WORD = (
    r"(?:验\s?证\s?码|校验码|动态码|动态密码|动态口令|短信码|确认码|激活码|授权码|登录码|登陆码|安全码|随机码|认证码|邀请码|"
    r"(?<![A-Za-z])(?i:verification\s?code|security\s?code|otp|code)(?![A-Za-z]))"
)
LINK = r"(?:[^0-9A-Za-z。!?！？\n]{0,14}|[^0-9A-Za-z]{0,4}(?i:is)\s)"


class VerificationCode(PatternsRecognizer):
    """Four to eight digits near the word, before or behind."""

    ENTITY = "VERIFICATION_CODE"
    TRIGGERS = (*NUMBERS, ("码", ""), ("cC", "ode"))
    PATTERNS = [
        Pattern("behind_word", rf"{WORD}{LINK}(?P<value>[0-9]{{4,8}})(?![0-9A-Za-z元块%]|\s?(?:元|块|分钟|秒|点))", 0.9),
        Pattern("spaced", rf"{WORD}{LINK}(?P<value>[0-9]{{1,4}}(?:[-\s][0-9]{{1,4}}){{1,5}})(?![0-9A-Za-z元块%])", 0.85),
        Pattern("letters", rf"{WORD}(?:是|为|[:：\s]){{0,3}}"
                           r"(?P<value>(?=[A-Za-z0-9]*[0-9])[A-Za-z0-9]{4,8})(?![0-9A-Za-z])", 0.85),
        Pattern("before_word", r"(?<![0-9A-Za-z.])(?P<value>[0-9]{4,8})\s?[,，(（]?(?:这?个?是|就是|为|\s)?"
                               rf"(?:你的?|我的?|您的?|那个|登录|短信)?{WORD}", 0.8),
        Pattern("google", r"(?<![A-Za-z0-9])(?P<value>G-[0-9]{6})(?![0-9])", 0.8),
    ]  # fmt: skip
    MIN_DIGITS = 1
    SPELLED = True
