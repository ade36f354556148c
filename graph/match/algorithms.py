"""Named algorithms of the same question, a naive one among them, so that each answer can be held
against a simpler one. All are models of the one scoring scheme."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import numpy as np

from graph.match.features import MAJOR_CLUSTER, name, text
from graph.match.snapshot import Snapshot
from graph.match.text import Matrix, major_text, own_words
from graph.match.types import Feature, Model, Result

#: Robertson & Zaragoza 2009, the usual values.
K1, B = 1.2, 0.75


def overlap(snapshot: Snapshot, cluster: str, major: str) -> Result:
    """名称重合：专业名称与集群名称、产品、环节共有的二字词占专业名称的比例。

    The share of pairs of characters of the major's name that stand in the cluster's own words.
    """
    mine = _pairs(snapshot.majors[major]["name"])
    theirs = {pair for words in own_words(snapshot, cluster) for pair in _pairs(words)}
    value = len(mine & theirs) / len(mine) if mine else 0.0
    return Result(value, f"共有二字词：{'、'.join(sorted(mine & theirs)) or '无'}")


def ngrams(snapshot: Snapshot, cluster: str, major: str) -> Result:
    """字符串 TF-IDF：专业全文与集群自身用词的二三字串相似度。

    Cosine of TF-IDF over strings of two and three characters of the whole description and the
    cluster's own words, as a share of the best.
    """
    value = _table(snapshot, "ngrams", _ngram_table).at(cluster, major)
    return Result(value, f"相似度为最高者的 {value:.0%}")


def bm25(snapshot: Snapshot, cluster: str, major: str) -> Result:
    """BM25：以集群自身用词检索专业全文。

    BM25 over pairs of characters, the cluster's own words as the query (Robertson & Zaragoza
    2009), as a share of the best.
    """
    value = _table(snapshot, "bm25", _bm25_table).at(cluster, major)
    return Result(value, f"检索得分为最高者的 {value:.0%}")


def chance(snapshot: Snapshot, cluster: str, major: str) -> Result:
    """随机：由两者编号散列而得的固定数，只作对照。

    A number hashed from both ids: what knowing nothing gives. The same at every call.
    """
    drawn = blake2b(f"{cluster} {major}".encode(), digest_size=4).digest()
    return Result(int.from_bytes(drawn, "big") / 2**32, "随机对照")


def _alone(model: str, zh: str, feature: Feature) -> Model:
    return Model(model, zh, (feature,), {feature.name: 1.0})


WORDS = Model(
    "words",
    "仅用词",
    (Feature("text", "文本相近", text), Feature("name", "名称相近", name)),
    {"text": 0.7, "name": 0.3},
    threshold=0.35,
)
ALGORITHMS: dict[str, Model] = {
    model.name: model
    for model in (
        MAJOR_CLUSTER,
        WORDS,
        _alone("overlap", "名称重合（朴素）", Feature("overlap", "名称重合", overlap)),
        _alone("ngrams", "字符串 TF-IDF", Feature("ngrams", "字符串相似", ngrams)),
        _alone("bm25", "BM25", Feature("bm25", "检索得分", bm25)),
        _alone("random", "随机（对照）", Feature("random", "随机", chance)),
    )
}


class _Table:
    def __init__(self, snapshot: Snapshot, values: Matrix) -> None:
        self._clusters = {c: i for i, c in enumerate(snapshot.clusters)}
        self._majors = {m: i for i, m in enumerate(snapshot.majors)}
        best = values.max(axis=1, keepdims=True, initial=0.0)
        self._values = values / np.where(best > 0, best, 1.0)

    def at(self, cluster: str, major: str) -> float:
        return min(1.0, float(self._values[self._clusters[cluster], self._majors[major]]))


def _table(snapshot: Snapshot, key: str, make: Any) -> _Table:
    table: _Table = snapshot.remember(f"table {key}", lambda: _Table(snapshot, make(snapshot)))
    return table


def _texts(snapshot: Snapshot) -> tuple[list[str], list[str]]:
    return (
        [" ".join(own_words(snapshot, c)) for c in snapshot.clusters],
        [major_text(snapshot, m) for m in snapshot.majors],
    )


def _ngram_table(snapshot: Snapshot) -> Matrix:
    from sklearn.feature_extraction.text import TfidfVectorizer

    asked, documents = _texts(snapshot)
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), sublinear_tf=True)
    product = vectors.fit(documents).transform(asked) @ vectors.transform(documents).T
    return np.asarray(product.todense(), dtype=np.float32)


def _bm25_table(snapshot: Snapshot) -> Matrix:
    from sklearn.feature_extraction.text import CountVectorizer

    asked, documents = _texts(snapshot)
    counter = CountVectorizer(analyzer="char", ngram_range=(2, 2))
    counts = counter.fit_transform(documents).astype(np.float32).tocoo()
    length = np.asarray(counts.sum(axis=1)).ravel()
    found = np.bincount(counts.col, minlength=counts.shape[1])
    rarity = np.log1p((len(documents) - found + 0.5) / (found + 0.5))
    damp = K1 * (1 - B + B * length / max(length.mean(), 1.0))
    counts.data *= rarity[counts.col] * (K1 + 1) / (counts.data + damp[counts.row])
    queries = (counter.transform(asked) > 0).astype(np.float32)
    return np.asarray((queries @ counts.tocsr().T).todense(), dtype=np.float32)


def _pairs(words: str) -> set[str]:
    return {words[i : i + 2] for i in range(len(words) - 1)}
