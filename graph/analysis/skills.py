"""Courses against demand: skills asked and not taught, taught and not asked, the smallest fix."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from graph.analysis.candidates import pairs_in
from graph.analysis.covering import GREEDY, greedy
from graph.analysis.gaps import CLUSTER_FLOOR, major_of
from graph.analysis.ladder import school_of
from graph.analysis.skill_facts import Asked, SkillFacts, Taught, skill_facts_of
from graph.analysis.supply import Supply, supply_of
from graph.analysis.types import AnalysisInvalid, Basis, Formula, Notes, Ref
from graph.errors import NotFound
from graph.match.paths import cluster_occupations
from graph.match.snapshot import Snapshot, snapshot_of
from graph.view import View

RCA = Formula(
    "显示性比较优势 RCA",
    "RCA(s) = (x_s / Σ_s x_s) / (X_s / Σ_s X_s)，x 为所选岗位要求技能 s 的次数，X 为全部岗位；"
    "RCA ≥ 1 且至少一成（不少于 2 个）所选岗位要求的技能为关键技能",
    "Balassa 指数；用于技能：Ahadi 等，Skills Taught vs Skills Sought，EDM 2022",
)
COMPLEMENT = Formula(
    "技能互补",
    "P(课程已教的技能与 s 同在一个岗位中被要求 | s 被要求)，取该课程各技能的最大值",
    "技能互补的条件概率（O*NET 上的做法）",
)
ESSENTIAL_SHARE, ESSENTIAL_LEAST = 0.1, 2
#: Least support of a course for a missing skill; below it the course is not proposed.
CARRIER_FLOOR = 0.3
#: What skills asked together, or words alone, count beside a course that teaches it elsewhere.
INDIRECT = 0.9
SHOWN = 5


@dataclass(frozen=True, slots=True)
class SkillRequest:
    """A major or programme, against a cluster, firms' postings named by id, or all postings."""

    subject: str
    cluster: str | None = None
    postings: tuple[str, ...] = ()
    limit: int = 50


@dataclass(frozen=True, slots=True)
class AskedSkill:
    """A skill that is asked for: by how many postings, their share, its RCA."""

    skill: Ref
    postings: int
    share: float
    rca: float
    essential: bool
    taught_by: tuple[str, ...] = ()
    #: How it is known to be taught: a relation, or the words of courses and competences.
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Carrier:
    """A course that could carry a missing skill, how well supported, and why."""

    course: Ref
    support: float
    why: str


@dataclass(frozen=True, slots=True)
class Fix:
    """The smallest fix of one missing skill; empty parts are not known."""

    asked: AskedSkill
    course: Carrier | None
    taught_elsewhere: tuple[str, ...]
    schools: tuple[Ref, ...]
    certificates: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class SkillAnswer:
    """What a major or programme teaches of what is asked.

    ``coverage`` is the share of essential skills that are taught; None where none is known.
    ``taught`` are all skills that are taught, asked for or not.
    ``plan`` are the fewest courses, by greedy choice, that could carry what is missing.
    """

    subject: Ref
    cluster: Ref | None
    coverage: float | None
    covered: tuple[AskedSkill, ...]
    missing: tuple[Fix, ...]
    not_asked: tuple[Ref, ...]
    taught: tuple[Ref, ...]
    plan: tuple[tuple[Ref, tuple[str, ...]], ...]
    basis: Basis


def skills(view: View, request: SkillRequest) -> SkillAnswer:
    """Skills asked, taught and missing.

    Raises:
        NotFound: no such major or programme.
        AnalysisInvalid: the subject is neither.
    """
    snapshot, supply, facts = snapshot_of(view), supply_of(view), skill_facts_of(view)
    major, owners = _subject(supply, snapshot, request.subject)
    asked = _asked(facts, snapshot, request)
    taught = _taught(facts, snapshot, major, owners, {a.skill for a in facts.asked})
    rows = _rows(facts, asked, taught)
    lacking = [r for r in rows if not r.taught_by]
    fixes = tuple(
        _fix(facts, snapshot, supply, owners, major, asked, row) for row in lacking[: request.limit]
    )
    notes = Notes()
    _explain(notes, facts, asked, taught, rows)
    wanted = {a.skill for a in asked}
    essential = [r for r in rows if r.essential]
    return SkillAnswer(
        subject=_ref(supply, snapshot, request.subject, major),
        cluster=_cluster(snapshot, request.cluster),
        coverage=_share(essential),
        covered=tuple(r for r in rows if r.taught_by)[: request.limit],
        missing=fixes,
        not_asked=tuple(
            Ref(s, facts.names[s]) for s in sorted(taught) if s not in wanted and asked
        )[: request.limit],
        taught=tuple(Ref(s, facts.names[s]) for s in sorted(taught)),
        plan=_plan(fixes),
        basis=notes.basis(view),
    )


def _share(essential: Sequence[AskedSkill]) -> float | None:
    if not essential:
        return None
    return round(sum(1 for r in essential if r.taught_by) / len(essential), 6)


