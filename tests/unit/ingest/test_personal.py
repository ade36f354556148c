"""Personal data never gets past reading."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.personal import CUT, without_personal


def test_columns_are_dropped_by_header_and_cells_by_pattern() -> None:
    kept, cut = without_personal(
        {"单位": "甲公司", "联系人": "张三", "备注": "电话13812345678", "手机": ""}
    )
    assert kept == {"单位": "甲公司", "备注": f"电话{CUT}"}
    assert cut == 2


def test_identity_numbers_are_cut_and_credit_codes_stay() -> None:
    kept, _ = without_personal({"a": "330106199001011234", "b": "913300007161542753"})
    assert kept == {"a": CUT, "b": "913300007161542753"}


def test_lists_are_cut_item_by_item() -> None:
    kept, cut = without_personal({"members": ["甲公司", "a.b@example.com"]})
    assert kept == {"members": ["甲公司", CUT]}
    assert cut == 1


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.text("甲乙丙，。 ", max_size=5))
def test_no_mobile_number_survives(number: str, around: str) -> None:
    kept, _ = without_personal({"备注": around + number + around})
    assert number not in kept["备注"]
