"""Indices by region and year, each with its variant and inputs, or refused with the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.analysis import formulas
from graph.analysis.figures import Figure, figures_of
from graph.analysis.formulas import Refused, Weighting
from graph.analysis.supply import Point, Supply, newest_year, supply_of
from graph.analysis.types import AnalysisInvalid, Basis, Formula, Notes, Ref
from graph.match.snapshot import Snapshot, snapshot_of
from graph.view import View

#: Fewer places than this make a quotient unsafe.
SMALL = 60
SECTORS = ("第一产业", "第二产业", "第三产业")
#: Sector of a category of majors (专业大类), by its name.
_SECTOR_OF = {
    "第一产业": ("农林牧渔",),
    "第二产业": (
        "资源环境与安全", "能源动力与材料", "土木建筑", "水利", "装备制造", "生物与化工",
        "轻工纺织", "食品药品与粮食",
    ),
    "第三产业": (
        "交通运输", "电子与信息", "医药卫生", "财经商贸", "旅游", "文化艺术", "新闻传播",
        "教育与体育", "公安与司法", "公共管理与服务",
    ),
}  # fmt: skip
#: What the industry side is measured by; the indicator is the sector's name and this word.
MEASURES = ("增加值", "从业人员")
NO_PLACES = "本地区该年没有已知的招生计划数"


@dataclass(frozen=True, slots=True)
class IndexRequest:
    """Which places are looked at. ``reference`` is the wider region of a quotient."""

    region: str | None = None
    year: int | None = None
    level: str | None = None
    major: str | None = None
    class_name: str | None = None
    reference: str | None = None
    measure: str = "增加值"
    limit: int = 30


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One sector, class, school or region with its inputs and results by name."""

    about: Ref
    values: Mapping[str, float | int | str | None]


@dataclass(frozen=True, slots=True)
class IndexAnswer:
    """An index. ``refused`` says why there is no value where the inputs cannot support it."""

    name: str
    variant: str
    region: Ref | None
    year: int | None
    value: float | None
    refused: str | None
    rows: tuple[IndexRow, ...]
    basis: Basis


@dataclass
class _Draft:
    """What a computation fills in before it is answered."""

    supply: Supply
    snapshot: Snapshot
    points: list[Point]
    year: int | None
    notes: Notes
    rows: list[IndexRow] = field(default_factory=list)


def _answer(
    view: View,
    request: IndexRequest,
    variant: str,
    uses: Sequence[Formula],
    compute: Callable[[_Draft], float],
    other: Supply | None = None,
) -> IndexAnswer:
    """``other`` is a supply that is not the facts': that of a scenario."""
    supply, snapshot, notes = other or supply_of(view), snapshot_of(view), Notes()
    points = [
        p
        for p in supply.chosen(region=request.region, level=request.level)
        if request.major in (None, p.major)
        and request.class_name in (None, snapshot.majors[p.major]["class_name"])
    ]
    year = request.year or newest_year(points)
    draft = _Draft(supply, snapshot, points, year, notes)
    value, refused = None, None
    notes.uses(*uses)
    try:
        value = round(compute(draft), 6)
    except Refused as error:
        refused = error.message
    used = [p for p in points if year is not None and p.places(year)]
    notes.count(points=len(points), points_with_places=len(used))
    notes.cites(r for p in used for s in p.seats if s.year == year for r in s.records)
    notes.warn("只收录部分招生途径，计划数是下限，份额随之有偏")
    region = Ref(request.region, supply.places.name(request.region)) if request.region else None
    return IndexAnswer(
        uses[0].name,
        variant,
        region,
        year,
        value,
        refused,
        tuple(draft.rows[: request.limit]),
        notes.basis(view),
    )


def _places_by(
    draft: _Draft, key: Callable[[Point], str | None], points: Iterable[Point] | None = None
) -> dict[str, int]:
    """Known places of the year by a key of their point."""
    found: dict[str, int] = defaultdict(int)
    for point in draft.points if points is None else points:
        number = point.places(draft.year) if draft.year is not None else None
        name = key(point)
        if number and name:
            found[name] += number
    if not found and points is None:
        draft.notes.lacks("招生计划数", "招生计划（intakes）")
        raise Refused(f"{NO_PLACES}。")
    return dict(found)


def concentration(view: View, request: IndexRequest, other: Supply | None = None) -> IndexAnswer:
    """Concentration of places over schools: of a major, a class, or all."""

    def compute(draft: _Draft) -> float:
        by_school = _places_by(draft, lambda p: p.school)
        shares = formulas.shares_of(by_school)
        draft.rows = [
            IndexRow(
                Ref(school, draft.supply.schools[school]["name"]),
                {"计划数": number, "份额": round(shares[school], 6)},
            )
            for school, number in _largest(by_school)
        ]
        if len(by_school) == 1:
            draft.notes.warn("只有一所院校有计划数，集中度必为 1")
        return formulas.hhi(list(by_school.values()))

    return _answer(view, request, "按院校计划数", (formulas.HHI,), compute, other)


