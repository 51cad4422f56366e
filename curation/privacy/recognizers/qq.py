"""QQ numbers: five to eleven digits beside a word that says QQ."""

from __future__ import annotations

from presidio_analyzer import Pattern

from curation.privacy.recognizer import PatternsRecognizer

WORD = (
    r"(?:(?<![A-Za-z])[qQ]\s?[qQ]?(?![A-Za-z])|扣扣|抠抠|球球|企鹅|扣号|Q号|(?<=加)扣|(?<=我)扣|(?<![\u4e00-\u9fff])扣)"
)
LINK = r"(?:号码?|账号|帐号|小号|大号|是|为|就是|换成了?|改成了?|[:：=]|[\s,，(（]|群|我的?|他的?|她的?){0,5}"
NUMBER = r"[1-9][0-9]{4,10}|[1-9][0-9]{1,3}(?:[-\s][0-9]{2,4}){1,3}"


class Qq(PatternsRecognizer):
    """A number of that length means nothing alone, so a word before or behind is needed."""

    ENTITY = "QQ"
    PATTERNS = [
        Pattern("before", rf"{WORD}{LINK}(?P<value>{NUMBER})(?![0-9@.])", 0.85),
        Pattern("behind", r"(?<![0-9])(?P<value>[1-9][0-9]{4,10})\s?[,，]?(?:这?个?是|就是)(?:我|他|她|你)?的?"
                          rf"(?:新|小|大|老)?{WORD}", 0.8),
        Pattern("then", rf"(?<![0-9])(?P<value>[1-9][0-9]{{4,10}})\s?加(?:一下|我|个?好友)?[,，\s]?{WORD}", 0.8),
        Pattern("brackets", rf"(?<![0-9])(?P<value>[1-9][0-9]{{4,10}})\s?[(（]{WORD}[)）]", 0.8),
        Pattern("add", rf"(?<![0-9])加(?:一下|我|他|她)?\s?(?P<value>[1-9][0-9]{{4,10}})(?![0-9])[^0-9]{{0,4}}{WORD}", 0.8),
        Pattern("group", r"群号?(?:码|是|为|[:：]|\s){0,3}(?P<value>[1-9][0-9]{6,10})(?![0-9人块元])", 0.6),
    ]  # fmt: skip
    MIN_DIGITS = 5
    SPELLED = True
