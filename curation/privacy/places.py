"""The parts an address is made of, and the words that announce one."""

from __future__ import annotations

import re

NUMERAL = r"[0-9一二三四五六七八九十百零〇两甲乙丙丁壹贰叁肆伍陆柒捌玖拾]"
UNIT = r"(?:号楼|号院|号门|号馆|号厅|号|#|栋|幢|座|单元|室|楼|层|弄|组|队|排|户|房|铺|档|街坊|区|期|巷|[Ff](?![A-Za-z])|门|舍|号宿舍|宿舍楼|宿舍|号公寓)"
NUMBERED = re.compile(
    rf"{NUMERAL}+[A-Za-z]?\s?{UNIT}(?!线)|(?<![A-Za-z])[A-Za-z]{{1,2}}[0-9]{{0,4}}\s?(?:座|栋|幢|区|楼|单元|室|号)"
)
"""12号, 三单元, B座."""
DOOR = re.compile(
    r"(?<![0-9])[0-9A-Za-z]{1,4}(?:\s?[-－—－/#]\s?[0-9A-Za-z]{1,5}){1,3}(?![0-9])|"
    r"(?<![A-Za-z])[A-Za-z][0-9]{1,2} [0-9]{3,4}(?![0-9])"
)
"""3-2-501."""
AMOUNT = re.compile(
    r"\s?(?:[点個个块元分天年月日岁斤人次米秒折级届岁瓶杯份盒条件台辆%:：]|公里|小时|km|kg|G|M|号线|路公交|路车|万|千|号(?:见|开|出发|去|到货|前|之前|晚))"
)
"""What makes a number something else than part of an address."""

ROAD = r"(?:路|街|大道|道|巷|弄|胡同|里|大街|公路|环路|国道|省道|横路|支路|马路|步行街|堤|坊|条)"
BUILDING = (
    r"(?:小区|花园|家园|公寓|大厦|大楼|广场|中心|新村|新城|苑|园|庭|轩|阁|居|墅|别墅|府|邸|湾|城|郡|里|庄|山庄|家属院|大院|宿舍|学校|大学|学院|中学|小学|幼儿园|"
    r"医院|酒店|宾馆|饭店|商场|市场|超市|写字楼|科技园|产业园|工业园|工业区|开发区|园区|厂|公司|营业厅|银行|派出所|居委会|村委会|国际|大院|楼|馆|寺|站|店|部|仓库|仓|码头|基地)"
)
LOCAL = r"(?:镇|乡|街道|村|屯|社区|苏木|嘎查|寨|庄|坞|垸|塆|湾|岗|坡|沟|坪|堡|营)"
PLACE_END = re.compile(rf"(?:{ROAD}|{BUILDING}|{LOCAL}|省|市|区|县|州|盟|旗)\Z")
CROSSING = re.compile(rf"{ROAD}[和与跟、/]?[\u4e00-\u9fff]{{1,6}}{ROAD}(?:交叉口|交汇处|路口|交界)")
VILLAGE = re.compile(r"[省市区县镇乡].{1,8}[市区县镇乡].{1,8}(?:村|镇|乡|街道|社区|屯|组)")
"""A chain of divisions down to a village needs no number."""
ANY_PLACE = re.compile(rf"(?:{ROAD}|{BUILDING}|{LOCAL}|[省市区县州])")
DETAILED = re.compile(rf"(?:{ROAD}|{BUILDING}|{LOCAL})(?:{NUMERAL}|[0-9A-Za-z]|\Z|[东西南北正后侧][门区苑])")
"""More than an administrative division."""
GATE = re.compile(r"(?:[东西南北正前后侧大]门口?|[东西南北][区苑侧])\Z")
DOORSTEP = re.compile(r"[东西南北正前后侧大]门(?:口)?\Z")
"""Says where to go even without a number."""

LINKS = frozenset(
    [
        "那边",
        "这边",
        "那里",
        "那儿",
        "的",
        "那",
        "那块",
        "附近",
        "旁边",
        "对面",
        "里",
        "里面",
        "与",
        "和",
        "交叉口",
        "交汇处",
        "口",
        "边上",
        "后面",
        "前面",
    ]
)
"""What may stand between two parts of a spoken address (天河那边的员村二横路)."""

ANNOUNCED = re.compile(
    r"(?:地址|住址|住处|家庭住址|住所|家在|家住|老家|住在|住到|我住|他住|她住|我们住|你住|住|搬到|搬去|搬来|搬进|搬家到|寄到|寄去|寄往|寄给|邮到|邮寄到|送到|送去|送货到|发到|发往|发货到|"
    r"快递到|导航到?|导航去|定位|宿舍|公司|单位|学校|收货|收件|寄|发|定位到|定位在|位于|坐落于|坐落在|约在|公司在|单位在|学校在|"
    r"店在|门店在|宿舍在|房子在|租在|户籍|籍贯|所在地|收货地|目的地|地点|接我在|来接我|停在)"
    r"(?:是|在|为|改成|换成|[:：\s])*\Z"
)
VISITED = re.compile(r"(?:[来去到在回往从过至接离家住是放,，、:：\s])\Z")
STOPS = frozenset(
    "收件人 收货人 联系人 邮编 邮政编码 电话 手机 手机号 联系电话 户名 姓名 身份证 快递 地址 收件 收货 联系 谢谢 微信 号码 备注 签收".split()
)
"""Words behind which an address is over."""
LEADING = re.compile(
    r"(?:[我你他她]?(?:妈|爸|家)?(?:户籍)?(?:地址|住址)|户籍|籍贯|老家|娘家|婆家|家住|现住|住在|[我你他她]?住(?!宅|友|院)|"
    r"寄到|送到|搬到|[我你他她]家|在|到)(?:是|在|为|[:：\s])*"
)
"""What the tagger may glue to the front of a place."""
NOT_PLACES = frozenset("家 老家 户籍 籍贯 住 现住 娘家 婆家 门口 地方 位置 我家 他家 她家 你家 宿舍 公司 学校".split())
NAMES_A_PLACE = re.compile(
    r"路(?![过上人边])|街(?![上边])|大道|胡同|巷|弄(?=[0-9])|村(?![里上])|镇(?![定上])|小区|花园|大厦|广场|中学|小学|大学|医院"
)
"""Behind a name: then it names a place (文三|路, 中山|大道)."""
