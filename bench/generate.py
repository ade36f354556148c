"""Generated data for the load benchmark: 8 labels, 8 relation types, Chinese text, skewed ends.

The same seed gives the same data. It is written twice: as a source folder (what the whole product
reads) and as validated rows (what a writer gets), one JSON list a line in the order of
``graph.cypher.upsert.node_columns`` and ``relation_columns``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from graph.cypher.upsert import node_columns, relation_columns
from graph.ontology import REGISTRY
from graph.ontology.entities import Course, Skill
from graph.ontology.ids import _USCC_ALPHABET, _USCC_WEIGHTS

SOURCE = "bench-data"
SHARES = {
    "Cluster": 0.005,
    "Industry": 0.02,
    "Occupation": 0.03,
    "School": 0.03,
    "Skill": 0.115,
    "Major": 0.05,
    "Course": 0.35,
    "Enterprise": 0.40,
}
#: type: (start, end, share of all relations)
RELATIONS = {
    "COVERS": ("Cluster", "Industry", 0.02),
    "EMPLOYS": ("Industry", "Occupation", 0.06),
    "PREPARES_FOR": ("Major", "Occupation", 0.10),
    "HAS_COURSE": ("Major", "Course", 0.12),
    "TEACHES": ("Course", "Skill", 0.30),
    "ENGAGED_IN": ("Enterprise", "Industry", 0.18),
    "BELONGS_TO": ("Enterprise", "Cluster", 0.12),
    "COOPERATES_WITH": ("School", "Enterprise", 0.10),
}
_TEXT = (
    "智能 数字 精密 高端 绿色 先进 新型 现代 工业 电子 机械 生物 医药 材料 软件 网络 视觉 安防"
    " 装备 汽车 化工 纺织 物流 食品 能源 光电 芯片 云 算法 机器人 控制 检测 设计 运维 制造 加工"
)
_WORDS = _TEXT.split()
_TAILS = {
    "Cluster": "产业集群",
    "Industry": "制造业",
    "Occupation": "工程技术人员",
    "School": "职业技术学院",
    "Skill": "应用能力",
    "Major": "技术",
    "Course": "基础与实践",
    "Enterprise": "有限公司",
}


def counts(nodes: int) -> dict[str, int]:
    """Nodes by label; they add up to ``nodes``."""
    found = {label: max(2, int(nodes * share)) for label, share in SHARES.items()}
    found["Enterprise"] += nodes - sum(found.values())
    return found


def nodes(
    label: str, count: int, changed: frozenset[int] = frozenset()
) -> Iterator[dict[str, Any]]:
    """Property values of every node of a label; those in ``changed`` differ in one value."""
    words, size = _WORDS, len(_WORDS)
    for i in range(count):
        a, b, c = words[i % size], words[i // size % size], words[i // size**2 % size]
        name = f"杭州{a}{b}{c}{_TAILS[label]}{i}"
        mark = "改" if i in changed else ""
        yield _values(label, i, name, (a, b, c), mark)


def _values(label: str, i: int, name: str, words: tuple[str, ...], mark: str) -> dict[str, Any]:
    a, b, c = words
    match label:
        case "Cluster":
            more: dict[str, Any] = {"code": f"C{i:06d}", "level": "市", "state": "现行"}
            more |= {"reliability": "官方文本", "products": [a + b, b + c, c + a + mark]}
        case "Industry":
            more = {"code": f"I{i:06d}", "level": "小类"}
            name += mark
        case "Occupation":
            more = {"code": f"2-{i:06d}", "level": "职业", "aliases": [a + b + "员" + mark]}
        case "School":
            more = {"code": f"{4133000000 + i}", "short_code": f"{i:05d}", "level": "高职专科"}
            more |= {"ownership": "公办", "affiliation": "省属", "note": f"{a}{b}特色院校{mark}"}
        case "Skill":
            more = {"aliases": [a + c + "技能" + mark], "kind": "技术"}
        case "Major":
            more = {"catalogue": "moe", "code": f"4{i:06d}", "level": "高职专科", "edition": "2021"}
            more |= {"class_code": f"{i % 97:04d}", "class_name": a + "类", "years": "三年"}
            more |= {"posts": [a + b + "操作", b + c + "运维", c + "检测" + mark]}
        case "Course":
            more = {"owner": f"major:moe-4{i % 97:06d}", "kind": "核心", "hours": 32 + i % 64}
            more["hours"] += 1 if mark else 0
        case _:
            more = {"uscc": uscc(i), "short_name": f"{a}{b}{i}", "staff": 20 + i % 5000}
            more |= {"products": [a + b + "设备", c + "系统" + mark], "titles": ["专精特新企业"]}
            more |= {"industry_terms": [a + "制造"], "note": f"主要从事{a}{b}与{c}的研发生产"}
    return {"name": name, **more}


def uscc(number: int) -> str:
    """A code with a right check digit."""
    head = f"91330100{number:09d}"
    total = sum(w * _USCC_ALPHABET.index(c) for w, c in zip(_USCC_WEIGHTS, head, strict=True))
    return head + _USCC_ALPHABET[(31 - total % 31) % 31]


def pairs(kind: str, count: int, sizes: dict[str, int]) -> np.ndarray[Any, Any]:
    """Distinct (start, end) index pairs; ends are skewed: a few nodes get most of them."""
    start, end, _ = RELATIONS[kind]
    rng = np.random.default_rng(sum(kind.encode()))
    found = np.empty(0, dtype=np.int64)
    limit = min(count, sizes[start] * sizes[end] // 3)
    while len(found) < limit:
        size = 2 * limit
        a = (sizes[start] * rng.random(size) ** 1.5).astype(np.int64)
        b = (sizes[end] * rng.random(size) ** 2.5).astype(np.int64)
        found = np.unique(np.concatenate([found, a * sizes[end] + b]))
    found = rng.permutation(found)[:limit]
    return np.stack([found // sizes[end], found % sizes[end]], axis=1)


def relation_values(kind: str, i: int) -> dict[str, Any]:
    """Property values of the i-th relation of a type."""
    a, b = _WORDS[i % 36], _WORDS[i // 36 % 36]
    match kind:
        case "COVERS" | "EMPLOYS" | "ENGAGED_IN":
            return {"strength": "core", "reason": f"{a}与{b}的生产环节"}
        case "PREPARES_FOR":
            return {"strength": "related", "named_as": f"{a}{b}人员", "reason": f"面向{a}岗位"}
        case "TEACHES":
            return {"strength": "core"}
        case "BELONGS_TO":
            return {"basis": f"{a}{b}企业名单"}
        case "COOPERATES_WITH":
            return {"kind": "订单班", "period": f"{2015 + i % 10}", "published": f"共建{a}订单班"}
    return {}


def relation_counts(relations: int) -> dict[str, int]:
    """Relations by type as asked for; small graphs hold fewer of some."""
    return {kind: int(relations * share) for kind, (_, _, share) in RELATIONS.items()}


def write_rows(folder: Path, node_count: int, relation_count: int) -> tuple[int, int]:
    """Validated rows as ``<label>.jsonl`` and ``<TYPE>.jsonl``; returns how many of each."""
    folder.mkdir(parents=True, exist_ok=True)
    sizes, ids, made = counts(node_count), {}, [0, 0]
    record = 0
    for label, count in sizes.items():
        columns, entity = node_columns(label)[5:], REGISTRY.entities[label]
        ids[label] = []
        with (folder / f"{label}.jsonl").open("wb") as out:
            for values in nodes(label, count):
                node_id = entity.id_for(**values)
                ids[label].append(node_id)
                evidence = ["stated", "A", "public", [record]]
                row = [node_id, *evidence, *[values.get(c) for c in columns]]
                out.write(orjson.dumps(row) + b"\n")
                record += 1
        made[0] += count
    for kind, count in relation_counts(relation_count).items():
        start, end, _ = RELATIONS[kind]
        columns, relation = relation_columns(kind)[7:], REGISTRY.relations[kind]
        with (folder / f"{kind}.jsonl").open("wb") as out:
            for i, (a, b) in enumerate(pairs(kind, count, sizes).tolist()):
                values = relation_values(kind, i)
                key = relation(**values).discriminator()
                evidence = ["stated", "A", "public", [record]]
                row = [ids[start][a], ids[end][b], key, *evidence]
                out.write(orjson.dumps(row + [values.get(c) for c in columns]) + b"\n")
                record += 1
                made[1] += 1
    return made[0], made[1]


_CARD = f"""card:
  id: {SOURCE}
  title: {{zh: 性能测试数据, en: Benchmark data}}
  owner: generated
  asserted_by: bench/generate.py
  licence: none
  grade: A
  retrieved: "2026-11"
  covers: {{zh: 生成的数据, en: generated data}}
  missing: {{zh: 无, en: nothing}}
