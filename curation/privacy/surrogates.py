"""Stand-ins for private values: numbered placeholders in Chinese words."""

from __future__ import annotations

import re

WORDS = {
    "PERSON": "人名",
    "LOCATION": "地址",
    "PHONE_NUMBER": "电话",
    "EMAIL_ADDRESS": "邮箱",
    "CREDIT_CARD": "银行卡",
    "IP_ADDRESS": "网络地址",
    "URL": "链接",
    "ORGANIZATION": "机构",
    "DATE_TIME": "时间",
    "CN_ID_CARD": "身份证",
    "CN_PASSPORT": "护照",
    "CN_PLATE": "车牌",
    "CN_POSTCODE": "邮编",
    "QQ": "QQ号",
    "WECHAT_ID": "微信号",
    "VERIFICATION_CODE": "验证码",
    "PASSWORD": "密码",
    "BIRTH_DATE": "生日",
}
"""Entity -> the word inside its placeholder."""

PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(WORDS.values())})[1-9][0-9]*\]")
"""What :func:`placeholder` writes. No WeChat sticker ends in a digit, so none looks like it."""


def placeholder(entity: str, number: int) -> str:
    """``[电话1]``, ``[人名2]``: ``number`` counts the entity's values over the workspace from 1, in order of first use."""
    if number < 1:
        raise ValueError("placeholders are numbered from 1")
    return f"[{WORDS[entity]}{number}]"