def quotient(view: View, request: IndexRequest) -> IndexAnswer:
    """Location quotient of classes of majors against a wider region; the value is the largest.

    Raises:
        AnalysisInvalid: no region, or no wider region.
    """
    supply, snapshot = supply_of(view), snapshot_of(view)
    if request.region is None:
        raise AnalysisInvalid("A quotient compares a region.", field="region")
    wider = request.reference or supply.places.regions[request.region]["above"]
    if wider is None:
        raise AnalysisInvalid("There is no wider region to compare with.", field="reference")

    def class_of(point: Point) -> str | None:
        return snapshot.majors[point.major]["class_name"]  # type: ignore[no-any-return]

    def compute(draft: _Draft) -> float:
        here = _places_by(draft, class_of)
        there = _places_by(draft, class_of, supply.chosen(region=wider, level=request.level))
        whole, whole_there = sum(here.values()), sum(there.values())
        for name, part in here.items():
            value = formulas.location_quotient(part, whole, there.get(name, 0), whole_there)
            draft.rows.append(
                IndexRow(
                    Ref(name, name),
                    {
                        "区位商": round(value, 4),
                        "本地计划数": part,
                        "本地合计": whole,
                        "参照地计划数": there[name],
                        "参照地合计": whole_there,
                        "基数": "偏小" if part < SMALL else "可用",
                    },
                )
            )
        draft.rows.sort(key=lambda r: (-float(r.values["区位商"] or 0), r.about.id))
        return float(draft.rows[0].values["区位商"] or 0)

    variant = f"按专业类，参照地：{supply.places.name(wider)}"
    return _answer(view, request, variant, (formulas.QUOTIENT,), compute)


def structure(view: View, request: IndexRequest, other: Supply | None = None) -> IndexAnswer:
    """Structural deviation of places against output or employment of the three sectors; the
    value is the mean deviation, the fit stands in its row.

    Raises:
        AnalysisInvalid: an unknown measure.
    """
    if request.measure not in MEASURES:
        raise AnalysisInvalid(
            f"'{request.measure}' measures no industry.", field="measure", known=list(MEASURES)
        )

    def compute(draft: _Draft) -> float:
        places = places_by_sector(draft)
        industry = _industry(figures_of(view), draft, request)
        by_sector, mean = formulas.deviation(places, industry)
        shares, theirs = formulas.shares_of(places), formulas.shares_of(industry)
        for sector in SECTORS:
            value = by_sector.get(sector)
            draft.rows.append(
                IndexRow(
                    Ref(sector, sector),
                    {
                        "偏离度": None if value is None else round(value, 6),
                        "计划数": places.get(sector, 0),
                        "计划数份额": round(shares.get(sector, 0.0), 6),
                        request.measure: industry.get(sector),
                        f"{request.measure}份额": round(theirs.get(sector, 0.0), 6),
                    },
                )
            )
        draft.rows.append(
            IndexRow(Ref("吻合度", "吻合度"), {"吻合度": round(formulas.fit(places, industry), 6)})
        )
        draft.notes.warn("电子与信息大类横跨第二、第三产业，这里归第三产业")
        return mean

    variant = f"三次产业，产业份额按{request.measure}"
    return _answer(view, request, variant, (formulas.DEVIATION, formulas.FIT), compute, other)


def places_by_sector(draft: _Draft) -> dict[str, int]:
    """Places of the year by sector of their major's category."""
    sectors = {c: sector for sector, names in _SECTOR_OF.items() for c in names}

    def sector_of(point: Point) -> str | None:
        _, name = draft.supply.categories.get(point.major, (None, None))
        return sectors.get((name or "").removesuffix("大类"))

    return _places_by(draft, sector_of)


def _industry(figures: Iterable[Figure], draft: _Draft, request: IndexRequest) -> dict[str, float]:
    wanted = {f"{sector}{request.measure}": sector for sector in SECTORS}
    found = {
        wanted[f.indicator]: f
        for f in figures
        if f.indicator in wanted and f.region == request.region and f.year == draft.year
    }
    lacking = [name for name, sector in wanted.items() if sector not in found]
    if lacking:
        draft.notes.lacks(
            f"{draft.year or ''} 年本地区的{'、'.join(lacking)}（实测）", "观测值（observations）"
        )
        raise Refused(f"没有{'、'.join(lacking)}的实测值，不能与产业结构比较。")
    if len({f.unit for f in found.values()}) > 1:
        raise Refused("各产业的单位不同，不能计算份额。")
    draft.notes.cites(r for f in found.values() for r in f.records)
    return {sector: f.value for sector, f in found.items()}


