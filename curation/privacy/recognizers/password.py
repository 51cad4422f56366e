"""Passwords, door codes and share codes: whatever stands behind a word that announces one."""

from __future__ import annotations

from presidio_analyzer import Pattern

from curation.privacy.reading import Reading
from curation.privacy.recognizer import PatternsRecognizer

ANNOUNCED = (
    r"(?:密\s?码|口令|提取码|访问码|解压码|门禁码?|开门码|开锁码|锁屏码|密钥|暗号|(?<![A-Za-z])(?i:password|passwd|passcode|"
    r"pwd|psw|pass|pw|pin码?|key)(?![A-Za-z]))"
)
LINK = (
    r"(?:[^\S\n]|[:：=,，\"'“”‘’「」()（）<>《》]|号码?|是|为|就是|都是|还是|改成了?|改为了?|改了?|换成了?|变成了?|设成了?|设置?为|设的是|叫|用|填|输入?|默认|"
    r"现在|目前|新的?|今天|统一|应该|好像|可能|我的|家里?的?|(?i:is|was)){0,6}"
)


class Password(PatternsRecognizer):
    """ASCII without spaces, three characters or more; letters alone need a clear 是 or colon."""

    ENTITY = "PASSWORD"
    TRIGGERS = (("码钥令禁", ""), ("暗", "号"), ("pPkK", r"(?i:ass|wd|sw|w\W|in|ey)"))
    PATTERNS = [
        Pattern("announced", rf"{ANNOUNCED}{LINK}(?P<value>[!-~]{{3,64}})", 0.85),
        Pattern("far", r"密码[^\n。!?！？0-9A-Za-z]{1,10}"
                       r"(?P<value>(?=[!-~]*[A-Za-z])(?=[!-~]*[0-9])(?=[!-~]*[!#$%^&*@])[!-~]{6,64})", 0.7),
        Pattern("spaced", rf"{ANNOUNCED}{LINK}(?P<value>[0-9]{{2,4}}(?: [0-9]{{2,4}}){{1,3}})(?![0-9])", 0.85),
        Pattern("told", r"(?P<value>[!-~]{4,64})\s?(?:是|就是|为)(?:我的?|新的?|家里的?|wifi|WiFi|开机|登录|支付|门锁|这个)?密码", 0.8),
        Pattern("repeated", rf"{ANNOUNCED}{LINK}(?P<value>[二两三四五六七八2-8]个[0-9零一二三四五六七八九]"
                            r"(?:[二两三四五六七八2-8]个[0-9零一二三四五六七八九])*)", 0.8),
        Pattern("read_aloud", rf"{ANNOUNCED}{LINK}(?P<value>[零〇一二三四五六七八九幺]{{4,12}})(?![一-鿿])", 0.8),
    ]  # fmt: skip

    def trim(self, reading: Reading, start: int, end: int) -> tuple[int, int]:
        """Without the punctuation of the sentence; full-width signs never belong to a password."""
        raw = reading.visible
        for at in range(start, end):
            if not raw[at].isascii() and not raw[at].isalnum():
                end = at
                break
        while end > start and raw[end - 1] in ".,;:?~)\"'”’":
            end -= 1
        while start < end and raw[start] in "(\"'“‘":
            start += 1
        value = reading.text[start:end]
        plain_word = (
            value.isalpha() and value.isascii() and reading.text[start - 1 : start] not in ("是", ":", "：", "为", "成")
        )
        return (start, start) if len(value) < 3 or (plain_word and len(value) < 6) else (start, end)
