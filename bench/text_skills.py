"""Skills in texts against a vocabulary: the product and its peers on the same documents.

``python -m bench.text_skills [--documents F.jsonl] [--vocabulary V.jsonl] [--errors 20] [--json]``.
Documents are ``{"text", "gold": [{"surface", "type", "kb"}]}`` (``kb`` NIL for terms outside the
vocabulary), the vocabulary ``{"id", "type", "name", "aliases"}``. Precision, recall and F1 of edges
from document to entry; documents are drawn with replacement 10,000 times. Once with names alone,
once with all aliases.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer

from bench.text import Options, Report, scored
from graph.resolve.gazetteer import Gazetteer, Term
from graph.resolve.skills import SkillLinker
from graph.resolve.skills.candidates import candidates

DATA = Path(__file__).parent / "data"
Finder = Callable[[str], set[str]]


def rows_of(path: Path) -> list[dict[str, Any]]:
    """Rows of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def terms_of(rows: Sequence[dict[str, Any]], *, aliases: bool) -> list[Term]:
    """The vocabulary, with or without aliases."""
    return [
        Term(r["id"], r["type"], r["name"], tuple(r["aliases"]) if aliases else ()) for r in rows
    ]


def ours(terms: list[Term]) -> Finder:
    """The product; links for review count as well."""
    linker = SkillLinker(terms)
    return lambda text: {link.id for link in linker.read(text).links}


def exact(terms: list[Term]) -> Finder:
    """Exact names."""
    book = Gazetteer.of(terms)
    return lambda text: {t.id for hit in book.find(text) for t in hit.terms}


def entity_ruler(terms: list[Term]) -> Finder:
    """spaCy's EntityRuler, phrases without regard to case."""
    import spacy

    nlp = spacy.blank("zh")
    ruler: Any = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns(
        [{"label": t.label, "pattern": n, "id": t.id} for t in terms for n in (t.name, *t.aliases)]
    )
    return lambda text: {e.ent_id_ for e in nlp(text).ents}


def tfidf(terms: list[Term]) -> Finder:
    """Exact names, then the nearest name of each candidate by character TF-IDF from 0.6."""
    names = [(n, t.id) for t in terms for n in (t.name, *t.aliases)]
    space = TfidfVectorizer(analyzer="char", ngram_range=(1, 3))
    matrix, first = space.fit_transform([n for n, _ in names]), exact(terms)

    def find(text: str) -> set[str]:
        asked = [c.text for c in candidates(text)]
        if not asked:
            return first(text)
        scores = (space.transform(asked) @ matrix.T).toarray()
        return first(text) | {names[row.argmax()][1] for row in scores if row.max() >= 0.6}

    return find


def fuzzy(terms: list[Term]) -> Finder:
    """Exact names, then the nearest name of each candidate by rapidfuzz ratio from 75."""
    names, first = [(n, t.id) for t in terms for n in (t.name, *t.aliases)], exact(terms)

    def find(text: str) -> set[str]:
        ids = first(text)
        for candidate in candidates(text):
            best = process.extractOne(
                candidate.text, [n for n, _ in names], scorer=fuzz.ratio, score_cutoff=75
            )
            if best:
                ids.add(names[best[2]][1])
        return ids

    return find


SIDES = {"ours": ours, "exact names": exact, "spaCy EntityRuler": entity_ruler,
         "TF-IDF": tfidf, "rapidfuzz": fuzzy}  # fmt: skip


def counts(found: Finder, documents: Sequence[dict[str, Any]]) -> np.ndarray:
    """(right, found, gold) per document."""
    rows = []
    for document in documents:
        gold = {g["kb"] for g in document["gold"]} - {"NIL"}
        got = found(document["text"])
        rows.append((len(got & gold), len(got), len(gold)))
    return np.array(rows, dtype=float)


def scores(rows: np.ndarray) -> np.ndarray:
    """Precision, recall and F1 of sums; the last axis holds (right, found, gold)."""
    right, got, gold = rows[..., 0], rows[..., 1], rows[..., 2]
    return np.stack(
        [right / np.maximum(got, 1), right / np.maximum(gold, 1), 2 * right / (got + gold)], -1
    )


def run(options: Options) -> Report:
    """Scores of all sides on the documents at hand, and what the product gets wrong."""
    documents = rows_of(DATA / "skill_documents.jsonl")
    vocabulary, report = rows_of(DATA / "skill_vocabulary.jsonl"), Report()
    for called, aliases in (("names", False), ("aliases", True)):
        terms = terms_of(vocabulary, aliases=aliases)
        for side, make in SIDES.items():
            rows = counts(make(terms), documents).astype(int).tolist()
            table = [(right, found - right, gold - right) for right, found, gold in rows]
            report.scores.append(scored(f"skills, {called}", side, table))
        for error in errors(terms, documents):
            report.errors.append((f"skill {error['class']}", error["text"], error["entry"]))
    return report


def compare(documents: list[dict[str, Any]], vocabulary: list[dict[str, Any]]) -> dict[str, Any]:
    """All sides, with names alone and with aliases."""
    rng = np.random.default_rng(0)
    draws = rng.integers(0, len(documents), (10_000, len(documents)))
    result: dict[str, Any] = {"documents": len(documents), "entries": len(vocabulary)}
    for called, aliases in (("names", False), ("aliases", True)):
        terms = terms_of(vocabulary, aliases=aliases)
        result[called] = {}
        for side, make in SIDES.items():
            rows = counts(make(terms), documents)
            p, r, f = scores(rows.sum(axis=0))
            low, high = np.quantile(scores(rows[draws].sum(axis=1))[:, 2], (0.025, 0.975))
            result[called][side] = {"precision": p, "recall": r, "F1": f, "interval": (low, high)}
        result[called]["errors"] = errors(terms, documents)
    return result


def errors(terms: list[Term], documents: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the product links wrongly, misses, or links although it is outside the vocabulary."""
    linker, names, listed = SkillLinker(terms), {t.id: t.name for t in terms}, []
    for number, document in enumerate(documents):
        links = linker.read(document["text"]).links
        gold = {g["kb"]: g["surface"] for g in document["gold"]}
        listed += [
            {"document": number, "class": "wrong", "text": k.text, "entry": k.name, "how": k.how}
            for k in links
            if k.id not in gold
        ]
        missed = set(gold) - {"NIL"} - {k.id for k in links}
        listed += [
            {"document": number, "class": "missed", "text": gold[i], "entry": names[i], "how": ""}
            for i in sorted(missed)
        ]
    return listed


def main() -> None:
    """Print tables, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=Path, default=DATA / "skill_documents.jsonl")
    parser.add_argument("--vocabulary", type=Path, default=DATA / "skill_vocabulary.jsonl")
    parser.add_argument("--errors", type=int, default=20)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result = compare(rows_of(options.documents), rows_of(options.vocabulary))
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
        return
    print(f"{result['documents']} documents, {result['entries']} entries")
    for called in ("names", "aliases"):
        print(f"\nwith {called}:")
        listed = result[called].pop("errors")
        for side, v in result[called].items():
            print("  {:18} P {precision:.3f} R {recall:.3f} F1 {F1:.3f}  {interval[0]:.3f} … "
                  "{interval[1]:.3f}".format(side, **v))  # fmt: skip
        for error in listed[: options.errors]:
            print("    " + " · ".join(map(str, error.values())))


if __name__ == "__main__":
    main()
