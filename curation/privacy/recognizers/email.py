"""E-mail addresses, also as people write them against filters: 艾特, 点, #, ＠, spaces."""

from __future__ import annotations

from presidio_analyzer import Pattern

from curation.privacy.recognizer import PatternsRecognizer

LOCAL = r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}"
DOT = r"(?:\s?(?:\.|。|点|丶|(?i:\(dot\)|\[dot\]|\sdot\s))\s?)"
PROVIDER = (
    r"(?i:qq|vip\.qq|foxmail|163|vip\.163|126|yeah|139|189|wo|sina|sohu|aliyun|"
    r"gmail|hotmail|outlook|icloud|yahoo|live|msn|me|proton|protonmail|tom|21cn|88)"
)
TOP = r"(?i:com|cn|net|org|edu|gov|io|me|hk|tw|jp|uk|us|de|fr|info|biz|xyz|vip|top|cc|co)"
AT = r"\s?(?:@{1,3}|艾特|爱特|圈[aA]|小老鼠|(?i:\(at\)|\[at\]|\{at\}|\sat\s)|[(（\[]@[)）\]])\s?"


class Email(PatternsRecognizer):
    """Local part, sign, domain. A looser sign asks for a known provider."""

    ENTITY = "EMAIL_ADDRESS"
    TRIGGERS = (
        ("@＠", ""),
        ("#☆★＃", "[A-Za-z0-9]"),
        ("艾爱", "特"),
        ("小", "老鼠"),
        ("圈", "[aA]"),
        ("aA", r"[tT][\s\])}]"),
        ("邮", "箱"),
    )
    PATTERNS = [
        Pattern("address", rf"(?<![A-Za-z0-9._%+-]){LOCAL}@(?:[A-Za-z0-9-]{{1,63}}\.){{1,4}}"
                           r"[A-Za-z]{2,18}(?![A-Za-z])", 1.0),
        Pattern("spelled", rf"(?<![A-Za-z0-9._%+-]){LOCAL}{AT}[A-Za-z0-9-]{{1,63}}"
                           rf"(?:{DOT}[A-Za-z0-9-]{{2,30}}){{0,2}}{DOT}{TOP}(?![A-Za-z])", 0.85),
        Pattern("provider", rf"(?<![A-Za-z0-9._%+-]){LOCAL}(?:{AT}|\s?[#☆★*&$]\s?)"
                            rf"{PROVIDER}(?:{DOT}{TOP}){{1,2}}(?![A-Za-z])", 0.85),
        Pattern("in", rf"(?<![A-Za-z0-9._%+-]){LOCAL}在{PROVIDER}(?:{DOT}{TOP}){{1,2}}(?![A-Za-z])", 0.7),
        Pattern("spaced", r"(?<![A-Za-z0-9])(?:[A-Za-z0-9._-] ){3,30}@ (?:[A-Za-z0-9-] ){1,20}\. "
                          r"(?:[A-Za-z] ){1,4}[A-Za-z](?![A-Za-z])", 0.8),
        Pattern("cut", rf"(?<![A-Za-z0-9._%+-]){LOCAL}@{PROVIDER}(?![A-Za-z0-9.])", 0.6),
        Pattern("named", rf"(?<![A-Za-z0-9._%+-])(?P<value>[A-Za-z0-9][A-Za-z0-9._-]{{3,30}}\s?(?:{AT})?\s?"
                         rf"(?:(?i:qq|163|126|gmail|139|outlook|新浪|网易|搜狐)|扣扣|球球|企鹅|谷歌)\s?(?:邮箱|点{TOP}))", 0.65),
        Pattern("local", r"(?:(?i:qq|163|126|gmail|139|outlook)|新浪|网易|搜狐|谷歌)\s?邮箱(?:号|账号|是|叫|[:：\s]){0,3}"
                         r"(?P<value>(?=[A-Za-z._-]*[0-9])[A-Za-z0-9][A-Za-z0-9._-]{4,30})(?![A-Za-z0-9@＠])", 0.65),
    ]  # fmt: skip
