"""Records survive their block, whatever is in them."""

from __future__ import annotations

from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from graph.evidence import Fact, Record
from graph.records import BLOCK_SIZE, closed_at, encode, pack, unpack

TEXT = st.text(max_size=12)
NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.dictionaries(TEXT, TEXT | NUMBERS | st.booleans() | st.lists(TEXT, max_size=3))
FACTS = st.builds(
    Fact,
    kind=TEXT,
    key=TEXT,
    values=VALUES,
    status=st.sampled_from(["stated", "curated"]),
    start=TEXT | st.none(),
    end=TEXT | st.none(),
)
RECORDS = st.builds(
    Record,
    source=st.just("s"),
    locator=TEXT,
    origin=TEXT,
    grade=st.sampled_from("ABC"),
    digest=st.integers(-(2**63), 2**63 - 1),
    facts=st.lists(FACTS, max_size=3),
)


def packed(records: list[Record]) -> bytes:
    """A block that begins at id 512."""
    return pack(
        [
            encode(BLOCK_SIZE + i, r, [orjson.dumps(f.values) for f in r.facts])
            for i, r in enumerate(records)
        ]
    )


@given(st.lists(RECORDS, min_size=1, max_size=5), st.data())
def test_what_goes_in_comes_out(records: list[Record], data: Any) -> None:
    closed = data.draw(st.lists(st.integers(BLOCK_SIZE, BLOCK_SIZE + len(records) - 1)))
    found = unpack(packed(records), "s", 7, closed_at(closed, []))
    assert [r.id for r in found] == [BLOCK_SIZE + i for i in range(len(records))]
    for stored, record in zip(found, records, strict=True):
        assert (stored.source, stored.locator, stored.origin) == (
            "s",
            record.locator,
            record.origin,
        )
        assert (stored.grade, stored.digest, stored.first_seen) == (record.grade, record.digest, 7)
        assert list(stored.facts) == record.facts
        assert stored.open == (stored.id not in closed)


def test_a_record_is_closed_from_one_version_to_another() -> None:
    events = [7, 2, 8, 2, 7, -4, 7, 6]  # 7 goes in 2, comes back in 4, goes in 6
    at = [closed_at([7, 8, 9], events, version) for version in range(1, 7)]
    assert [found.get(7) for found in at] == [None, 2, 2, None, None, 6]
    assert [7 in found for found in at] == [False, True, True, False, False, True]
    assert [8 in found for found in at] == [False, *[True] * 5]
    assert all(9 in found and found[9] is None for found in at)  # dropped before this was kept
    assert closed_at([7, 8, 9], events) == at[-1]


def test_a_block_of_like_rows_is_small() -> None:
    fact = Fact("Major", "major:1", {"name": "工业机器人技术", "level": "高职专科"}, "stated")
    rows = [Record("s", f"majors.csv#row {i}", "https://a", "A", i, [fact]) for i in range(512)]
    assert len(packed(rows)) < 512 * 40
