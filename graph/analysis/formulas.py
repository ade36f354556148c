"""The indices as plain functions of numbers. Each raises :class:`Refused` where its inputs
cannot support it, and has its formula with the source beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from typing import Literal

from graph.analysis.types import Formula
from graph.errors import GraphError


class Refused(GraphError):
    """An index that the inputs cannot support; the message says why."""

    code = "index_refused"


DEVIATION = Formula(
    "结构偏离度",
    "Dᵢ = Sᵢ / Iᵢ − 1（S 计划数份额，I 产业份额；0 为均衡，正为偏多，负为偏少）；"
    "总偏离度 = 各部门 |Dᵢ| 的平均",
    "《安徽省产业与就业结构的偏离度和耦合效应分析》表2注；"
    "用于专业：蒋建峰、张运嵩 2023。符号取 S/I−1",
)
FIT = Formula("吻合度", "F = 1 − ½ Σ|Sᵢ − Iᵢ|", "邹吉权等 2018；Duncan 相异指数的补数")
QUOTIENT = Formula(
    "区位商",
    "LQ = (本地某类计划数 / 本地计划数合计) / (参照地某类计划数 / 参照地计划数合计)",
    "Lightcast、BLS 的通行定义；基数小时不可单看",
)
HHI = Formula(
    "布点集中度",
    "HHI = Σ sᵢ²，sᵢ 为各院校计划数份额；当量院校数 = 1 / HHI",
    "Herfindahl–Hirschman",
)
COUPLING = Formula(
    "耦合协调度（标准式）",
    "C = 2√(U₁U₂) / (U₁+U₂)；T = α U₁ + (1−α) U₂；D = √(C·T)；U 为极差标准化后加权，α = ½",
    "标准耦合度；刘春林 2017 指出约半数论文写错，故列出全部输入",
)
COUPLING_MODIFIED = Formula(
    "耦合度（修正式）",
    "C' = √( [1 − |U₂ − U₁|] · min(U) / max(U) )",
    "王淑佳、孔伟、任亮等 2021，自然资源学报 36(3):793",
)
ENTROPY = Formula(
    "熵值法权重",
    "pᵢⱼ = xᵢⱼ / Σᵢ xᵢⱼ；eⱼ = −(1/ln m) Σᵢ pᵢⱼ ln pᵢⱼ；wⱼ = (1−eⱼ) / Σ(1−eⱼ)",
    "通行的熵值法；样本变化则权重变化",
)
#: Classes of D: upper end and name (田深圳等 2021, 地理学报 76(4):781).
CLASSES: tuple[tuple[float, str], ...] = (
    (0.1, "极度失调"), (0.2, "严重失调"), (0.3, "中度失调"), (0.4, "轻度失调"), (0.5, "濒临失调"),
    (0.6, "勉强协调"), (0.7, "初级协调"), (0.8, "中级协调"), (0.9, "良好协调"), (1.0, "优质协调"),
)  # fmt: skip
Weighting = Literal["equal", "entropy"]


def shares_of(numbers: Mapping[str, float]) -> dict[str, float]:
    """Shares that add up to one.

    Raises:
        Refused: nothing to share, or a negative number.
    """
    total = sum(numbers.values())
    if any(n < 0 for n in numbers.values()) or total <= 0:
        raise Refused("合计为零或有负数，不能计算份额。")
    return {k: n / total for k, n in numbers.items()}


def deviation(
    supply: Mapping[str, float], industry: Mapping[str, float]
) -> tuple[dict[str, float | None], float]:
    """Deviation by sector (None where the industry has no share) and the mean of their sizes.

    Raises:
        Refused: fewer than two sectors have an industry share.
    """
    s, i = shares_of(supply), shares_of(industry)
    by = {k: s.get(k, 0.0) / i[k] - 1 if i[k] > 0 else None for k in i}
    known = [abs(d) for d in by.values() if d is not None]
    if len(known) < 2:
        raise Refused("有产业数据的部门少于两个，偏离度没有意义。")
    return by, sum(known) / len(known)


def fit(supply: Mapping[str, float], industry: Mapping[str, float]) -> float:
    """Fit in [0, 1] of two structures; 1 where they are equal.

    Raises:
        Refused: either has no total.
    """
    s, i = shares_of(supply), shares_of(industry)
    gap = sum(abs(s.get(k, 0.0) - i.get(k, 0.0)) for k in s.keys() | i.keys())
    return min(1.0, max(0.0, 1 - gap / 2))


def location_quotient(part: float, whole: float, part_there: float, whole_there: float) -> float:
    """Share here over share there.

    Raises:
        Refused: either place has no total, or there is none of it there.
    """
    if whole <= 0 or whole_there <= 0 or part_there <= 0:
        raise Refused("本地或参照地没有计划数，区位商不能计算。")
    return (part / whole) / (part_there / whole_there)


def hhi(numbers: Sequence[float]) -> float:
    """Concentration in (0, 1]: 1/n for n equal ones, 1 for a single one.

    Raises:
        Refused: no positive number.
    """
    return sum(s * s for s in shares_of({str(i): n for i, n in enumerate(numbers)}).values())


@dataclass(frozen=True, slots=True)
class Coupled:
    """Coupling of two systems: degree, development, coordination, its class, modified degree."""

    degree: float
    development: float
    coordination: float
    name: str
    modified: float


def coupling(first: float, second: float, alpha: float = 0.5) -> Coupled:
    """Coupling coordination of two levels in [0, 1].

    Raises:
        Refused: a level outside [0, 1], or both zero.
    """
    if not (0 <= first <= 1 and 0 <= second <= 1) or first + second == 0:
        raise Refused("两个系统的综合水平须在 0 与 1 之间且不全为零。")
    # Rounding may lift the degree of two equal levels a little above one.
    degree = min(1.0, 2 * sqrt(first * second) / (first + second))
    development = alpha * first + (1 - alpha) * second
    coordination = sqrt(degree * development)
    low, high = sorted((first, second))
    modified = sqrt((1 - (high - low)) * low / high)
    name = next(n for upper, n in CLASSES if coordination <= upper + 1e-12)
    return Coupled(degree, development, coordination, name, modified)


def levels(columns: Mapping[str, Sequence[float]], weighting: Weighting) -> list[float]:
    """Weighted level of each object over min–max scaled indicators.

    Args:
        columns: indicator → its value for each object, in one order.

    Raises:
        Refused: fewer than two indicators, fewer than three objects, or an indicator that is the
            same everywhere.
    """
    if len(columns) < 2:
        raise Refused("一个系统少于两项指标，不能合成综合水平。")
    if any(len(c) < 3 for c in columns.values()):
        raise Refused("可比的地区或年份少于三个，极差标准化没有意义。")
    scaled = {}
    for name, column in columns.items():
        low, high = min(column), max(column)
        if low == high:
            raise Refused(f"指标“{name}”各处相等，不能区分。")
        scaled[name] = [(x - low) / (high - low) for x in column]
    weights = _weights(scaled, weighting)
    return [
        min(1.0, sum(weights[n] * column[i] for n, column in scaled.items()))
        for i in range(len(next(iter(scaled.values()))))
    ]


def _weights(scaled: Mapping[str, Sequence[float]], weighting: Weighting) -> dict[str, float]:
    if weighting == "equal":
        return dict.fromkeys(scaled, 1 / len(scaled))
    spread = {name: 1 - _entropy(column) for name, column in scaled.items()}
    return shares_of(spread)


def _entropy(column: Sequence[float]) -> float:
    parts = shares_of({str(i): x for i, x in enumerate(column)}).values()
    return -sum(p * log(p) for p in parts if p > 0) / log(len(column))
