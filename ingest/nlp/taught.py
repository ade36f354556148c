"""Makes ``ingest/sources/skills-of-courses/taught.csv``: which courses of the profiles teach which
skill of the list, by the name of the course alone.

``python -m ingest.nlp.taught``. A course teaches a skill where a name or alias of the skill, or a
spelling of one, stands in the course's name; near names are not enough.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import orjson

from graph.resolve.gazetteer import Term
from graph.resolve.skills import SkillLinker
from ingest.source import SOURCES_DIR

COLUMNS: Final = ("course", "skill", "majors", "how", "reason")


def skill_terms(root: Path = SOURCES_DIR) -> list[Term]:
    """The bundled skills, each with its name as id."""
    path = root / "skills-of-courses" / "skills.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return [
        Term(r["name"], "Skill", r["name"], tuple(filter(None, r["aliases"].split("|"))))
        for r in rows
    ]


def courses(root: Path = SOURCES_DIR) -> dict[str, list[str]]:
    """Course → codes of the majors whose profile names it."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((root / "moe-major-profiles-2022").glob("*.jsonl")):
        for line in path.read_bytes().splitlines():
            row = orjson.loads(line)
            for name in [*row.get("foundation_courses", []), *row.get("core_courses", [])]:
                found[name].append(row["code"])
    return found


def taught(root: Path = SOURCES_DIR) -> Iterator[tuple[str, str, str, str, str]]:
    """Rows of the file: course, skill, codes of majors, how it was found, reason."""
    linker = SkillLinker(skill_terms(root))
    for course, majors in sorted(courses(root).items()):
        seen: set[str] = set()
        for link in linker.read(course).links:
            if link.how not in ("name", "spelling") or link.id in seen:
                continue
            seen.add(link.id)
            said = "名称或别名" if link.how == "name" else "同义写法"
            reason = f"课程名称中的“{link.text}”是该技能的{said}"
            yield course, link.id, "|".join(dict.fromkeys(majors)), link.how, reason


def main() -> None:
    """Write the file."""
    path = SOURCES_DIR / "skills-of-courses" / "taught.csv"
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(taught())


if __name__ == "__main__":
    main()
