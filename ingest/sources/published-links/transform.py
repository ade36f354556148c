"""Published co-operations of schools, and published "serves" statements about local industry."""

from graph.ontology.entities import (
    Cluster,
    Enterprise,
    Major,
    MajorGroup,
    Organisation,
    Region,
    School,
)
from graph.ontology.relations import CooperatesWith, HasGroup, LocatedIn, Serves
from ingest.rows import Row
from ingest.source import Emit


def local_cluster(row: Row, emit: Emit) -> None:
    """State a local industry that a publication names and no list of clusters holds."""
    cluster = emit(
        Cluster(
            code=row.need("code"),
            name=row.need("name"),
            level=row.need("level"),
            state="现行",
            reliability="待核实",
            note=row.text("note"),
        )
    )
    if region := row.text("region"):
        emit.link(cluster, LocatedIn(), emit.find(Region, region))


def cooperation(row: Row, emit: Emit) -> None:
    """State that a school, or one of its programme groups, co-operates with a partner."""
    school, published = _school(emit, row.need("school")), row.need("published")
    group = _group(row, emit, school)
    relation = CooperatesWith(
        kind=published,
        published=published,
        period=row.text("period"),
        majors=row.items("majors"),
        strength=row.need("strength"),
    )
    emit.link(group or school, relation, _partner(row, emit))


def service(row: Row, emit: Emit) -> None:
    """State that a school, a group of it or one of its majors serves a local industry."""
    name, published = row.need("school"), row.need("published")
    school = _school(emit, name)
    group, major = _group(row, emit, school), _major(row, emit)
    # A major is shared by all schools, so the statement has to say whose it is.
    words = row.text("major_published")
    said = f"{name} {words}：{published}" if major else published
    cluster = Cluster.id_for(code=row.need("cluster"))
    serves = Serves(published=said, year=row.integer("year"), strength=row.need("strength"))
    emit.link(major or group or school, serves, cluster)


def _school(emit: Emit, name: str) -> str:
    return emit.seek(School, name) or emit(School(name=name, named_only=True))


def _partner(row: Row, emit: Emit) -> str:
    name, kind = row.need("partner"), row.need("partner_kind")
    if kind == "企业":
        return emit.seek(Enterprise, name) or emit(Enterprise(name=name, named_only=True))
    body = Organisation(name=name, kind=kind, named_only=True)
    return emit.seek(Organisation, name) or emit(body)


def _group(row: Row, emit: Emit, school: str) -> str | None:
    name = row.text("group")
    if name is None:
        return None
    group = emit(MajorGroup(school=school, name=f"{name}专业群"))
    emit.link(school, HasGroup(), group)
    return group


def _major(row: Row, emit: Emit) -> str | None:
    name, level = row.text("major"), row.text("major_level")
    if name is None or level is None:
        return None
    stub = Major(name=name, level=level, named_only=True)
    # A name that stands at several levels means the level the school has.
    return emit.seek(Major, name, level=stub.level) or emit(stub)
