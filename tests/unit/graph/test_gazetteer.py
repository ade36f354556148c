"""The dictionary search: spans, boundaries, ties, digests, and decisions about names."""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from graph.resolve.decisions import Decision, Ledger, mention_key
from graph.resolve.dictionary import decided
from graph.resolve.gazetteer import Gazetteer, Term, fold

PLC = Term("skill:1", "Skill", "PLC编程", ("PLC",), 3.0)
JAVA, SCRIPT = Term("skill:2", "Skill", "Java"), Term("skill:3", "Skill", "JavaScript", ("JS",))
CAD, C = Term("skill:4", "Skill", "CAD"), Term("skill:5", "Skill", "C语言", ("C",))
LATHE, MILL = Term("skill:6", "Skill", "数控车工"), Term("occupation:7", "Occupation", "数控")


def spans(book: Gazetteer, text: str) -> list[str]:
    return [text[h.start : h.end] for h in book.find(text)]


def test_the_longest_name_from_the_left_wins() -> None:
    book = Gazetteer.of([PLC, LATHE, MILL])
    assert spans(book, "会数控车工和数控，plc编程") == ["数控车工", "数控", "plc编程"]
    assert {(h.start, h.end) for h in book.find_all("数控车工")} == {(0, 2), (0, 4)}


def test_a_name_within_an_ascii_word_is_none() -> None:
    book = Gazetteer.of([JAVA, SCRIPT, CAD, C])
    assert spans(book, "JavaScript, AutoCAD, Node.js, C++, Java8, C") == ["JavaScript"]
    assert spans(book, "用Java、CAD(JS)") == ["Java", "CAD", "JS"]


def test_full_width_letters_and_case_do_not_matter_and_offsets_stay() -> None:
    book = Gazetteer.of([PLC])
    assert spans(book, "İ熟悉ＰＬＣ编程") == ["ＰＬＣ编程"]


def test_terms_with_one_surface_are_a_tie_the_most_used_first() -> None:
    book = Gazetteer.of([PLC, Term("x:9", "X", "PLC", (), 9.0)])
    assert [t.id for t in book.find("PLC")[0].terms] == ["x:9", "skill:1"]


def test_stopped_and_short_names_do_not_match() -> None:
    book = Gazetteer.of([Term("region:1", "Region", "合作", ("甲",)), PLC], stop=[("plc", "Skill")])
    assert spans(book, "甲与乙合作 PLC PLC编程") == ["PLC编程"]
    assert book.lookup("PLC") == ()
    assert book.lookup("PLC编程") == (PLC,)


def test_the_digest_is_that_of_the_content_not_of_the_order() -> None:
    one, other = Gazetteer.of([PLC, JAVA]), Gazetteer.of([JAVA, PLC])
    assert one.digest == other.digest != Gazetteer.of([PLC]).digest
    assert Gazetteer.from_bytes(one.to_bytes()).digest == one.digest
    copied = pickle.loads(pickle.dumps(one))
    assert copied.find("Java PLC") == one.find("Java PLC")


def test_an_empty_dictionary_finds_nothing() -> None:
    assert Gazetteer.of([]).find("任何文字") == []


@given(st.lists(st.text(alphabet="甲乙丙aB+. ", min_size=1, max_size=4), max_size=8),
       st.text(alphabet="甲乙丙aBcＡ+. ", max_size=40))  # fmt: skip
def test_hits_are_names_apart_and_inside_the_text(names: list[str], text: str) -> None:
    book = Gazetteer.of(Term(f"x:{i}", "X", name) for i, name in enumerate(names))
    reached = 0
    for hit in book.find(text):
        assert hit.start >= reached
        assert fold(text[hit.start : hit.end]) in {fold(t.name) for t in hit.terms}
        reached = hit.end


def decision(verb: str, name: str, entity_id: str, number: int) -> Decision:
    return Decision(str(number), verb, mention_key(name, "skill"), entity_id, "tester", "now")


def test_decisions_add_and_take_names() -> None:
    ledger = Ledger([
        decision("positive", "可编程控制器", "skill:1", 1),
        decision("negative", "JS", "skill:3", 2),
        decision("positive", "视觉检测", "skill:new", 3),
    ])  # fmt: skip
    book = Gazetteer.of(decided([PLC, SCRIPT], ledger))
    text = "可编程控制器 JS 视觉检测"
    assert [(h.terms[0].id, text[h.start : h.end]) for h in book.find(text)] == [
        ("skill:1", "可编程控制器"),
        ("skill:new", "视觉检测"),
    ]