@dataclass(frozen=True, slots=True)
class CouplingRequest:
    """Two systems by their indicators; objects are regions in one year, or years of one region.
    Names of indicators that a larger value makes worse stand in ``negative``."""

    education: tuple[str, ...]
    industry: tuple[str, ...]
    regions: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    weighting: Weighting = "equal"
    alpha: float = 0.5
    negative: tuple[str, ...] = ()


def coupled(view: View, request: CouplingRequest) -> IndexAnswer:
    """Coupling coordination of education and industry, with every input printed.

    The value is that of the last object (the newest year, or the last region); refused with
    fewer than two indicators a side, fewer than three objects, or an indicator without spread.
    """
    supply, notes = supply_of(view), Notes()
    notes.uses(formulas.COUPLING, formulas.COUPLING_MODIFIED)
    if request.weighting == "entropy":
        notes.uses(formulas.ENTROPY)
    rows: list[IndexRow] = []
    value, refused = None, None
    try:
        rows = _coupled_rows(figures_of(view), supply, request, notes)
        value = float(rows[-1].values["协调度 D"] or 0)
    except Refused as error:
        refused = error.message
    notes.warn("综合水平由极差标准化而来：换一组地区或年份，数值就变，只宜在组内比较")
    weights = "等权" if request.weighting == "equal" else "熵值法权重"
    return IndexAnswer(
        formulas.COUPLING.name,
        f"标准式，{weights}，α={request.alpha}；另列修正式",
        None,
        max(request.years, default=None),
        value,
        refused,
        tuple(rows),
        notes.basis(view),
    )


def _coupled_rows(
    figures: Iterable[Figure], supply: Supply, request: CouplingRequest, notes: Notes
) -> list[IndexRow]:
    names = (*request.education, *request.industry)
    table: dict[tuple[str, int], dict[str, Figure]] = defaultdict(dict)
    for figure in figures:
        if figure.indicator in names and figure.year is not None:
            table[figure.region, figure.year][figure.indicator] = figure
    objects = [
        (region, year)
        for region, year in sorted(table, key=lambda o: (o[1], o[0]))
        if (not request.regions or region in request.regions)
        and (not request.years or year in request.years)
        and len(table[region, year]) == len(set(names))
    ]
    notes.count(objects=len(objects), indicators=len(set(names)))
    if len(objects) < 3:
        notes.lacks(
            f"至少三个地区或年份同时有：{'、'.join(names)}（实测）", "观测值（observations）"
        )
    first = formulas.levels(_columns(table, objects, request.education, request), request.weighting)
    second = formulas.levels(_columns(table, objects, request.industry, request), request.weighting)
    notes.cites(r for o in objects for f in table[o].values() for r in f.records)
    return [
        _coupled_row(supply, o, table[o], (a, b), request)
        for o, a, b in zip(objects, first, second, strict=True)
    ]


def _columns(
    table: Mapping[tuple[str, int], Mapping[str, Figure]],
    objects: Sequence[tuple[str, int]],
    names: Sequence[str],
    request: CouplingRequest,
) -> dict[str, list[float]]:
    return {
        n: [table[o][n].value * (-1 if n in request.negative else 1) for o in objects]
        for n in names
    }


def _coupled_row(
    supply: Supply,
    thing: tuple[str, int],
    figures: Mapping[str, Figure],
    systems: tuple[float, float],
    request: CouplingRequest,
) -> IndexRow:
    region, year = thing
    inputs: dict[str, float | int | str | None] = {n: f.value for n, f in figures.items()}
    about = Ref(f"{region}@{year}", f"{supply.places.name(region)} {year}")
    first, second = systems
    if first + second == 0:
        return IndexRow(
            about, {**inputs, "U₁": 0.0, "U₂": 0.0, "协调度 D": 0.0, "等级": "极度失调"}
        )
    result = formulas.coupling(first, second, request.alpha)
    return IndexRow(
        about,
        {
            **inputs,
            "U₁": round(first, 6),
            "U₂": round(second, 6),
            "耦合度 C": round(result.degree, 6),
            "发展度 T": round(result.development, 6),
            "协调度 D": round(result.coordination, 6),
            "等级": result.name,
            "修正耦合度 C'": round(result.modified, 6),
        },
    )


def _largest(numbers: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(numbers.items(), key=lambda kv: (-kv[1], kv[0]))