files:
"""
_LISTS = {"products", "aliases", "posts", "titles", "industry_terms"}
_TRANSFORM = '''"""Generated: one function per file, as a hand-written source has them."""

from graph.ontology.entities import {labels}
from graph.ontology.relations import {relations}

'''


def write_source(
    folder: Path, node_count: int, relation_count: int, changed_share: float = 0.0
) -> Path:
    """The same data as a source folder of CSV files; every n-th node may be a changed one."""
    folder.mkdir(parents=True, exist_ok=True)
    sizes, files = counts(node_count), []
    keys: dict[str, list[str]] = {}
    step = round(1 / changed_share) if changed_share else 0
    for label, count in sizes.items():
        changed = frozenset(range(0, count, step)) if step else frozenset()
        entity = REGISTRY.entities[label]
        keys[label] = []
        rows = nodes(label, count, changed)
        files.append((f"{label}.csv", label.lower()))
        with (folder / f"{label}.csv").open("w", encoding="utf-8", newline="") as out:
            first = next(rows)
            writer = csv.DictWriter(out, [*first, "source", "source_grade"])
            writer.writeheader()
            for values in chain([first], rows):
                _write(writer, values)
                keys[label].append(entity.id_for(**values))
    for kind, count in relation_counts(relation_count).items():
        start, end, _ = RELATIONS[kind]
        files.append((f"{kind}.csv", kind.lower()))
        with (folder / f"{kind}.csv").open("w", encoding="utf-8", newline="") as out:
            names = ["start", "end", *relation_values(kind, 0), "source", "source_grade"]
            writer = csv.DictWriter(out, names)
            writer.writeheader()
            for i, (a, b) in enumerate(pairs(kind, count, sizes).tolist()):
                values = relation_values(kind, i)
                if step and i % step == 0:
                    values = {k: v + "改" if k in _TEXTS else v for k, v in values.items()}
                _write(writer, {"start": keys[start][a], "end": keys[end][b], **values})
    listed = "".join(f"  - {{path: {path}, transform: {name}}}\n" for path, name in files)
    (folder / "source.yml").write_text(_CARD + listed, "utf-8")
    (folder / "transform.py").write_text(_transforms(), "utf-8")
    return folder


_TEXTS = {"reason", "basis", "published", "named_as"}


def _write(writer: Any, values: dict[str, Any]) -> None:
    cells = {k: "|".join(v) if isinstance(v, list) else v for k, v in values.items()}
    writer.writerow({**cells, "source": "https://example.org/list", "source_grade": "A"})


def _transforms() -> str:
    parts = [
        _TRANSFORM.format(
            labels=", ".join(sorted(SHARES)),
            relations=", ".join(sorted(REGISTRY.relations[k].__name__ for k in RELATIONS)),
        )
    ]
    for label in SHARES:
        sample = next(nodes(label, 1))
        args = ", ".join(f"{name}={_getter(name, value)}" for name, value in sample.items())
        parts.append(f"\ndef {label.lower()}(row, emit):\n    emit({label}({args}))\n")
    for kind in RELATIONS:
        name, sample = REGISTRY.relations[kind].__name__, relation_values(kind, 0)
        args = ", ".join(f"{n}={_getter(n, v)}" for n, v in sample.items())
        parts.append(
            f"\ndef {kind.lower()}(row, emit):\n"
            f'    emit.link(row.need("start"), {name}({args}), row.need("end"))\n'
        )
    return "\n".join(parts)


def _getter(name: str, value: Any) -> str:
    if isinstance(value, list):
        return f'row.items("{name}")'
    return f'row.integer("{name}")' if isinstance(value, int) else f'row.text("{name}")'


assert Course.opaque and Skill.opaque  # their ids are hashes, which is part of what is measured
