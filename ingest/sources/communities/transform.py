"""Platforms of industry and education with their leads and members."""

from graph.ontology.base import Entity
from graph.ontology.entities import Community, Enterprise, Organisation, Region, School
from graph.ontology.relations import LocatedIn, MemberOf
from ingest.rows import Row
from ingest.source import Emit

#: Column, role and kind of organisation; a body stands with its kind, as ``name:kind``.
_ROLES: tuple[tuple[str, str, type[Entity]], ...] = (
    ("lead_schools", "牵头学校", School),
    ("lead_enterprises", "牵头企业", Enterprise),
    ("lead_bodies", "牵头单位", Organisation),
    ("member_schools", "成员", School),
    ("member_enterprises", "成员", Enterprise),
    ("member_bodies", "成员", Organisation),
    ("intended_enterprises", "合作意向", Enterprise),
)

#: A published kind that names its province, as the closed list has it.
_KINDS = {
    "产业学院（浙江省首个快递物流产教融合学院）": "产业学院",
    "浙江省开放型区域产教融合实践中心": "实践中心",
    "浙江省产教融合示范基地": "示范基地",
    "浙江省产教融合“五个一批”项目": "五个一批",
}


def transform(row: Row, emit: Emit) -> None:
    """State a platform; its kind is the published one, mapped, never a word in its name."""
    published = row.need("published_kind")
    community = emit(
        Community(
            name=row.need("name"),
            kind=_KINDS.get(published, published),
            published_kind=published,
            level=row.text("level"),
            batch=row.text("batch"),
            industry=row.text("industry"),
            place=row.text("place"),
            year=row.integer("year"),
            aliases=row.items("aliases"),
            note=row.text("note"),
        )
    )
    if region := row.text("region"):
        emit.link(community, LocatedIn(), emit.find(Region, region))
    for column, role, kind in _ROLES:
        for item in row.items(column):
            emit.link(_organisation(emit, item, kind), MemberOf(role=role), community)


def _organisation(emit: Emit, item: str, kind: type[Entity]) -> str:
    name, _, body = item.partition(":")
    stub = {"name": name, "named_only": True, **({"kind": body} if body else {})}
    return emit.seek(kind, name) or emit(kind.model_validate(stub))
