"""Kernel ridge regression over character n-grams, with probabilities from answers left out.

Each title is a sum of three TF-IDF spaces; the kernel is their mean cosine, with that of sentence
vectors mixed in where they are given. One linear system has the labelled titles and, trusted less,
names and aliases of the classification as rows. What it says of a labelled title without that
title follows in closed form (Rasmussen & Williams 2006, section 5.4.2), and probabilities are
fitted to those answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypedDict

import numpy as np
import numpy.typing as npt

from graph.resolve.occupations.codes import GROUP, MINOR, covers, group_covers, is_coarse, stem
from graph.resolve.occupations.titles import core, whole

Matrix = npt.NDArray[np.float32]
Embed = Callable[[Sequence[str]], Matrix]

#: How much a labelled title and a name of the classification may be missed by.
NOISE_TITLE, NOISE_NAME = 0.4, 2.0
#: What the rest of the group, of the minor group, and labels above say of an occupation.
OF_GROUP, OF_MINOR, OF_COARSE = 0.3, 0.1, 0.7
#: Share of the sentence vectors in the kernel, and how sharp theirs is.
MEANING, SHARPNESS = 0.4, 2.0
CANDIDATES: Final = 6
BATCH: Final = 512
HASHED: Final = 2**20
#: Below it, the answer is to be used at the level of its group.
SURE_ENOUGH: Final = 0.5
_SPACES: Final = (
    ("whole", "char", (1, 3)),
    ("core", "char", (1, 3)),
    ("core", "char_wb", (1, 4)),
)


class Scored(TypedDict):
    """A code with its name and the probability that it is right."""

    code: str
    name: str
    probability: float


class Answer(TypedDict):
    """What a title means. ``coarse_only``: use ``group``; ``code`` is the best guess below it.
    ``code`` and ``group`` are None for a title without words."""

    title: str
    code: str | None
    name: str | None
    probability: float
    group: Scored | None
    coarse_only: bool
    alternatives: list[Scored]


class Kernel:
    """Similarity in [0, 1] of any texts to those it was made of; rows are texts. ``vectors`` are
    the sentence vectors it was made of."""

    def __init__(self, texts: Sequence[str], vectors: Matrix | None = None) -> None:
        self._spaces: list[tuple[str, Any, Any]] = []
        for view, analyzer, ngrams in _SPACES:
            space = _space(analyzer, ngrams)
            rows = space.fit_transform(_seen(view, texts))
            self._spaces.append((view, space, rows.T.tocsr()))
        self.vectors = vectors
        self._mean = np.zeros(1, np.float32) if vectors is None else vectors.mean(axis=0)
        self._centres = None if vectors is None else self._centred(vectors)

    def of(self, texts: Sequence[str], vectors: Matrix | None = None) -> Matrix:
        """Shape: (len(texts), number of texts it was made of)."""
        total = sum(
            (space.transform(_seen(view, texts)) @ columns).toarray()
            for view, space, columns in self._spaces
        )
        letters: Matrix = total / np.float32(len(self._spaces))
        if self._centres is None or vectors is None:
            return letters
        near = np.exp(np.float32(SHARPNESS) * (self._centred(vectors) @ self._centres.T - 1))
        mixed: Matrix = (1 - np.float32(MEANING)) * letters + np.float32(MEANING) * near
        return mixed

    def _centred(self, vectors: Matrix) -> Matrix:
        moved = (vectors - self._mean).astype(np.float32)
        scaled: Matrix = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
        return scaled


def _space(analyzer: str, ngrams: tuple[int, int]) -> Any:
    """TF-IDF whose norm counts n-grams that were never seen, too: else an unknown title would look
    surer than the known ones that probabilities are fitted to."""
    from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
    from sklearn.pipeline import make_pipeline

    counts = HashingVectorizer(
        analyzer=analyzer,
        ngram_range=ngrams,
        n_features=HASHED,
        norm=None,
        alternate_sign=False,
        dtype=np.float32,
    )
    return make_pipeline(counts, TfidfTransformer(sublinear_tf=True))


def _seen(view: str, texts: Sequence[str]) -> list[str]:
    return [core(t) if view == "core" else whole(t) for t in texts]


@dataclass(frozen=True)
class Codes:
    """The codes that are known to a model, in order, with their names."""

    codes: tuple[str, ...]
    names: dict[str, str]

    @cached_property
    def place(self) -> dict[str, int]:
        """Code → its column."""
        return {code: i for i, code in enumerate(self.codes)}

    @cached_property
    def groups(self) -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
        """Groups (first four characters), and the place of each code's among them."""
        return self._parts(GROUP)

    @cached_property
    def minors(self) -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
        """The same for minor groups."""
        return self._parts(MINOR)

    @cached_property
    def above(self) -> list[npt.NDArray[np.int64]]:
        """Columns of the coarse codes above each code."""
        coarse = [(i, stem(c) + "-") for i, c in enumerate(self.codes) if is_coarse(c)]
        return [
            np.array([i for i, s in coarse if i != j and c.startswith(s)], dtype=np.int64)
            for j, c in enumerate(self.codes)
        ]

    @cached_property
    def answerable(self) -> npt.NDArray[np.bool_]:
        """False for a coarse code with a finer one below it: that is never the less right."""
        has_finer = {int(i) for above in self.above for i in above}
        return np.array([i not in has_finer for i in range(len(self.codes))])

    @cached_property
    def lift(self) -> Any:
        """Sparse (codes, codes): what a coarse code adds to those below it."""
        from scipy.sparse import csr_matrix

        pairs = [(int(i), j) for j, above in enumerate(self.above) for i in above]
        rows, columns = zip(*pairs, strict=True) if pairs else ((), ())
        size = len(self.codes)
        return csr_matrix((np.ones(len(pairs), np.float32), (rows, columns)), (size, size))

    def _parts(self, length: int) -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
        parts, place = np.unique([c[:length] for c in self.codes], return_inverse=True)
        return tuple(map(str, parts)), place

    def totals(self, scores: Matrix, which: str) -> Matrix:
        """Sums of scores by ``groups`` or ``minors``. Shape: (rows, parts)."""
        parts, place = getattr(self, which)
        sums = np.zeros((len(scores), len(parts)), np.float32)
        order = np.argsort(place, kind="stable")
        starts = np.searchsorted(place[order], np.arange(len(parts)))
        np.add.reduceat(scores[:, order], starts, axis=1, out=sums)
        return sums

    def ranked(self, scores: Matrix) -> Matrix:
        """Scores with what the levels above say added; not answerable ones at −inf."""
        group, minor = self.totals(scores, "groups"), self.totals(scores, "minors")
        total: Matrix = scores + OF_GROUP * group[:, self.groups[1]]
        total += OF_MINOR * minor[:, self.minors[1]]
        total += OF_COARSE * (np.maximum(scores, 0) @ self.lift)
        total[:, ~self.answerable] = -np.inf
        return total


