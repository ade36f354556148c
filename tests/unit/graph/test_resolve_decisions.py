"""Decisions: closing over each other, contradictions, undoing, and the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import GraphError, NotFound
from graph.resolve.decisions import (
    Decision,
    DecisionConflict,
    DecisionFile,
    DecisionInvalid,
    Ledger,
    key_of,
    mention_key,
)
from graph.resolve.linking import Resolver
from graph.resolve.parts import Regions
from graph.resolve.register import Entry, Register

A, B, C = "enterprise:a", "enterprise:b", "enterprise:c"
NAME = mention_key("天地", "enterprise")


def ledger(*lines: tuple[str, str, str]) -> Ledger:
    return Ledger(Decision(str(i), *line, "officer", "2026-11-24") for i, line in enumerate(lines))


def test_positive_closes_over_and_negative_blocks_all_that_is_joined() -> None:
    found = ledger(("positive", NAME, A), ("positive", A, B), ("negative", B, C))
    assert found.accepted("天 地", "enterprise") == [A, B]
    assert found.refused("天地", "enterprise") == {C}
    assert found.kept_apart(C) == {NAME, A, B}
    with pytest.raises(DecisionConflict) as error:
        found.add(Decision("9", "positive", A, C, "officer", ""))
    assert error.value.fields["decisions"] == ["2"]


def test_a_negative_between_joined_things_is_refused() -> None:
    with pytest.raises(DecisionConflict):
        ledger(("positive", A, B), ("positive", B, C), ("negative", A, C))


def test_a_name_means_one_thing() -> None:
    with pytest.raises(DecisionConflict):
        ledger(("positive", NAME, A), ("positive", NAME, B))


def test_undone_is_as_if_never_decided() -> None:
    found = ledger(("positive", NAME, A), ("undo", "0", ""), ("negative", NAME, A))
    assert found.accepted("天地", "enterprise") == []
    assert found.refused("天地", "enterprise") == {A}
    with pytest.raises(NotFound):
        found.add(Decision("9", "undo", "0", "", "officer", ""))


@pytest.mark.parametrize(
    ("verb", "left", "right", "who"),
    [
        ("maybe", A, B, "officer"),
        ("positive", A, A, "officer"),
        ("positive", A, "", "officer"),
        ("positive", A, B, "张三"),
        ("positive", A, B, "someone@example.org"),
    ],
)
def test_what_is_no_decision(verb: str, left: str, right: str, who: str) -> None:
    with pytest.raises(DecisionInvalid):
        Ledger().add(Decision("0", verb, left, right, who, ""))


PAIRS = st.tuples(st.sampled_from(["positive", "negative"]), st.sampled_from("abcde"),
                  st.sampled_from("abcde"))  # fmt: skip


@given(st.lists(PAIRS, max_size=12))
@settings(max_examples=80, deadline=None)
def test_what_is_accepted_never_contradicts_itself(lines: list[tuple[str, str, str]]) -> None:
    found = Ledger()
    for i, line in enumerate(lines):
        try:
            found.add(Decision(str(i), *line, "officer", ""))
        except GraphError:
            continue
    for key in "abcde":
        assert not found.joined(key) & found.kept_apart(key)
        assert all(found.joined(other) == found.joined(key) for other in found.joined(key))


def test_the_file_is_appended_and_read_again(tmp_path: Path) -> None:
    file = DecisionFile(tmp_path / "new")
    made = file.record("positive", NAME, A, "officer")
    first = file.path.read_bytes()
    file.record("undo", made.id, "", "officer")
    assert file.path.read_bytes().startswith(first)
    assert [d.verb for d in file.read().decisions] == ["positive", "undo"]
    with pytest.raises(NotFound):
        file.record("undo", made.id, "", "officer")
    assert len(file.read().decisions) == 2, "what is refused is not written"


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    file = DecisionFile(tmp_path)
    file.record("positive", NAME, A, "officer")
    with file.path.open("a") as out:
        out.write("{}\n")
    with pytest.raises(DecisionInvalid, match="row 2"):
        file.read()


def test_decisions_count_before_the_score() -> None:
    entries = [Entry(A, "天地电子股份有限公司"), Entry(B, "天地机械股份有限公司")]
    register = Register(entries, Regions())

    def decide(*lines: tuple[str, str, str]) -> tuple[str, str | None]:
        (answer,) = Resolver(register, ledger(*lines)).resolve(["天地"])
        return answer["decision"], answer["id"]

    assert decide() == ("review", None)
    assert decide(("positive", NAME, B)) == ("auto", B)
    assert decide(("positive", NAME, C), ("positive", C, B)) == ("auto", B)
    assert decide(("unsure", NAME, A)) == ("review", None)
    (answer,) = Resolver(register, ledger(("negative", NAME, A))).resolve(["天地"])
    assert [c["id"] for c in answer["candidates"]] == [B]


def test_a_bare_name_that_was_joined_leads_to_the_registered_one() -> None:
    stub, firm = "enterprise:stub", "enterprise:firm"
    register = Register(
        [Entry(stub, "天地电子有限公司", named_only=True), Entry(firm, "大华机械有限公司")],
        Regions(),
    )
    (answer,) = Resolver(register, ledger(("positive", stub, firm))).resolve(["天地电子有限公司"])
    assert (answer["decision"], answer["id"]) == ("auto", firm)


def test_keys() -> None:
    assert key_of(A, "school") == A
    assert key_of("天地（集团）", "enterprise") == "mention:enterprise:天地(集团)"
