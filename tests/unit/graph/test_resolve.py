"""Names taken apart, scored and decided: rules, day-one names, and what holds for any name."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.lookalikes import lookalikes
from bench.resolve import PAIRS, read_pairs, renamed
from graph.resolve.features import FEATURES, WEIGHTS, Pair, contributions
from graph.resolve.linking import Resolver
from graph.resolve.parts import Regions, related, split
from graph.resolve.register import Entry, Register, entries_of
from tests.unit.graph.packed_register import packed, regions

GOLDEN = Path(__file__).parents[2] / "golden" / "resolve.csv"
PLACES = Regions.of([("110000", ["甲州省"]), ("110100", ["乙山市"]), ("220100", ["丙海市"])])
NAMES = st.text(
    st.sampled_from("甲州乙山丙海天地大华科技电子股份有限公司集团分()（）"), max_size=14
)


def resolver(*entries: Entry | str) -> Resolver:
    made = [e if isinstance(e, Entry) else Entry(e, e) for e in entries]
    return Resolver(Register(made, PLACES))


def decide(found: Resolver, mention: str) -> tuple[str, str | None]:
    (answer,) = found.resolve([mention])
    return answer["decision"], answer["id"]


# --- parts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "core", "trades", "form", "branch"),
    [
        ("甲州天地电子科技股份有限公司", "天地", ("电子", "科技"), "股份有限公司", ""),
        ("天地科技（乙山）有限公司", "天地", ("科技",), "有限公司", ""),
        ("乙山市天地(集团)有限公司", "天地", (), "(集团)有限公司", ""),
        ("天地电子有限公司丙海分公司", "天地", ("电子",), "有限公司", "丙海分公司"),
        ("*ST天地", "天地", (), "", ""),
        ("天地股份", "天地", (), "股份", ""),
        ("乙山钢铁股份有限公司", "乙山钢铁", ("钢铁",), "股份有限公司", ""),
    ],
)
def test_a_name_taken_apart(
    name: str, core: str, trades: tuple[str, ...], form: str, branch: str
) -> None:
    parts = split(name, PLACES)
    shown = parts.form if form != "(集团)有限公司" else f"({parts.form[:2]}){parts.form[2:]}"
    assert (parts.core, parts.trades, shown, parts.branch) == (core, trades, form, branch)


def test_a_region_is_found_in_front_and_in_brackets() -> None:
    for name in ("乙山天地电子有限公司", "天地电子(乙山)有限公司", "乙山市天地电子有限公司"):
        assert split(name, PLACES).regions == ("110100",)
    assert related("110000", "110100")
    assert not related("220100", "110100")


# --- decisions -----------------------------------------------------------------------------------


def test_a_short_name_is_linked_where_only_one_firm_fits() -> None:
    found = resolver("甲州天地电子科技股份有限公司", "丙海大华机械有限公司")
    assert decide(found, "天地股份") == ("auto", "甲州天地电子科技股份有限公司")
    assert decide(found, "天地科技") == ("auto", "甲州天地电子科技股份有限公司")
    assert decide(found, "地天国际")[0] == "nil"


def test_a_name_that_fits_two_firms_is_for_review() -> None:
    found = resolver("甲州天地电子股份有限公司", "丙海天地机械股份有限公司")
    assert decide(found, "天地股份") == ("review", None)
    assert decide(found, "天地电子股份") == ("auto", "甲州天地电子股份有限公司")


def test_the_same_alias_of_two_is_for_review() -> None:
    found = resolver(
        Entry("a", "甲州天地电子有限公司", ("天地",)), Entry("b", "丙海天地机械有限公司", ("天地",))
    )
    assert decide(found, "天地") == ("review", None)


def test_a_core_alone_does_not_mean_a_subsidiary() -> None:
    found = resolver("乙山哈哈笑科技有限公司")
    assert decide(found, "哈哈笑") == ("review", None)
    assert decide(found, "哈哈笑科技")[0] == "auto"


def test_another_region_or_a_branch_is_not_the_firm() -> None:
    found = resolver("乙山天地华电子有限公司")
    for mention in ("丙海天地华电子有限公司", "乙山天地华电子有限公司丙海分公司"):
        assert decide(found, mention) == ("review", None)


def test_the_region_of_the_register_counts_where_the_name_has_none() -> None:
    here = resolver(Entry("x", "天地华电子有限公司", places=("110100",)))
    there = resolver(Entry("x", "天地华电子有限公司", places=("220100",)))
    assert decide(here, "乙山天地华电子") == ("auto", "x")
    assert decide(there, "乙山天地华电子") == ("review", None)


def test_codes_and_other_names_are_exact_keys() -> None:
    found = resolver(Entry("x", "天地华电子有限公司", ("天华",), ("91330100799655058B", "600000")))
    for mention in (
        "天华",
        "600000",
        "91330100799655058b",
        "天地华 电子有限公司",
    ):
        assert decide(found, mention) == ("auto", "x"), mention


def test_a_bare_name_of_a_source_is_never_linked() -> None:
    found = resolver(Entry("x", "天地华", named_only=True))
    assert decide(found, "天地华") == ("review", None)


def test_nothing_is_found_in_an_empty_register() -> None:
    assert Resolver(Register([], PLACES)).resolve(["天地", ""]) == [
        {"mention": m, "decision": "nil", "id": None, "name": None, "score": None, "candidates": []}
        for m in ("天地", "")
    ]


# --- what holds for any name ---------------------------------------------------------------------


@given(st.lists(NAMES.filter(str.strip), min_size=1, max_size=8, unique=True))
@settings(max_examples=60, deadline=None)
def test_an_exact_name_is_linked_or_for_review(names: list[str]) -> None:
    found = Resolver(Register(entries_of(names), PLACES))
    for answer in found.resolve(names):
        assert answer["decision"] in ("auto", "review")
        assert answer["candidates"][0]["why"][0]["feature"] == "key"
        if answer["id"]:
            assert answer["id"] == answer["candidates"][0]["id"]


@given(NAMES, st.lists(NAMES.filter(str.strip), min_size=1, max_size=8, unique=True))
@settings(max_examples=60, deadline=None)
def test_points_add_up_and_order_does_not_matter(mention: str, names: list[str]) -> None:
    one = Resolver(Register(entries_of(names), PLACES)).resolve([mention])[0]
    other = Resolver(Register(entries_of(names[::-1]), PLACES)).resolve([mention])[0]
    assert one == other
    for candidate in one["candidates"]:
        assert 0 <= candidate["score"] <= 1
        total = sum(w["contribution"] for w in candidate["why"])
        assert total == pytest.approx(candidate["score"], abs=1e-3)


@given(NAMES.filter(str.strip), NAMES.filter(str.strip))
@settings(max_examples=60, deadline=None)
def test_agreement_does_not_depend_on_the_side(left: str, right: str) -> None:
    register = Register(entries_of([left, right]), PLACES)
    seen = []
    for one, other in ((left, right), (right, left)):
        a, b = split(one, PLACES), split(other, PLACES)
        pair = Pair.of(register, a, b, (), False)
        values = {f.name: r.value for f, r, _ in contributions(pair)}
        seen.append((values.get("region"), values.get("branch"), values["core"] == 1))
    assert seen[0] == seen[1]


def test_every_feature_has_a_weight_and_an_explanation() -> None:
    assert [f.name for f in FEATURES] == list(WEIGHTS)
    assert all(len(f.explanation) > 60 and "\n\n" in f.explanation for f in FEATURES)


# --- the packs -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["enterprise", "school"])
def test_day_one_names(kind: str) -> None:
    with GOLDEN.open(encoding="utf-8", newline="") as handle:
        rows = [r for r in csv.DictReader(handle) if r["type"] == kind]
    answers = Resolver(packed(kind)).resolve([r["mention"] for r in rows])
    assert len(rows) >= 10
    assert [(a["mention"], a["decision"], a["name"] or "") for a in answers] == [
        (r["mention"], r["decision"], r["name"]) for r in rows
    ]


def test_renamed_firms_are_never_linked() -> None:
    pairs = [(s, n) for s, n in read_pairs(PAIRS) if renamed(s, n, regions())]
    assert len(pairs) >= 10
    names = sorted({legal for _, legal in read_pairs(PAIRS)})
    found = Resolver(Register(entries_of(names), regions()))
    answers = found.resolve([short for short, _ in pairs])
    assert {a["decision"] for a in answers} <= {"review", "nil"}


def test_lookalikes_are_the_same_each_time_and_none_is_real() -> None:
    names = [legal for _, legal in read_pairs(PAIRS)]
    made = lookalikes(names, regions(), 500)
    assert made == lookalikes(names, regions(), 500)
    assert len(set(made)) == 500
    assert not set(made) & set(names)


def test_the_decision_names_the_weights() -> None:
    text = (Path(__file__).parents[3] / "docs" / "decisions" / "0010-resolve.md").read_text("utf-8")
    for name, weight in WEIGHTS.items():
        assert f"| `{name}` | {weight:.2f} |" in text