@dataclass(frozen=True)
class Found:
    """The best candidates of titles. ``features``: (titles, candidates, n) for codes and
    (titles, n) for the group of the first."""

    columns: npt.NDArray[np.int64]
    features: npt.NDArray[np.float64]
    group_features: npt.NDArray[np.float64]


def look(codes: Codes, scores: Matrix, nearest: Matrix) -> Found:
    """The best candidates of rows of scores; ``nearest`` is each row's highest similarity."""
    ranked = codes.ranked(scores)
    width = min(CANDIDATES, int(codes.answerable.sum()) - 1)
    top = np.argpartition(-ranked, width, axis=1)[:, : width + 1]
    rows = np.arange(len(scores))[:, None]
    top = top[rows, np.argsort(-ranked[rows, top], axis=1)]
    values = ranked[rows, top].astype(np.float64)
    rival = np.where(np.arange(width)[None, :] == 0, values[:, 1:2], values[:, 0:1])
    own, near = values[:, :width], np.broadcast_to(nearest[:, None], values.shape)
    columns = top[:, :width]
    total = codes.totals(np.maximum(scores, 0), "groups")
    of_group = total / np.maximum(total.sum(axis=1, keepdims=True), 1e-9)
    share = np.take_along_axis(of_group, codes.groups[1][columns], axis=1)
    features = np.stack([own, own - rival, near[:, :width], share], axis=-1)
    first = codes.groups[1][columns[:, 0]]
    others = of_group.copy()
    others[np.arange(len(others)), first] = 0
    lead = of_group[np.arange(len(others)), first] - others.max(axis=1)
    group = np.stack([own[:, 0], (own - rival)[:, 0], nearest, share[:, 0], lead], axis=-1)
    return Found(columns, features, group)


