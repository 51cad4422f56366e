"""People: full names, nicknames, titles, English names; ordinary words stay."""

import pytest

from tests.privacy.table import FULL, check

TABLE = [
    "我叫「李望舒」",
    "收件人：「李望舒」 电话",
    "「李望舒」昨天没来",
    "你认识「李望舒」吗？",
    "跟「小李」说一声",
    "「老李」来了没",
    "问一下「王总」",
    "「张老师」您好",
    "「李哥」帮个忙",
    "「欧阳望舒」是谁",
    "群里@「李望舒」 出来",
    "我同事「李望舒」特别好",
    "「婷婷」晚安",
    "「阿杰」你在哪",
    "「Kevin」在吗",
    "我跟「Lisa」说了",
    "「古丽·阿依木」来了",
    "户名「高远」",
    "小区门口见",
    "老师好",
    "小时候",
    "妈妈爸爸",
    "谢谢哈哈",
    "有钱老板",
    "明天高兴死了",
    "王者荣耀来一把",
    "[李白]",
    "任何时候都可以",
    "安全到家",
    "黄金涨了",
    "老板娘呢",
    "今天好累",
    "左右为难",
    "ok thanks",
]


@pytest.mark.skipif(FULL.engine != "lac", reason="needs the model")
@pytest.mark.parametrize("marked", TABLE)
def test_person(marked):
    check("PERSON", marked, FULL)


@pytest.mark.parametrize(
    "marked", ["我叫「李望舒」", "收件人：「李望舒」 电话", "「张老师」您好", "小区门口见", "今天好累"]
)
def test_person_by_rules_alone(marked):
    check("PERSON", marked)
