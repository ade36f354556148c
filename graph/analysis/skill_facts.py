"""Skills that postings and needs ask for, and that courses teach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from graph import bases
from graph.analysis.types import Ref
from graph.cypher.reads import compile_read
from graph.match.snapshot import snapshot_of
from graph.view import View

_SKILLS = compile_read(
    "MATCH (s:Skill) WHERE visible(s) "
    "RETURN s.id AS id, s.name AS name, coalesce(s.aliases, []) AS aliases"
)
_ASKED = compile_read(
    "MATCH (j:JobPosting|Need)-[r:REQUIRES]->(s:Skill) WHERE visible(j, r, s) "
    "OPTIONAL MATCH (j)-[f:FOR_OCCUPATION]->(o:Occupation) WHERE visible(f, o) "
    "WITH j, r, s, f, o ORDER BY coalesce(f.probability, 1.0) DESC, o.id "
    "WITH j, r, s, head(collect(o.id)) AS occupation "
    "OPTIONAL MATCH (e:Enterprise)-[w:POSTED|PARTY_TO]->(j) WHERE visible(e, w) "
    "RETURN s.id AS skill, j.id AS by, occupation, head(collect(e.id)) AS firm, "
    "r.records AS records ORDER BY by, skill"
)
_CERTIFICATES_ASKED = compile_read(
    "MATCH (c:Certificate)<-[q:REQUIRES]-(j:JobPosting)-[r:REQUIRES]->(s:Skill) "
    "WHERE visible(c, q, j, r, s) "
    "RETURN s.id AS skill, c.id AS certificate, count(DISTINCT j) AS number "
    "ORDER BY skill, number DESC, certificate"
)
_CERTIFICATES = compile_read(
    "MATCH (c:Certificate) WHERE visible(c) RETURN c.id AS id, c.name AS name ORDER BY id"
)
_TAUGHT = compile_read(
    "MATCH (m:Major|Programme)-[h:HAS_COURSE]->(c:Course)-[t:TEACHES]->(s:Skill) "
    "WHERE visible(m, h, c, t, s) RETURN s.id AS skill, c.id AS course, c.name AS course_name, "
    "m.id AS owner, t.records AS records ORDER BY skill, course, owner"
)
_COURSES = compile_read(
    "MATCH (m:Major|Programme)-[h:HAS_COURSE]->(c:Course) WHERE visible(m, h, c) "
    "RETURN m.id AS owner, c.id AS id, c.name AS name, h.basis AS basis ORDER BY owner, id"
)
_OWNERS = compile_read(
    "MATCH (p:Programme)-[o:OF_MAJOR]->(m:Major) WHERE visible(p, o, m) "
    "RETURN p.id AS programme, m.id AS major"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A posting or need ``by`` asks for a skill."""

    skill: str
    by: str
    occupation: str | None
    firm: str | None
    records: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Taught:
    """A course of a major or programme ``owner`` teaches a skill."""

    skill: str
    course: str
    course_name: str
    owner: str
    records: tuple[int, ...]


@dataclass
class SkillFacts:
    """Everything about skills in a view, by what it is looked up with."""

    names: dict[str, str]
    aliases: dict[str, list[str]]
    asked: tuple[Asked, ...]
    taught_by_owner: dict[str, list[Taught]]
    taught_by_skill: dict[str, list[Taught]]
    courses: dict[str, list[Ref]]
    major_of_owner: dict[str, str]
    certificates: dict[str, str]
    certificates_beside: dict[str, list[str]] = field(default_factory=dict)

    def words_of(self, skill: str) -> list[str]:
        """Names of a skill that are long enough to be looked for in a text."""
        words = [self.names[skill], *self.aliases[skill]]
        return [w for w in words if len(w) >= 2] or words

    def by_course(self, owner: str) -> dict[str, set[str]]:
        """Course → skills that it teaches."""
        found: dict[str, set[str]] = defaultdict(set)
        for one in self.taught_by_owner.get(owner, ()):
            found[one.course].add(one.skill)
        return found


def skill_facts_of(view: View) -> SkillFacts:
    """Skills of a view, kept with its snapshot."""
    kept: SkillFacts = snapshot_of(view).remember("analysis skills", lambda: _read(view))
    return kept


def _read(view: View) -> SkillFacts:
    skills = view.as_it_was(view.read(_SKILLS), "name", "aliases")
    courses: dict[str, list[Ref]] = defaultdict(list)
    for row in bases.in_force(view.read(_COURSES), of="owner"):
        courses[row["owner"]].append(Ref(row["id"], row["name"]))
    # A course of a document that was superseded is no course of the major any more.
    current = {(owner, course.id) for owner, found in courses.items() for course in found}
    taught = [
        Taught(**_closed(row))
        for row in view.read(_TAUGHT)
        if (row["owner"], row["course"]) in current
    ]
    beside: dict[str, list[str]] = defaultdict(list)
    for row in view.read(_CERTIFICATES_ASKED):
        beside[row["skill"]].append(row["certificate"])
    return SkillFacts(
        names={r["id"]: r["name"] for r in skills},
        aliases={r["id"]: r["aliases"] for r in skills},
        asked=tuple(Asked(**_closed(row)) for row in view.read(_ASKED)),
        taught_by_owner=_by(taught, "owner"),
        taught_by_skill=_by(taught, "skill"),
        courses=courses,
        major_of_owner={r["programme"]: r["major"] for r in view.read(_OWNERS)},
        certificates={r["id"]: r["name"] for r in view.read(_CERTIFICATES)},
        certificates_beside=beside,
    )


def _closed(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "records": tuple(row["records"])}


def _by(taught: Iterable[Taught], key: str) -> dict[str, list[Taught]]:
    found: dict[str, list[Taught]] = defaultdict(list)
    for one in taught:
        found[getattr(one, key)].append(one)
    return found