@dataclass(frozen=True)
class Odds:
    """A logistic curve over features: weights, then the constant."""

    weights: npt.NDArray[np.float64]

    @classmethod
    def of(cls, features: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> Odds:
        """Fitted on features (rows, n) and whether each was right."""
        from sklearn.linear_model import LogisticRegression

        if right.all() or not right.any():  # nothing to tell apart: the share, with one more each
            odds = (right.sum() + 1) / ((~right).sum() + 1)
            return cls(np.append(np.zeros(features.shape[-1]), np.log(odds)))
        middle, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
        curve = LogisticRegression(max_iter=1000).fit((features - middle) / spread, right)
        slopes = curve.coef_[0] / spread
        return cls(np.append(slopes, curve.intercept_[0] - slopes @ middle))

    def __call__(self, features: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Probabilities. Shape: that of ``features`` without its last axis."""
        odds: npt.NDArray[np.float64] = 1 / (
            1 + np.exp(-np.clip(features @ self.weights[:-1] + self.weights[-1], -50, 50))
        )
        return odds


@dataclass(frozen=True)
class TitleModel:
    """A fitted model. ``dual`` has one row per text, one column per code."""

    codes: Codes
    kernel: Kernel
    dual: Matrix
    odds: Odds
    other_odds: Odds
    group_odds: Odds
    embed: Embed | None = None

    def link(self, titles: Sequence[str], *, top: int = 3) -> list[Answer]:
        """One answer per title, in order; ``top`` alternatives at most."""
        answers: list[Answer] = []
        for start in range(0, len(titles), BATCH):
            answers += self._batch(titles[start : start + BATCH], top)
        return answers

    def _batch(self, titles: Sequence[str], top: int) -> list[Answer]:
        vectors = self.embed([core(t) for t in titles]) if self.embed else None
        near = self.kernel.of(titles, vectors)
        found = look(self.codes, near @ self.dual, near.max(axis=1))
        chances, of_group = self.other_odds(found.features), self.group_odds(found.group_features)
        chances[:, 0] = self.odds(found.features[:, 0])
        return [
            self._answer(title, found.columns[i], chances[i], float(of_group[i]), top)
            for i, title in enumerate(titles)
        ]

    def _answer(
        self,
        title: str,
        columns: npt.NDArray[np.int64],
        chances: npt.NDArray[np.float64],
        of_group: float,
        top: int,
    ) -> Answer:
        if not any(c.isalpha() for c in title):
            return _nothing(title)
        scored = [self._scored(int(c), float(p)) for c, p in zip(columns, chances, strict=True)]
        first, others = scored[0], sorted(scored[1:], key=lambda s: -s["probability"])
        code = first["code"][:GROUP] + "-00-00"
        return {
            "title": title,
            **first,
            "group": {
                "code": code,
                "name": self.codes.names.get(code, ""),
                "probability": round(max(of_group, first["probability"]), 4),
            },
            "coarse_only": first["probability"] < SURE_ENOUGH,
            "alternatives": others[:top],
        }

    def _scored(self, column: int, probability: float) -> Scored:
        code = self.codes.codes[column]
        name = self.codes.names.get(code, "")
        return {"code": code, "name": name, "probability": round(probability, 4)}


def _nothing(title: str) -> Answer:
    return {
        "title": title,
        "code": None,
        "name": None,
        "probability": 0.0,
        "group": None,
        "coarse_only": False,
        "alternatives": [],
    }


def fit(
    titles: Sequence[tuple[str, str]],
    names: Sequence[tuple[str, str]],
    called: dict[str, str],
    embed: Embed | None = None,
) -> TitleModel:
    """A model from labelled titles and names of the classification, both (text, code).

    Args:
        titles: what people labelled; probabilities are fitted to these.
        names: names and aliases of occupations and groups.
        called: code → name, for the answers.
        embed: core titles → sentence vectors (rows); without it letters alone count.
    """
    rows = [*titles, *names]
    codes = Codes(tuple(sorted({code for _, code in rows})), called)
    texts = [text for text, _ in rows]
    vectors = embed([core(t) for t in texts]) if embed else None
    kernel = Kernel(texts, vectors)
    near = kernel.of(texts, vectors)
    inverse = _inverse(near, len(titles))
    labels = np.zeros((len(rows), len(codes.codes)), np.float32)
    labels[np.arange(len(rows)), [codes.place[code] for _, code in rows]] = 1
    dual: Matrix = inverse @ labels
    some = len(titles)
    without = labels[:some] - dual[:some] / np.diag(inverse)[:some, None]
    np.fill_diagonal(near, 0)
    found = look(codes, without, near[:some].max(axis=1))
    gold = [code for _, code in titles]
    return TitleModel(codes, kernel, dual, *_odds(codes, found, gold), embed)


def _inverse(near: Matrix, titles: int) -> Matrix:
    """Inverse of the kernel with the noise of each row on its diagonal."""
    from scipy.linalg import lapack

    noisy = near.copy()
    noise = np.full(len(near), NOISE_NAME, np.float32)
    noise[:titles] = NOISE_TITLE
    noisy[np.diag_indices_from(noisy)] += noise
    factor, _ = lapack.spotrf(noisy, lower=1, overwrite_a=1)
    inverse, _ = lapack.spotri(factor, lower=1, overwrite_c=1)
    lower: Matrix = np.tril(inverse)
    whole_: Matrix = lower + np.tril(lower, -1).T
    return whole_


def _odds(codes: Codes, found: Found, gold: Sequence[str]) -> tuple[Odds, Odds, Odds]:
    right = np.array(
        [
            [covers(label, codes.codes[c]) for c in columns]
            for label, columns in zip(gold, found.columns, strict=True)
        ]
    )
    of_group = np.array(
        [
            group_covers(label, codes.codes[columns[0]])
            for label, columns in zip(gold, found.columns, strict=True)
        ]
    )
    others = found.features[:, 1:].reshape(-1, found.features.shape[-1])
    return (
        Odds.of(found.features[:, 0], right[:, 0]),
        Odds.of(others, right[:, 1:].ravel()),
        Odds.of(found.group_features, of_group),
    )
