"""Text similarity between majors and clusters: TF-IDF over character n-grams (scikit-learn)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np

from graph.match.snapshot import Snapshot

Matrix = np.ndarray[Any, np.dtype[np.float32]]


class TextIndex:
    """Similarities of all clusters (rows) and majors (columns), each row scaled to its best."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._majors = {m: i for i, m in enumerate(snapshot.majors)}
        self._clusters = {c: i for i, c in enumerate(snapshot.clusters)}
        self._wide = _similarity(
            [cluster_text(snapshot, c) for c in self._clusters],
            [major_text(snapshot, m) for m in self._majors],
        )
        self._narrow = _similarity(
            [" ".join(_own_words(snapshot, c)) for c in self._clusters],
            [snapshot.majors[m]["name"] for m in self._majors],
        )
        self._kindred = self._best_of_classes(snapshot)

    def wide(self, cluster: str, major: str) -> float:
        """Whole descriptions."""
        return float(self._wide[self._clusters[cluster], self._majors[major]])

    def narrow(self, cluster: str, major: str) -> float:
        """Names against names, segments and products."""
        return float(self._narrow[self._clusters[cluster], self._majors[major]])

    def kindred(self, cluster: str, class_code: str) -> float:
        """Mean of the three best majors of a class."""
        return float(self._kindred[class_code][self._clusters[cluster]])

    def _best_of_classes(self, snapshot: Snapshot) -> dict[str, Matrix]:
        members: dict[str, list[int]] = defaultdict(list)
        for major, column in self._majors.items():
            if code := snapshot.majors[major]["class_code"]:
                members[code].append(column)
        return {
            code: np.sort(self._wide[:, columns], axis=1)[:, -3:].mean(axis=1)
            for code, columns in members.items()
        }


def _similarity(clusters: list[str], majors: list[str]) -> Matrix:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(
        analyzer="char", ngram_range=(2, 3), sublinear_tf=True, min_df=2, max_df=0.3
    )
    try:
        vectorizer.fit([*majors, *clusters])
    except ValueError:  # too few words to compare: nothing is similar
        return np.zeros((len(clusters), len(majors)), dtype=np.float32)
    product = vectorizer.transform(clusters) @ vectorizer.transform(majors).T
    matrix = np.asarray(product.todense(), dtype=np.float32)
    best = matrix.max(axis=1, keepdims=True, initial=0.0)
    scaled: Matrix = (matrix / np.where(best > 0, best, 1.0)).astype(np.float32)
    return scaled


def text_index(snapshot: Snapshot) -> TextIndex:
    """The text index of a snapshot, made on first use."""
    index: TextIndex = snapshot.remember("text", lambda: TextIndex(snapshot))
    return index


def major_text(snapshot: Snapshot, major: str) -> str:
    """A major in words: its name counts three times, core courses and posts twice."""
    row: dict[str, Any] = snapshot.majors[major]
    courses = snapshot.courses.get(major, {})
    core = [*courses.get("核心", ()), *row["posts"]]
    wide = [*courses.get("基础", ()), *row["practice"], *row["competences"]]
    occupations = [snapshot.names[e.end] for e in snapshot.edges["PREPARES_FOR"].out.get(major, ())]
    return " ".join([row["name"]] * 3 + core * 2 + occupations + wide)


def cluster_text(snapshot: Snapshot, cluster: str) -> str:
    """A cluster in words: name and segments three times, then industries and occupations."""
    own = _own_words(snapshot, cluster)
    covers = snapshot.edges["COVERS"].out.get(cluster, ())
    core = [snapshot.names[e.end] for e in covers if e.strength == "core"]
    related = [snapshot.names[e.end] for e in covers if e.strength != "core"]
    jobs = [
        snapshot.names[employ.end]
        for cover in covers
        if cover.strength == "core"
        for employ in snapshot.edges["EMPLOYS"].out.get(cover.end, ())
        if employ.strength == "core"
    ]
    return " ".join(own * 3 + core * 2 + related + jobs)


def _own_words(snapshot: Snapshot, cluster: str) -> list[str]:
    row = snapshot.clusters[cluster]
    return [row["name"], *row["products"], *snapshot.segments.get(cluster, ())]
