"""What the model is fitted from, and the fitted one kept by the digest of that."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from graph.resolve.occupations import model as title_model
from graph.resolve.occupations.model import Codes, Embed, Kernel, Odds, TitleModel, fit

TITLES: Final = Path(__file__).with_name("job_titles.csv")
_CODE_OF_MODEL: Final = Path(title_model.__file__)


class Labelled(NamedTuple):
    """An entry of the classification: code, name and further names."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()


def read_titles(path: Path = TITLES) -> list[tuple[str, str]]:
    """(title, code) of labelled titles; rows without a code are left out."""
    with path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return [(r["title"], r["occupation_code"]) for r in rows if r["occupation_code"]]


def names_of(occupations: Iterable[Labelled]) -> list[tuple[str, str]]:
    """(name, code) of all names and aliases."""
    return [(name, o.code) for o in occupations for name in (o.name, *o.aliases)]


def cached_model(
    data_dir: Path, occupations: Sequence[Labelled], embed: Embed | None = None
) -> TitleModel:
    """The model of the labelled titles and these occupations: fitted at first use (some seconds;
    minutes with ``embed``), later read from ``data_dir``. Only numbers are kept, no code."""
    titles, names = read_titles(), names_of(occupations)
    called = {o.code: o.name for o in occupations}
    place = data_dir / "models" / f"titles-{_digest(titles, names, embed)}.npz"
    if place.is_file():
        return _read(place, [t for t, _ in [*titles, *names]], called, embed)
    fitted = fit(titles, names, called, embed)
    _keep(place, fitted)
    return fitted


def _digest(titles: Sequence[Any], names: Sequence[Any], embed: Embed | None) -> str:
    said = repr((titles, names, embed is not None)).encode() + _CODE_OF_MODEL.read_bytes()
    return hashlib.sha256(said).hexdigest()[:16]


def _keep(place: Path, fitted: TitleModel) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    held: dict[str, Any] = {
        "codes": np.array(fitted.codes.codes),
        "dual": fitted.dual,
        "odds": fitted.odds.weights,
        "other_odds": fitted.other_odds.weights,
        "group_odds": fitted.group_odds.weights,
    }
    if fitted.kernel.vectors is not None:
        held["vectors"] = fitted.kernel.vectors
    part = place.with_suffix(".part.npz")
    np.savez(part, **held)
    part.replace(place)


def _read(place: Path, texts: list[str], called: dict[str, str], embed: Embed | None) -> TitleModel:
    with np.load(place, allow_pickle=False) as held:
        kernel = Kernel(texts, held["vectors"] if "vectors" in held.files else None)
        codes = Codes(tuple(map(str, held["codes"])), called)
        odds = Odds(held["odds"]), Odds(held["other_odds"]), Odds(held["group_odds"])
        return TitleModel(codes, kernel, held["dual"], *odds, embed)
