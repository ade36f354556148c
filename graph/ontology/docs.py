"""Files that are generated from the model and committed; a check fails when they are stale."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import orjson

from graph.cypher import ddl, upsert
from graph.errors import GraphError
from graph.ontology import lists
from graph.ontology.base import REGISTRY, Entity, Field, Relation
from graph.ontology.schema import json_schemas, jsonld_context
from graph.ontology.terms import TERMS

INTRO = """# The model

Generated from `graph/ontology/` by `chanjiao ontology write`; do not edit.

Every node and relation also carries: `status` (stated, curated, computed, suggested, disputed),
`grade` (A, B, C), `scope` (who may see it), `records` (ids of the rows that state it),
`from_version` and `to_version` (versions in which it is part of the graph); nodes also
`changed_version` (the version that gave its present values).
"""


class StaleFiles(GraphError):
    """Generated files differ from what the model generates."""

    code = "generated_files_stale"


def generated() -> dict[str, str]:
    """Path under the repository → content, for every generated file."""
    return {
        "docs/ontology.md": markdown(),
        "docs/ontology/schema.json": _json(json_schemas()),
        "docs/ontology/context.jsonld": _json(jsonld_context()),
        "docs/ontology/constraints.cypher": ";\n".join(ddl.statements()) + ";\n",
        "docs/ontology/upserts.cypher": _upserts(),
    }


def write(root: Path) -> list[str]:
    """Write the generated files; returns the paths of those that changed."""
    changed = stale(root)
    for path in changed:
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(generated()[path], encoding="utf-8")
    return changed


def stale(root: Path) -> list[str]:
    """Generated files that are missing or differ."""
    return [
        path
        for path, content in generated().items()
        if not (root / path).is_file() or (root / path).read_text("utf-8") != content
    ]


def markdown() -> str:
    """The model in words and tables, with a diagram."""
    entities = "\n".join(_entity(e) for e in REGISTRY.entities.values())
    relations = "\n".join(_relation(r) for r in REGISTRY.relations.values())
    return (
        f"{INTRO}\n## Diagram\n\n{_diagram()}\n## Entities\n\n{entities}\n"
        f"## Relations\n\n{relations}\n## Closed lists\n\n{_lists()}\n## Terms\n\n{_terms()}"
    )


def _diagram() -> str:
    pairs: dict[tuple[str, str], list[str]] = defaultdict(list)
    for relation in REGISTRY.relations.values():
        for a, b in relation.ends:
            pairs[a.__name__, b.__name__].append(relation.rel_type)
    lines = ["```mermaid", "graph LR"]
    lines += [f'  {e.__name__}["{e.zh} {e.__name__}"]' for e in REGISTRY.entities.values()]
    for (start, end), names in sorted(pairs.items()):
        lines.append(f"  {start} -->|{' · '.join(sorted(names))}| {end}")
    return "\n".join([*lines, "```", ""])


def _entity(entity: type[Entity]) -> str:
    key = " + ".join(entity.key) + (
        f", else {' + '.join(entity.key_else)}" if entity.key_else else ""
    )
    shape = "hash of " if entity.opaque else ""
    return (
        f"### {entity.zh} {entity.__name__}\n\n{_doc(entity)}\n\n"
        f"Id: `{entity.prefix}:` {shape}{key}."
        + (f" Public term: `{entity.term}`." if entity.term else "")
        + f"\n\n{_fields(list(entity.fields.values()))}"
    )


def _relation(relation: type[Relation]) -> str:
    ends = ", ".join(f"{a.__name__} → {b.__name__}" for a, b in relation.ends)
    fields = _fields(list(relation.fields.values())) if relation.fields else ""
    parallel = f" Parallel relations differ in {', '.join(relation.key)}." if relation.key else ""
    return (
        f"### {relation.zh} {relation.rel_type}\n\n{_doc(relation)} {ends}.{parallel}\n\n{fields}"
    )


def _doc(declared: type[Entity] | type[Relation]) -> str:
    return " ".join((declared.__doc__ or "").split())


def _fields(fields: list[Field]) -> str:
    rows = ["| property | 名称 | caption | type | notes |", "|---|---|---|---|---|"]
    for fld in fields:
        notes = [
            "required" if fld.required else "",
            f"list `{fld.vocabulary.name}`" if fld.vocabulary else "",
            f"index {fld.prop.index}" if fld.prop.index else "",
            f"unit {fld.prop.unit}" if fld.prop.unit else "",
            f"`{fld.prop.term}`" if fld.prop.term else "",
        ]
        said = "; ".join(n for n in notes if n)
        rows.append(f"| `{fld.name}` | {fld.prop.zh} | {fld.prop.en} | {fld.kind} | {said} |")
    return "\n".join(rows) + "\n"


def _lists() -> str:
    parts = []
    for vocabulary in lists.ALL_LISTS:
        rows = [f"### {vocabulary.zh} `{vocabulary.name}`\n", "| term | English | also written |"]
        rows.append("|---|---|---|")
        rows += [f"| {t.code} | {t.en} | {'、'.join(t.aliases)} |" for t in vocabulary.terms]
        parts.append("\n".join(rows) + "\n")
    return "\n".join(parts)


def _terms() -> str:
    rows = ["| term | English | replaced | also written | since |", "|---|---|---|---|---|"]
    rows += [
        f"| {t.term} | {t.en} | {'、'.join(t.replaced)} | {'、'.join(t.aliases)} | {t.since} |"
        for t in TERMS
    ]
    return "\n".join(rows) + "\n"


def _upserts() -> str:
    parts = [f"// {node}\n{upsert.upsert_node(node)};" for node in sorted(REGISTRY.entities)]
    parts += [
        f"// {name} {a.__name__} → {b.__name__}\n"
        f"{upsert.upsert_relation(name, a.__name__, b.__name__)};"
        for name, relation in sorted(REGISTRY.relations.items())
        for a, b in relation.ends
    ]
    return "\n".join(parts) + "\n"


def _json(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n"
