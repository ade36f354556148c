"""Ids are stable between clean clones; codes are checked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.ontology.entities import Course, Enterprise, Industry, Major, School
from graph.ontology.ids import (
    _USCC_ALPHABET,
    _USCC_WEIGHTS,
    InvalidKey,
    make_id,
    normalise_name,
    uscc_is_valid,
)

# Published codes of large firms (huawei, alibaba, byd): their check digits are known to be right.
REAL = ("914403001922038216", "91330100799655058B", "91440300192317458F")
HEADS = st.text(alphabet=_USCC_ALPHABET, min_size=17, max_size=17)


def with_check_digit(head: str) -> str:
    """The one code that begins with these 17 characters (an independent way to compute it)."""
    total = sum(w * _USCC_ALPHABET.index(c) for w, c in zip(_USCC_WEIGHTS, head, strict=True))
    return head + next(c for i, c in enumerate(_USCC_ALPHABET) if (total + i) % 31 == 0)


@pytest.mark.parametrize("code", REAL)
def test_real_codes_are_valid(code: str) -> None:
    assert uscc_is_valid(code)


@given(HEADS)
def test_exactly_one_check_digit_fits(head: str) -> None:
    fitting = [head + c for c in _USCC_ALPHABET if uscc_is_valid(head + c)]
    assert fitting == [with_check_digit(head)]


@given(HEADS, st.integers(0, 16), st.sampled_from(_USCC_ALPHABET))
def test_one_wrong_character_is_found(head: str, place: int, other: str) -> None:
    code = with_check_digit(head)
    wrong = code[:place] + other + code[place + 1 :]
    assert uscc_is_valid(wrong) == (wrong == code)


@given(HEADS, st.integers(0, 15))
def test_two_swapped_neighbours_are_found(head: str, place: int) -> None:
    code = with_check_digit(head)
    a, b = code[place], code[place + 1]
    swapped = code[:place] + b + a + code[place + 2 :]
    assert uscc_is_valid(swapped) == (a == b)


@pytest.mark.parametrize("code", ["", "9133", REAL[0].lower() + "x", "I" * 18, REAL[0] + "0"])
def test_malformed_codes_are_invalid(code: str) -> None:
    assert not uscc_is_valid(code)


def test_ids_are_what_they_were() -> None:
    """Frozen: another id for the same thing would break every link to it."""
    assert Industry.id_for(code="39") == "industry:39"
    assert Major.id_for(catalogue="moe", code="510202") == "major:moe-510202"
    assert School.id_for(name="杭州职业技术大学") == "school:78206b9b878b"


def test_an_id_does_not_depend_on_spelling() -> None:
    wide = Enterprise.id_for(name="杭州 海康威视（数字）技术")
    assert wide == Enterprise.id_for(name="杭州海康威视(数字)技术")
    assert wide != Enterprise.id_for(name="杭州海康威视(数字)")


def test_the_code_goes_before_the_name() -> None:
    assert Enterprise.id_for(name="某公司", uscc=REAL[0]) == f"enterprise:{REAL[0]}"
    assert Enterprise(name="某公司", uscc=REAL[0]).id == f"enterprise:{REAL[0]}"


def test_fields_do_not_run_into_each_other() -> None:
    assert Course.id_for(owner="ab", name="c") != Course.id_for(owner="a", name="bc")


@pytest.mark.parametrize("values", [{}, {"code": ""}, {"code": None}, {"code": "39 40"}])
def test_a_missing_or_unsafe_key_is_an_error(values: dict[str, str]) -> None:
    with pytest.raises(InvalidKey) as raised:
        Industry.id_for(**values)
    assert raised.value.code == "missing_key"


def test_a_missing_second_key_is_an_error() -> None:
    with pytest.raises(InvalidKey):
        make_id("x", ("code",), ("name",), {"name": ""}, opaque=False)


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise_name(text)
    assert normalise_name(once) == once
    assert not any(c.isspace() for c in once)


@given(st.text(max_size=20))
def test_blanks_and_quotes_do_not_count(text: str) -> None:
    assert normalise_name(f" “{text}” ") == normalise_name(text)
