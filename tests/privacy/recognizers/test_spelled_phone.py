"""Mobile numbers in pinyin and English words."""

import pytest

from tests.privacy.table import check


@pytest.mark.parametrize(
    "marked",
    [
        "「yi san qi ling ling yi san wu qi jiu er」",
        "打「yao san qi dong dong yao san wu guai jiu liang」",
        "「yisanqilinglingyisanwuqijiuer」",
        "「one three seven zero zero one three five seven nine two」 thanks",
        "「One-three-seven, zero-zero-one, three-five-seven-nine-two」",
        "yi san wu",
        "one three five",
        "yi er san si wu liu qi ba jiu",
        "one two three four five six seven eight nine",
    ],
)
def test_spelled_phone(marked):
    check("PHONE_NUMBER", marked)