def _subject(supply: Supply, snapshot: Snapshot, subject: str) -> tuple[str, tuple[str, ...]]:
    """The major and the owners of its courses: the programme's own and the major's."""
    if subject in snapshot.majors:
        return subject, (subject,)
    if not subject.startswith("programme:"):
        raise AnalysisInvalid("Skills are of a major or a programme.", field="subject")
    point = next((p for p in supply.points if p.id == subject), None)
    if point is None:
        raise NotFound(f"There is no programme '{subject}'.", id=subject)
    return point.major, (subject, point.major)


def _ref(supply: Supply, snapshot: Snapshot, subject: str, major: str) -> Ref:
    about = major_of(snapshot, major)
    if subject == major:
        return about
    school = next(p.school for p in supply.points if p.id == subject)
    return Ref(subject, f"{supply.schools[school]['name']} {about.name}", about.code, about.level)


def _cluster(snapshot: Snapshot, cluster: str | None) -> Ref | None:
    if cluster is None:
        return None
    row = snapshot.clusters[cluster]
    return Ref(cluster, row["name"], row["code"])


def _asked(facts: SkillFacts, snapshot: Snapshot, request: SkillRequest) -> list[Asked]:
    """Asks of the chosen postings; of a cluster those for its occupations or from its firms."""
    if request.postings:
        return [a for a in facts.asked if a.by in request.postings]
    if request.cluster is None:
        return list(facts.asked)
    reached = cluster_occupations(snapshot, request.cluster)
    mine = {o for o, r in reached.items() if r.weight >= CLUSTER_FLOOR}
    core = {e.end for e in snapshot.edges["COVERS"].out.get(request.cluster, ())
            if e.strength == "core"}  # fmt: skip
    firms = {e.start for i in core for e in snapshot.edges["ENGAGED_IN"].into.get(i, ())}
    return [a for a in facts.asked if a.occupation in mine or a.firm in firms]


Known = dict[str, tuple[tuple[Taught, ...], str]]


def _taught(
    facts: SkillFacts,
    snapshot: Snapshot,
    major: str,
    owners: Sequence[str],
    vocabulary: Set[str],
) -> Known:
    """Skill → the courses that teach it and how that is known; relations before words."""
    found: dict[str, list[Taught]] = defaultdict(list)
    for owner in owners:
        for one in facts.taught_by_owner.get(owner, ()):
            found[one.skill].append(one)
    known: Known = {s: (tuple(ones), "关系") for s, ones in found.items()}
    courses = [c for owner in owners for c in facts.courses.get(owner, ())]
    competences = "；".join(snapshot.majors[major]["competences"])
    for skill in vocabulary - known.keys():
        words = facts.words_of(skill)
        named = tuple(
            Taught(skill, c.id, c.name, owner, ())
            for owner in owners
            for c in facts.courses.get(owner, ())
            if any(w in c.name for w in words)
        )
        if named:
            known[skill] = (named, "课程名")
        elif courses and any(w in competences for w in words):
            known[skill] = ((Taught(skill, "", "专业能力", major, ()),), "专业能力表述")
    return known


def _rows(facts: SkillFacts, asked: Sequence[Asked], taught: Known) -> list[AskedSkill]:
    here, everywhere = _counts(asked), _counts(facts.asked)
    postings = len({a.by for a in asked})
    least = max(ESSENTIAL_LEAST, ESSENTIAL_SHARE * postings)
    rows = []
    for skill, number in here.items():
        rca = advantage(here, everywhere, skill)
        courses, how = taught.get(skill, ((), ""))
        rows.append(
            AskedSkill(
                skill=Ref(skill, facts.names[skill]),
                postings=number,
                share=round(number / postings, 6),
                rca=round(rca, 6),
                essential=number >= least and rca >= 1 - 1e-9,
                taught_by=tuple(dict.fromkeys(c.course_name for c in courses)),
                basis=how,
            )
        )
    return sorted(rows, key=lambda r: (not r.essential, -r.postings, -r.rca, r.skill.id))


def _counts(asked: Iterable[Asked]) -> Counter[str]:
    return Counter(skill for _, skill in {(a.by, a.skill) for a in asked})


def advantage(here: Mapping[str, int], everywhere: Mapping[str, int], skill: str) -> float:
    """RCA of a skill in a part of all asks; 1 where the part is the whole."""
    return (here[skill] / sum(here.values())) / (everywhere[skill] / sum(everywhere.values()))


def _fix(  # noqa: PLR0913 - a fix looks everywhere
    facts: SkillFacts,
    snapshot: Snapshot,
    supply: Supply,
    owners: Sequence[str],
    major: str,
    asked: Sequence[Asked],
    row: AskedSkill,
) -> Fix:
    skill = row.skill.id
    elsewhere = facts.taught_by_skill.get(skill, ())
    majors = {facts.major_of_owner.get(t.owner, t.owner) for t in elsewhere} - {major}
    schools = _schools(facts, supply, elsewhere, majors)
    named = [
        f"{snapshot.names[facts.major_of_owner.get(t.owner, t.owner)]}《{t.course_name}》"
        for t in elsewhere
        if t.owner not in owners
    ]
    return Fix(
        asked=row,
        course=_carrier(facts, owners, asked, skill),
        taught_elsewhere=tuple(dict.fromkeys(named))[:SHOWN],
        schools=tuple(schools[:SHOWN]),
        certificates=tuple(_certificates(facts, skill)[:SHOWN]),
    )


