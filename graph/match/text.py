"""Likeness in words of clusters and majors: TF-IDF over characters and pairs of characters, plain
and reduced to topics (latent semantic analysis, Deerwester et al. 1990), both of scikit-learn.

Single characters count as well as pairs: a Chinese character is nearly a word, and names of
clusters are short. Topics join words that stand in the same profiles, 机床 and 数控.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import compress
from typing import Any

import numpy as np

from graph.match.paths import cluster_occupations
from graph.match.snapshot import Snapshot

Matrix = np.ndarray[Any, np.dtype[np.float32]]
TOPICS = 200
#: What a borrowed likeness is worth.
BORROWED = 0.9
#: Majors that a major without a profile borrows from, and how near a name must be.
LENDERS = 3
NEAR_ENOUGH = 0.25


class TextIndex:
    """Likeness of all clusters (rows) and majors (columns), each row scaled to its best."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._majors = {m: i for i, m in enumerate(snapshot.majors)}
        self._clusters = {c: i for i, c in enumerate(snapshot.clusters)}
        self._bare = [m for m, row in snapshot.majors.items() if row["profile"] is None]
        own = [" ".join(own_words(snapshot, c)) for c in self._clusters]
        said = [" ".join(wording(snapshot, c)) for c in self._clusters]
        jobs = [" ".join(jobs_of(snapshot, c)) for c in self._clusters]
        space = _Space(
            [major_text(snapshot, m) for m in self._majors],
            [not row["named_only"] for row in snapshot.majors.values()],
        )
        self._space = space
        self._lenders = self._nearest(snapshot, space)
        self._wide = self._lent(space.likeness(own))
        self._said = self._lent(space.likeness(said))
        self._jobs = self._lent(space.topics(jobs))
        self._narrow = space.named(own, [row["name"] for row in snapshot.majors.values()])
        self.worded = frozenset(c for c, i in self._clusters.items() if said[i])
        self._kindred = self._best_of_classes(snapshot)

    def wide(self, cluster: str, major: str) -> float:
        """Whole descriptions against the cluster's own words."""
        return float(self._wide[self._clusters[cluster], self._majors[major]])

    def said(self, cluster: str, major: str) -> float:
        """Whole descriptions against the words for what the cluster does in its industries."""
        return float(self._said[self._clusters[cluster], self._majors[major]])

    def jobs(self, cluster: str, major: str) -> float:
        """Whole descriptions against the occupations that the cluster employs, by topics."""
        return float(self._jobs[self._clusters[cluster], self._majors[major]])

    def narrow(self, cluster: str, major: str) -> float:
        """Names against name, segments and products."""
        return float(self._narrow[self._clusters[cluster], self._majors[major]])

    def kindred(self, cluster: str, class_code: str) -> float:
        """Mean of the three best majors of a class, as a share of the best class."""
        return float(self._kindred[class_code][self._clusters[cluster]])

    def against(self, texts: list[str]) -> Matrix:
        """Likeness of any texts (rows) and all majors (columns)."""
        return self._lent(self._space.likeness(texts))

    def column(self, major: str) -> int:
        """The column of a major."""
        return self._majors[major]

    def lenders(self, major: str) -> list[str]:
        """Majors that a major without a profile borrows from, nearest first."""
        return self._lenders.get(major, [])

    def _nearest(self, snapshot: Snapshot, space: _Space) -> dict[str, list[str]]:
        names = [row["name"] for row in snapshot.majors.values()]
        profiled = [m for m in self._majors if snapshot.majors[m]["profile"] is not None]
        if not self._bare or not profiled:
            return {}
        near = space.between(
            [names[self._majors[m]] for m in self._bare],
            [names[self._majors[m]] for m in profiled],
        )
        classes = np.array([str(snapshot.majors[m]["class_name"]) for m in profiled])
        found = {}
        for row, major in zip(near, self._bare, strict=True):
            kin = classes == str(snapshot.majors[major]["class_name"])
            order = np.argsort(-(row + 0.2 * kin), kind="stable")[:LENDERS]
            found[major] = [profiled[i] for i in order if row[i] >= NEAR_ENOUGH]
        return found

    def _lent(self, matrix: Matrix) -> Matrix:
        """A major without a profile has what its lenders have, if that is more than its own."""
        for major, lenders in self._lenders.items():
            if lenders:
                borrowed = matrix[:, [self._majors[m] for m in lenders]].mean(axis=1) * BORROWED
                column = self._majors[major]
                matrix[:, column] = np.maximum(matrix[:, column], borrowed)
        return matrix

    def _best_of_classes(self, snapshot: Snapshot) -> dict[str, Matrix]:
        members: dict[str, list[int]] = defaultdict(list)
        for major, column in self._majors.items():
            if code := snapshot.majors[major]["class_code"]:
                members[code].append(column)
        if not members:
            return {}
        worded = np.array([[c in self.worded] for c in self._clusters])
        base = np.where(worded, self._said, self._wide)
        table: Any = np.array(
            [np.sort(base[:, at], axis=1)[:, -3:].mean(axis=1) for at in members.values()]
        )
        best = table.max(axis=0, keepdims=True)
        shares: Any = (table / np.where(best > 0, best, 1.0)).astype(np.float32)
        return dict(zip(members, shares, strict=True))


