"""Words meant for everybody: advertisements, notices, greetings sent to a whole address book, chain letters.

The rules were read against 31,000 text messages, 86,000 messages of talk and 11,000 labelled spam messages: what is hit
in talk is a handful, and what is hit in spam and is no advertisement is a notice of a bank or an office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from curation.errors import N_
from curation.signals.line import Kind, Line, Signal

KINDS = {
    "broadcast": Kind(
        N_("sent to many"),
        N_("An advertisement, a notice, a greeting to everybody or a chain letter: nobody’s own words."),
        harm=0.7,
        threshold=0.6,
        bulk=True,
    )
}

_PROMOTION = re.compile(
    r"优惠|促销|特价|[打满]\s*\d|\d\s*折|折扣|领券|红包雨|免费|抽奖|中奖|会员|贷款|办卡|开业|大酬宾|限时|秒杀|投一?票|赢取|预约|充值"
)
_REACH = re.compile(
    r"(?:https?://|www\.)[!-~]+|(?<![0-9])1[3-9][0-9]{9}(?![0-9])"
    r"|(?<![0-9])(?:0[0-9]{2,3}-?|400-?)[0-9]{3,4}-?[0-9]{4}|^【[^】]{2,20}】",
    re.MULTILINE,
)
_OUT = re.compile(r"[回退]\s*(?:复)?\s*(?:TD|T|N|Q)\s*退?订|退订")
_MANY = re.compile(
    r"[（(]?群发(?:消息|短信|勿回)?[）)：:，,]|群发勿回|勿回复此|(?:停用|作废|换号|新号).{0,20}不用回复|恕不一一|^[【\[](?:通知|公告|提醒)[】\]]"
)
_CHAIN = re.compile(
    r"转发[^，。\n]{0,6}\d+\s*个?(?:群|人|好友)|不转[^，。\n]{0,8}(?:倒霉|不是|会)|看到请?(?:马上)?转发|转发[^，。\n]{0,8}好运"
)
_OFFICE = re.compile(
    r"^(?:【[^】]{2,20}】)?(?:尊敬的|亲爱的)(?:客户|用户|业主|会员|家长|各位|老师)|^(?:各位|请各位|请全体)(?:家长|业主|同学|同事|亲友|成员|老师)"
)
_WISH = re.compile(r"祝(?:您|你们|大家|各位)")
_WISHES = re.compile(
    r"万事如意|阖家|合家|财源|身体健康|心想事成|工作顺利|吉祥|幸福安康|恭贺|龙马|新春|新年|佳节|中秋|端午"
)

OWN = 4
"""Bubbles of other talk from which a fragment is not only the broadcast any more."""


def scan(lines: Sequence[Line]) -> Iterator[Signal]:
    """One signal for the first such text; half as likely to settle the fragment where people also talk."""
    hits = [(i, kind) for i, line in enumerate(lines) if line.use == "speech" and (kind := _kind(line.text))]
    if not hits:
        return
    others = sum(line.use == "speech" for line in lines) - len(hits)
    yield Signal("broadcast", 0.9 if others < OWN else 0.5, hits[0][1], at=hits[0][0])


def _kind(text: str) -> str:
    """Why it is one; empty when it is none."""
    plain = text.strip()
    if _OUT.search(plain) or (_PROMOTION.search(plain) and _REACH.search(plain)):
        return N_("It reads like an advertisement.")
    if _MANY.search(plain) or (len(plain) >= 15 and _OFFICE.search(plain)):
        return N_("It reads like a notice to many.")
    if _CHAIN.search(plain):
        return N_("It asks to be passed on.")
    if len(plain) >= 20 and _WISH.search(plain) and len(set(_WISHES.findall(plain))) >= 2:
        return N_("It reads like a greeting to everybody.")
    return ""
