"""Answers of analyses as tables on the terminal, with what they rest on below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from graph.analysis.communities import ProposalAnswer
from graph.analysis.flow import Range
from graph.analysis.gaps import GapAnswer, GapItem
from graph.analysis.indices import IndexAnswer
from graph.analysis.ladder import LadderAnswer
from graph.analysis.pathways import PathsAnswer
from graph.analysis.scenarios import Comparison
from graph.analysis.skills import SkillAnswer
from graph.analysis.types import Basis
from graph.analysis.whatif import WhatIfAnswer

VERDICTS = {"pass": "符合", "fail": "不符合", "unknown": "未知"}
UNKNOWN = "未知"
#: Captions of what a basis counts.
COUNTED = {
    "points": "专业点",
    "points_without_places": "无计划数的专业点",
    "points_with_places": "有计划数的专业点",
    "majors": "专业",
    "occupations": "职业",
    "openings": "岗位",
    "places": "计划数",
    "places_without_occupation": "无面向职业的计划数",
    "demands_without_number": "无人数的需求",
    "demands_without_occupation": "无职业的需求",
    "contracted": "签约通道",
    "open": "开放通道",
    "programmes": "专业点",
    "paths": "路径",
    "objects": "地区或年份",
    "indicators": "指标",
    "measures": "项目",
    "clusters": "集群",
    "firms": "候选企业",
    "schools": "候选院校",
    "organisations": "候选机构",
    "parks": "候选园区",
    "chain": "环节与行业",
    "postings": "岗位与需求",
    "asks": "技能要求",
    "skills_asked": "要求的技能",
    "skills_taught": "教授的技能",
    "postings_everywhere": "全部岗位与需求",
}


def show(answer: Any, tables: Sequence[Table], *, as_json: bool) -> None:
    """Print an answer: JSON, or its tables with its basis below."""
    if as_json:
        print(orjson.dumps(answer).decode())
        return
    console = Console(soft_wrap=False)
    for table in tables:
        console.print(table)
    basis = getattr(answer, "basis", None)
    if basis is not None:
        console.print(Text("\n".join(footer(basis)), style="dim"))


def footer(basis: Basis) -> list[str]:
    """What an answer rests on, in lines."""
    counts = "，".join(f"{COUNTED.get(k, k)} {v}" for k, v in basis.n.items())
    lines = [f"数据版本 {basis.data_version}；{counts}；依据 {basis.record_count} 条记录"]
    lines += [f"公式 {f.name}：{f.text}（{f.source}）" for f in basis.formulas]
    lines += [f"注意 {c}" for c in basis.caveats]
    return lines + [f"缺少 {m.what} → {m.settled_by}" for m in basis.missing]


def _table(title: str, *headings: str) -> Table:
    # As wide as its title at least, or the title would be folded to the width of the cells.
    table = Table(title=title, title_justify="left", min_width=min(100, 2 * len(title)))
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def value(number: Any) -> str:
    """A number, an interval or a word; 未知 where there is none."""
    if isinstance(number, Range):
        middle = "" if number.middle is None else f"（按比例 {number.middle:g}）"
        return f"{number.low:g} … {number.high:g}{middle}"
    if isinstance(number, float):
        return f"{number:g}"
    return UNKNOWN if number is None else str(number)


def gap_tables(answer: GapAnswer) -> list[Table]:
    """Gaps with the total first."""
    place = answer.region.name if answer.region else "全部地区"
    table = _table(
        f"供需缺口（区间）· {place} · {answer.year or UNKNOWN}",
        *("对象", "岗位", "计划数", "缺口", "空缺（最大流）", "富余（最大流）"),
    )
    for item in (answer.total, *answer.items):
        table.add_row(*_gap_row(item))
    return [table]


def _gap_row(item: GapItem) -> list[str]:
    name = " ".join(x for x in (item.about.code, item.about.name, item.about.level) if x)
    numbers = (item.openings, item.places, item.gap, item.unfilled, item.unplaced)
    return [name, *(value(n) for n in numbers)]


def ladder_tables(answer: LadderAnswer) -> list[Table]:
    """Rungs, and the steps between them."""
    rungs = _table(f"{answer.about.name} 的贯通阶梯", "层次", "专业", "院校", "计划数")
    for rung in answer.rungs:
        names = "、".join(f"{m.major.name}({m.points})" for m in rung.majors[:8])
        places = f"{rung.year} 年 {rung.places}" if rung.places is not None else UNKNOWN
        rungs.add_row(rung.level, names or "—", f"{rung.schools} 所 {rung.points} 点", places)
    steps = _table("升学通道", "层次之间", "判断", "签约", "开放")
    for step in answer.steps:
        signed = "；".join(f"{w.kind} {w.start_name}→{w.end_name}" for w in step.contracted[:3])
        opened = "；".join(f"{w.kind} {w.start_name}→{w.end_name}" for w in step.open[:3])
        steps.add_row(
            step.name,
            step.status,
            f"{step.contracted_total} {signed}",
            f"{step.open_total} {opened}",
        )
    return [rungs, steps]


def path_tables(answer: PathsAnswer) -> list[Table]:
    """Paths, a row each."""
    table = _table(f"{answer.about.name} 到本科（共 {answer.total} 条）", "起点", "路径")
    for path in answer.paths:
        steps = [
            f"{'＝' if s.contracted else '…'}{s.kind}→ {s.end.name}"
            + (f"（{'、'.join(x.name for x in s.schools[:3])}）" if s.schools else "（院校未收录）")
            for s in path.steps
        ]
        lent = f"（借用{path.borrowed.name}）" if path.borrowed else ""
        table.add_row(f"{path.school.name} {path.start.name}{lent}", " ".join(steps))
    return [table]


def index_tables(answer: IndexAnswer) -> list[Table]:
    """An index with its inputs, or why it is refused."""
    result = "不予计算" if answer.refused else value(answer.value)
    place = answer.region.name if answer.region else "全部"
    columns = list(dict.fromkeys(k for row in answer.rows for k in row.values))
    title = f"{answer.name}（{answer.variant}）· {place} {answer.year or ''}：{result}"
    if answer.refused:
        table = _table(title, "为什么不予计算")
        table.add_row(answer.refused)
        return [table]
    table = _table(title, "对象", *columns)
    for row in answer.rows:
        cells = (value(row.values[c]) if c in row.values else "" for c in columns)
        table.add_row(row.about.name, *cells)
    return [table]


def whatif_tables(answer: WhatIfAnswer) -> list[Table]:
    """Before and after, the points of the majors, and who is affected."""
    measures = _table(
        f"方案“{answer.scenario.name}” · {answer.year}", "项目", "现状", "之后", "说明"
    )
    for m in answer.measures:
        mark = " ●" if m.changed else ""
        measures.add_row(m.caption + mark, value(m.before), value(m.after), m.why)
    wider = answer.wider.name if answer.wider else "全部"
    points = _table(f"{wider}同专业布点", "专业", "院校", "国控", "现状计划", "之后计划")
    for p in answer.points:
        before = value(p.before) if p.offered_before else "未开设"
        after = value(p.after) if p.offered_after else "未开设"
        points.add_row(p.major.name, p.school.name, "是" if p.controlled else "否", before, after)
    affected = _table("受影响", "对象", "类别", "方式")
    for a in answer.affected:
        affected.add_row(a.who.name, a.kind, a.how)
    return [measures, points, affected]


def comparison_tables(answer: Comparison) -> list[Table]:
    """Scenarios side by side."""
    table = _table("方案比较", "项目", "现状", *answer.names)
    for row in answer.rows:
        table.add_row(row.caption, value(row.facts), *(value(v) for v in row.scenarios))
    return [table]


def proposal_tables(answer: ProposalAnswer) -> list[Table]:
    """Members, rules, and what of the chain is left out."""
    members = _table(
        f"{answer.cluster.name} · {answer.kind}建议成员（链条覆盖 {value(answer.coverage)}）",
        *("角色", "单位", "理由", "新增覆盖"),
    )
    for m in answer.members:
        members.add_row(m.role, m.who.name, "；".join(m.reasons[:3]), "、".join(m.adds[:5]))
    checks = _table("对照公布的条件", "条件", "结论", "依据", "出处")
    for c in answer.checks:
        checks.add_row(c.asks, VERDICTS[c.verdict], c.ground, c.source.partition("，见")[0])
    chain = _table("未覆盖", "环节或行业")
    for item in answer.uncovered:
        chain.add_row(item.name)
    return [members, checks, chain]


def skill_tables(answer: SkillAnswer) -> list[Table]:
    """What is missing with its fix, what is covered, what nobody asks for."""
    target = f" ↔ {answer.cluster.name}" if answer.cluster else ""
    title = f"{answer.subject.name}{target}：关键技能覆盖 {value(answer.coverage)}"
    missing = _table(title, "要求而未教", "岗位", "RCA", "可承担的课程", "已开设的院校", "证书")
    for fix in answer.missing:
        mark = "（关键）" if fix.asked.essential else ""
        course = f"{fix.course.course.name}：{fix.course.why}" if fix.course else "—"
        missing.add_row(
            fix.asked.skill.name + mark,
            str(fix.asked.postings),
            value(fix.asked.rca),
            course,
            "、".join(s.name for s in fix.schools) or "—",
            "、".join(c.name for c in fix.certificates) or "—",
        )
    covered = _table("要求且已教", "技能", "岗位", "课程", "凭据")
    for row in answer.covered:
        covered.add_row(row.skill.name, str(row.postings), "、".join(row.taught_by), row.basis)
    known = bool(answer.covered or answer.missing)
    unasked = _table("已教而未被要求" if known else "已教（没有需求可比）", "技能")
    for ref in (answer.not_asked if known else answer.taught)[:20]:
        unasked.add_row(ref.name)
    return [missing, covered, unasked]