class _Space:
    """Documents as vectors; all comparisons are cosines, each row scaled to its best.

    Only documents that ``count`` say which words are rare, what the topics are and which is the
    best of a row.
    """

    def __init__(self, documents: list[str], count: list[bool]) -> None:
        from sklearn.decomposition import TruncatedSVD
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._vectors = TfidfVectorizer(
            analyzer="char", ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32
        )
        self._count = np.array(count)
        counted = self._vectors.fit_transform(compress(documents, count))
        self._plain = self._vectors.transform(documents)
        topics = min(TOPICS, min(counted.shape) - 1)
        self._svd = None
        if topics >= 2:
            self._svd = TruncatedSVD(topics, random_state=0).fit(counted)
            self._reduced = _unit(self._svd.transform(self._plain))

    def likeness(self, texts: list[str]) -> Matrix:
        """Plain and by topics, half each."""
        if self._svd is None:
            return self._cosine(texts)
        half = (self._cosine(texts) + self.topics(texts)) / 2
        return half.astype(np.float32, copy=False)

    def topics(self, texts: list[str]) -> Matrix:
        """By topics."""
        if self._svd is None:
            return self._cosine(texts)
        asked = _unit(self._svd.transform(self._vectors.transform(texts)))
        return self._scaled(np.maximum(asked @ self._reduced.T, 0.0))

    def named(self, texts: list[str], names: list[str]) -> Matrix:
        """Texts against names."""
        return self._scaled(self.between(texts, names))

    def between(self, one: list[str], other: list[str]) -> Matrix:
        """Cosines, not scaled."""
        product = self._vectors.transform(one) @ self._vectors.transform(other).T
        return np.asarray(product.todense(), dtype=np.float32)

    def _cosine(self, texts: list[str]) -> Matrix:
        product = self._vectors.transform(texts) @ self._plain.T
        return self._scaled(np.asarray(product.todense(), dtype=np.float32))

    def _scaled(self, matrix: Matrix) -> Matrix:
        best = matrix[:, self._count].max(axis=1, keepdims=True, initial=0.0)
        scaled = np.minimum(matrix / np.where(best > 0, best, 1.0), 1.0)
        return scaled.astype(np.float32)


def _unit(rows: Any) -> Matrix:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Matrix = (rows / np.where(length > 0, length, 1.0)).astype(np.float32)
    return unit


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


def own_words(snapshot: Snapshot, cluster: str) -> list[str]:
    """What publications call a cluster: its name, products and segments."""
    row = snapshot.clusters[cluster]
    return [row["name"], *row["products"], *snapshot.segments.get(cluster, ())]


def wording(snapshot: Snapshot, cluster: str) -> list[str]:
    """The reasons why the cluster covers its core industries: what it makes and does there."""
    covers = snapshot.edges["COVERS"].out.get(cluster, ())
    return [e.reason for e in covers if e.strength == "core" and e.reason]


def jobs_of(snapshot: Snapshot, cluster: str) -> list[str]:
    """Names of the occupations that are core to a core industry of the cluster."""
    reached = cluster_occupations(snapshot, cluster)
    return sorted(snapshot.names[o] for o, r in reached.items() if r.weight >= 1.0)
