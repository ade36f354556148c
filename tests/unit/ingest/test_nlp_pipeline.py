"""The spaCy pipeline says what the plain functions say, saved and over several processes too."""

from __future__ import annotations

from pathlib import Path

from graph.resolve.gazetteer import Gazetteer, Term
from ingest.nlp.pipeline import policy_pipeline, read_policies
from ingest.nlp.policy import read_policy

BOOK = Gazetteer.of([Term("school:1", "School", "甲乙职业技术学院", ("甲乙职院",))])
TEXTS = [
    "市教育局牵头，支持甲乙职院到2027年建成3个基地。",
    "",
    "一、目标\n\n到2030年，占比达到90%。",
]


def test_it_says_what_the_functions_say_in_one_process_and_in_two() -> None:
    plain = [read_policy(t, BOOK).rows() for t in TEXTS]
    assert [p.rows() for p in read_policies(TEXTS, BOOK)] == plain
    assert [p.rows() for p in read_policies(TEXTS, BOOK, processes=2, batch=1)] == plain


def test_it_is_saved_and_read_again(tmp_path: Path) -> None:
    nlp = policy_pipeline(BOOK)
    nlp.to_disk(tmp_path / "model")
    import spacy

    for copy in (spacy.load(tmp_path / "model"), policy_pipeline(Gazetteer.of([]))):
        copy.from_bytes(nlp.to_bytes())
        doc = copy(TEXTS[0])
        assert doc._.items == nlp(TEXTS[0])._.items
        assert doc._.dictionary == BOOK.digest
        assert [(s.text, s.kb_id_) for s in doc.spans["kg"]] == [("甲乙职院", "school:1")]
        assert "市教育局" in {e.text for e in doc.ents}
