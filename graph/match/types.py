"""The scoring scheme: small documented features, a table of weights, contributions that add up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from inspect import cleandoc

from graph.match.snapshot import Edge, Snapshot


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of an evidence path; ``forward`` is false where the relation is walked backwards."""

    edge: Edge
    forward: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """What a feature says of one pair.

    ``value`` is in [0, 1], or None where the data that it needs is missing: then it takes no part
    in the score instead of counting as 0. ``detail`` says why, in Chinese.
    """

    value: float | None
    detail: str = ""
    paths: tuple[tuple[Hop, ...], ...] = ()


FeatureFunction = Callable[[Snapshot, str, str], Result]


@dataclass(frozen=True)
class Feature:
    """A named feature of a pair (cluster id, major id)."""

    name: str
    zh: str
    function: FeatureFunction
    #: Every pair should have it; where it is missing the score is trusted less.
    expected: bool = True

    @property
    def explanation(self) -> str:
        """The function's docstring: the public explanation of the feature."""
        return cleandoc(self.function.__doc__ or "")


@dataclass(frozen=True)
class Model:
    """A named table of features and weights. ``threshold`` is the score below which text alone
    is no evidence."""

    name: str
    zh: str
    features: tuple[Feature, ...]
    weights: Mapping[str, float]
    threshold: float = 0.0


@dataclass(frozen=True, slots=True)
class Contribution:
    """A feature's share of a score: ``value × weight``, weights being those of the known
    features scaled to one."""

    feature: Feature
    result: Result
    weight: float

    @property
    def points(self) -> float:
        """What the feature adds to the score."""
        return 0.0 if self.result.value is None else self.result.value * self.weight


@dataclass(frozen=True, slots=True)
class Scored:
    """A pair with its contributions; their points add up to the score."""

    subject: str
    contributions: tuple[Contribution, ...] = field(default=())

    @property
    def score(self) -> float:
        """Sum of the contributions, in [0, 1]."""
        return sum(c.points for c in self.contributions)


def score_pair(
    model: Model, weights: Mapping[str, float], snapshot: Snapshot, cluster: str, major: str
) -> Scored:
    """Score one pair. Unknown features leave their weight to the known ones."""
    results = [(f, f.function(snapshot, cluster, major)) for f in model.features]
    known = sum(weights[f.name] for f, r in results if r.value is not None)
    missing = sum(weights[f.name] for f, r in results if r.value is None and f.expected)
    scale = 0.0 if not known else 1.0 / known
    # With little known a full score would be a guess: the unknown share is half believed.
    trust = 0.0 if not known else 0.5 + 0.5 * known / (known + missing)
    return Scored(
        major,
        tuple(
            Contribution(f, r, weights[f.name] * scale * trust if r.value is not None else 0.0)
            for f, r in results
        ),
    )
