"""Joining what several records say: the order of loading never matters, closed sources never
change what everybody reads, lists are joined, the better source wins."""

from __future__ import annotations

from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from graph.evidence import GRADE_ORDER, STATUS_ORDER
from graph.merging import Merged, Statement, group, merge

VALUES = st.fixed_dictionaries(
    {"name": st.sampled_from(["甲公司", "乙公司"])},
    optional={
        "staff": st.integers(1, 3),
        "note": st.sampled_from(["一", "二"]),
        "products": st.lists(st.sampled_from(["芯片", "机器人", "软件"]), min_size=1, unique=True),
        "named_only": st.just(True),
    },
)


def statement(rid: int, values: dict[str, Any], **more: Any) -> Statement:
    """A statement of a public A source unless said otherwise."""
    made = {"status": "stated", "grade": "A", "scope": "public", "priority": 50} | more
    return Statement(rid=rid, payload=orjson.dumps(values), **made)


@st.composite
def statements(draw: st.DrawFn, scopes: tuple[str, ...] = ("public", "private:a")) -> Any:
    """One to five statements with ids of their own."""
    return [
        statement(
            rid,
            draw(VALUES),
            status=draw(st.sampled_from(list(STATUS_ORDER))),
            grade=draw(st.sampled_from(list(GRADE_ORDER))),
            scope=draw(st.sampled_from(scopes)),
            priority=draw(st.sampled_from([10, 50])),
        )
        for rid in draw(st.lists(st.integers(0, 99), min_size=1, max_size=5, unique=True))
    ]


def shown(merged: Merged) -> tuple[Any, ...]:
    """All that a reader sees."""
    return merged.values, merged.status, merged.grade, merged.conflicts


@given(statements(), st.randoms())
def test_order_does_not_matter(said: list[Statement], random: Any) -> None:
    shuffled = said.copy()
    random.shuffle(shuffled)
    assert merge("Enterprise", shuffled) == merge("Enterprise", said)


@given(statements(("public",)), statements(("private:a", "private:b")))
def test_closed_sources_never_change_what_everybody_reads(
    public: list[Statement], closed: list[Statement]
) -> None:
    closed = [
        Statement(s.rid + 100, s.status, s.grade, s.scope, s.priority, s.payload) for s in closed
    ]
    alone, together = merge("Enterprise", public), merge("Enterprise", public + closed)
    if len(public) > 1:
        assert shown(together) == shown(alone)
    else:  # one statement is taken as it is, without a look at named_only
        assert (together.status, together.grade) == (alone.status, alone.grade)
        assert together.values == alone.values
    assert set(together.scopes) == {s.scope for s in public + closed}


@given(statements(("private:a",)), statements(("private:b",)))
def test_no_closed_source_learns_what_only_another_one_says(
    ours: list[Statement], theirs: list[Statement]
) -> None:
    theirs = [
        Statement(s.rid + 100, s.status, s.grade, s.scope, s.priority, s.payload) for s in theirs
    ]
    values = merge("Enterprise", ours + theirs).values
    for name, value in values.items():
        if name == "name":  # must be there; the better source gives it
            continue
        for side in (ours, theirs):
            said = [orjson.loads(s.payload).get(name) for s in side]
            items = [i for v in said if v for i in (v if isinstance(v, list) else [v])]
            wanted = value if isinstance(value, list) else [value]
            assert set(wanted) <= set(items), name


@given(statements(("public",)))
def test_lists_are_joined_and_nothing_is_made_up(said: list[Statement]) -> None:
    merged = merge("Enterprise", said).values
    parts = [orjson.loads(s.payload) for s in said]
    everything = {item for p in parts for item in p.get("products", [])}
    assert set(merged.get("products", [])) == everything
    assert len(merged.get("products", [])) == len(everything)
    for name in ("name", "staff", "note"):
        values = [p[name] for p in parts if name in p]
        assert (merged[name] in values) if values else (name not in merged)


@given(statements())
def test_records_and_scopes_name_everybody(said: list[Statement]) -> None:
    merged = merge("Enterprise", said)
    assert merged.records == sorted(s.rid for s in said)
    assert merged.scopes == sorted({s.scope for s in said})


def test_the_better_status_then_grade_then_priority_then_newer_wins() -> None:
    base = statement(1, {"name": "甲", "note": "旧"}, grade="B")
    for better in (
        statement(0, {"name": "甲", "note": "新"}, grade="A"),
        statement(0, {"name": "甲", "note": "新"}, grade="B", priority=10),
        statement(2, {"name": "甲", "note": "新"}, grade="B"),
    ):
        merged = merge("Enterprise", [base, better])
        assert merged.values["note"] == "新"
        assert merged.conflicts == ("note",)
    guessed = statement(9, {"name": "甲", "note": "猜"}, grade="A", status="suggested")
    assert merge("Enterprise", [base, guessed]).values["note"] == "旧"


def test_a_worse_source_fills_what_the_better_one_leaves_out() -> None:
    merged = merge(
        "Enterprise",
        [statement(1, {"name": "甲", "staff": 5}, grade="C"), statement(2, {"name": "甲"})],
    )
    assert merged.values == {"name": "甲", "staff": 5}
    assert (merged.grade, merged.conflicts) == ("A", ())


def test_a_register_ends_named_only() -> None:
    named = statement(1, {"name": "甲", "named_only": True})
    assert merge("Enterprise", [named]).values["named_only"] is True
    both = merge("Enterprise", [named, statement(2, {"name": "甲"}, grade="C")])
    assert "named_only" not in both.values


@given(statements(), st.integers(100, 200))
def test_another_record_is_another_hash(said: list[Statement], rid: int) -> None:
    more = [*said, statement(rid, {"name": "甲公司"})]
    assert merge("Enterprise", said).hash != merge("Enterprise", more).hash


def test_group_keeps_neighbours_together() -> None:
    rows = [(1, "a"), (1, "b"), (2, "c"), (1, "d")]
    assert list(group(rows)) == [[(1, "a"), (1, "b")], [(2, "c")], [(1, "d")]]
    assert list(group([])) == []
