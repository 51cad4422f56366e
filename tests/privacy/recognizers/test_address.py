"""Addresses, formal and spoken; places that lead to nobody stay."""

import pytest

from tests.privacy.table import FULL, check

TABLE = [
    "我住「杭州市西湖区古荡路9号」",
    "家在「古荡新村12幢3单元401」",
    "地址：「浙江省杭州市西湖区古荡路 9 号 2 幢 1501」 邮编",
    "寄到「望江花园5-2-301」吧",
    "「拱墅那边的湖墅南路66号」",
    "晚上来「望江花园南门」吃饭",
    "搬到「望江花园5号楼2单元301」了",
    "收货地址 「河南省周口市太康县老冢镇李庄村」 李望舒",
    "住「王家村三组18号」",
    "在「古荡路和文三路交叉口」等你",
    "公司在「文一西路969号」",
    "下周去杭州",
    "浙江省杭州市",
    "三楼等你",
    "我在超市",
    "二号线坐到底",
    "想吃东北大米",
    "我想买小米14",
    "坐G1234去上海",
    "广州酒家好吃",
    "去西湖玩了3个小时",
]


@pytest.mark.skipif(FULL.engine != "lac", reason="needs the model")
@pytest.mark.parametrize("marked", TABLE)
def test_address(marked):
    check("LOCATION", marked, FULL)


@pytest.mark.parametrize(
    "marked", ["我住「杭州市西湖区古荡路9号」", "家在「古荡新村12幢3单元401」", "下周去杭州", "三楼等你"]
)
def test_address_by_rules_alone(marked):
    check("LOCATION", marked)
