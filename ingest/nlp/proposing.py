"""From what was read in a policy to proposals that wait for a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from graph.evidence import Caption, SourceCard
from graph.ontology.ids import digest12
from graph.proposals.model import Proposal
from ingest.nlp.items import Item
from ingest.nlp.policy import Policy

#: Findings that are facts, and the type of their proposals.
_TYPES: Final = {
    "DEPT": "DEPT", "PROJECT": "PROJECT", "TARGET_NUM": "TARGET_NUM",
    "TARGET_VAGUE": "TARGET_VAGUE", "TARGET_QUAL": "TARGET_QUAL", "POLICY_REF": "POLICY_REF",
    "SCHOOL": "NAMES", "PROGRAMME": "NAMES", "INDUSTRY": "NAMES", "REGION": "NAMES",
    "ENTERPRISE": "NAMES",
}  # fmt: skip
_ROLES: Final = ("牵头", "责任", "配合", "印发")
_SENTENCE_ENDS: Final = "。；！？\n"
_AROUND: Final = 160


def source_id(policy: Policy, name: str) -> str:
    """Source id of a document: from its number or title, else from the file's name, so that a new
    version of it takes the place of the old one."""
    values = policy_values(policy, name)
    return f"text-{digest12(str(values.get('number') or values['name']))}"


def card_of(policy: Policy, name: str, wishes: dict[str, Any]) -> SourceCard:
    """The card of a document as a source; ``wishes`` are owner, visibility, grade, licence."""
    values = policy_values(policy, name)
    title = Caption(zh=str(values["name"]), en=str(values["name"]))
    return SourceCard(
        id=source_id(policy, name),
        title=title,
        asserted_by=str(values.get("issuer") or "unknown"),
        status="suggested",
        retrieved=datetime.now(UTC).date().isoformat(),
        covers=title,
        missing=Caption(
            zh="机器读取,未经人核对的内容为建议", en="read by a machine; suggested until accepted"
        ),
        **wishes,
    )


def policy_values(policy: Policy, name: str) -> dict[str, Any]:
    """Values of the document: name, number, issuer and dates, as far as it says."""
    found: dict[str, Any] = {"name": name}
    for item in policy.items:
        text = re.sub(r"\s+", "", policy.of(item))
        if item.type == "DOC_TITLE":
            found |= {"name": text, "issuer": item.attrs.get("issuer")}
        elif item.type == "DOC_NO":
            found["number"] = text
        elif item.type == "DATE":
            key = {"成文日期": "issued", "施行日期": "since", "有效期至": "until"}.get(
                item.attrs["role"]
            )
            if key:
                found.setdefault(key, item.attrs["iso"])
    return {k: v for k, v in found.items() if v}


def proposals(policy: Policy, name: str) -> Iterator[Proposal]:
    """Proposals of a document in the order of the text."""
    whole, source = policy_values(policy, name), source_id(policy, name)
    heads = {c.path: (c.head[:60] or c.path) for c in policy.clauses}

    def proposal(kind: str, item: Item, attrs: dict[str, Any], others: Any = ()) -> Proposal:
        start, end = policy.cleaned.raw(item.start, item.end)
        return Proposal(
            source, kind, policy.of(item), start, end, item.clause, heads.get(item.clause, ""),
            _sentence(policy, item), item.grade, attrs, tuple(others), whole, policy.dictionary,
        )  # fmt: skip

    title = next((c for c in policy.clauses), None)
    if title is not None:
        yield proposal("DOC", Item("DOC", title.start, title.end, title.path), {})
    leads = {i.attrs["canonical"]: i.attrs for i in policy.items if i.type == "DEPT"}
    for item in policy.items:
        kind = _TYPES.get(item.type)
        if kind is None or not _states(item):
            continue
        attrs = _attrs(policy, item)
        others = item.attrs.get("alternatives") or item.attrs.get("candidates") or ()
        yield proposal(kind, item, attrs, others)
        if kind == "PROJECT":
            for lead in item.attrs["responsible_inherited"]:
                of = {**attrs, "department": _department(leads[lead]), "role": lead}
                yield proposal("INHERITED", item, of)


def _states(item: Item) -> bool:
    if item.type == "DEPT":
        return item.attrs["role"] in _ROLES and item.attrs.get("level") != "泛指"
    if item.type == "POLICY_REF":
        return not item.attrs["self"]
    named = _TYPES[item.type] == "NAMES"
    return not named or bool(item.attrs.get("id")) or item.type in ("SCHOOL", "ENTERPRISE")


def _department(attrs: dict[str, Any]) -> dict[str, Any]:
    return {k: attrs[k] for k in ("canonical", "id") if k in attrs}


def _attrs(policy: Policy, item: Item) -> dict[str, Any]:
    attrs = {k: v for k, v in item.attrs.items() if k not in ("alternatives", "candidates")}
    if item.type == "DEPT":
        attrs["canonical"] = _placed(str(attrs["canonical"]), policy)
    elif item.type == "PROJECT":
        below = item.clause.split(".", 1)[-1] if item.clause.count(".") > 1 else item.clause
        attrs |= {"name": policy.of(item), "number": below}
    elif item.type == "POLICY_REF":
        attrs["name"] = policy.of(item).strip("《》")
    return attrs


def _placed(name: str, policy: Policy) -> str:
    """The name of a body with its place: 市教育局 is a name in every city."""
    place, level = policy.issuer.place, policy.issuer.level
    if place and name.startswith(level) and not name.startswith(place):
        return place + name[len(level) :]
    return name


def _sentence(policy: Policy, item: Item) -> str:
    text = policy.cleaned.text
    low = max(text.rfind(c, max(0, item.start - _AROUND), item.start) for c in _SENTENCE_ENDS)
    ends = [text.find(c, item.end, item.end + _AROUND) for c in _SENTENCE_ENDS]
    high = min((e for e in ends if e >= 0), default=min(len(text), item.end + _AROUND))
    begin = low + 1 if low >= 0 else max(0, item.start - _AROUND)
    return text[begin : high + 1].strip()