def _schools(
    facts: SkillFacts, supply: Supply, elsewhere: Iterable[Taught], majors: Set[str]
) -> list[Ref]:
    """Schools whose own programme teaches it, then those that offer a major that does."""
    own = {t.owner for t in elsewhere if t.owner.startswith("programme:")}
    first = [p.school for p in supply.points if p.id in own]
    then = [p.school for p in supply.chosen(majors=majors)]
    return [school_of(supply, s) for s in dict.fromkeys([*first, *then])]


def _carrier(
    facts: SkillFacts, owners: Sequence[str], asked: Sequence[Asked], skill: str
) -> Carrier | None:
    """The course of this major or programme that could carry a skill best."""
    together = _together(asked, skill)
    teachers = {t.course_name for t in facts.taught_by_skill.get(skill, ())}
    options = []
    for owner in owners:
        taught = facts.by_course(owner)
        for course in facts.courses.get(owner, ()):
            options.append(_support(facts, course, taught, together, teachers, skill))
    best = max(options, key=lambda c: (c.support, c.course.id), default=None)
    return best if best and best.support >= CARRIER_FLOOR else None


def _support(
    facts: SkillFacts,
    course: Ref,
    taught: Mapping[str, Set[str]],
    together: Mapping[str, float],
    teachers: Set[str],
    skill: str,
) -> Carrier:
    if course.name in teachers:
        return Carrier(course, 1.0, "同名课程在其他专业已教授")
    near = {s: together.get(s, 0.0) for s in taught.get(course.id, ())}
    if near and (best := max(near, key=lambda s: (near[s], s))) and near[best] > 0:
        why = f"与已教的“{facts.names[best]}”常在同一岗位中被要求"
        return Carrier(course, round(near[best] * INDIRECT, 6), why)
    likeness = max(pairs_in(w, course.name) for w in facts.words_of(skill))
    return Carrier(course, round(likeness * INDIRECT, 6), "课程名称与技能用词相近")


def _together(asked: Iterable[Asked], skill: str) -> dict[str, float]:
    """Other skill → share of the postings that ask for this one and for it, too."""
    by_posting: dict[str, set[str]] = defaultdict(set)
    for one in asked:
        by_posting[one.by].add(one.skill)
    mine = [skills_ for skills_ in by_posting.values() if skill in skills_]
    counts = Counter(s for skills_ in mine for s in skills_ if s != skill)
    return {s: n / len(mine) for s, n in counts.items()}


def _certificates(facts: SkillFacts, skill: str) -> list[Ref]:
    """Certificates that postings ask for beside the skill, then those named after it."""
    beside = facts.certificates_beside.get(skill, ())
    words = facts.words_of(skill)
    named = [c for c, name in facts.certificates.items() if any(w in name for w in words)]
    return [Ref(c, facts.certificates[c]) for c in dict.fromkeys([*beside, *sorted(named)])]


def _plan(fixes: Sequence[Fix]) -> tuple[tuple[Ref, tuple[str, ...]], ...]:
    """Fewest courses that could carry the missing essential skills, else all missing ones."""
    wanted = [f for f in fixes if f.asked.essential] or list(fixes)
    covers: dict[str, set[str]] = defaultdict(set)
    courses: dict[str, Ref] = {}
    for fix in wanted:
        if fix.course:
            courses[fix.course.course.id] = fix.course.course
            covers[fix.course.course.id].add(fix.asked.skill.name)
    weights = dict.fromkeys((s for found in covers.values() for s in found), 1.0)
    chosen = greedy(covers, weights, len(covers))
    return tuple((courses[c.member], tuple(sorted(c.adds))) for c in chosen)


def _explain(
    notes: Notes,
    facts: SkillFacts,
    asked: Sequence[Asked],
    taught: Known,
    rows: Sequence[AskedSkill],
) -> None:
    notes.uses(RCA, COMPLEMENT, GREEDY)
    notes.count(
        postings=len({a.by for a in asked}),
        asks=len(asked),
        skills_asked=len(rows),
        skills_taught=len(taught),
        postings_everywhere=len({a.by for a in facts.asked}),
    )
    notes.cites(r for a in asked for r in a.records)
    notes.cites(r for courses, _ in taught.values() for c in courses for r in c.records)
    if not asked:
        notes.lacks("岗位或需求要求的技能", "招聘岗位（postings）或企业需求登记（needs）的“技能”列")
    if not any(how == "关系" for _, how in taught.values()):
        notes.lacks("课程教授的技能", "课程（courses）的“技能”列，或人才培养方案")
        notes.warn("没有课程与技能的关系，只按课程名和专业能力的用词判断，“未教”可能只是未写明")
    if any(how in ("课程名", "专业能力表述") for _, how in taught.values()):
        notes.warn("标明“课程名”“专业能力表述”的，只凭用词判断")
    if asked and len({a.by for a in asked}) < 30:
        notes.warn("岗位少于 30 个，RCA 与份额不稳定")
