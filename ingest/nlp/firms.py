"""Firms that a text names and the dictionary does not hold as written: linked by their names."""

from __future__ import annotations

from graph.resolve.linking import Resolver
from ingest.nlp.policy import Policy


def link_firms(policy: Policy, resolver: Resolver) -> None:
    """Give firms found by their legal form the id that linking is sure of, else alternatives.

    Args:
        policy: what was read; its items are changed in place.
        resolver: of the firms of the graph; see :mod:`graph.resolve.linking`.
    """
    firms = [i for i in policy.items if i.type == "ENTERPRISE" and not i.attrs.get("id")]
    for item, answer in zip(firms, resolver.resolve([policy.of(i) for i in firms]), strict=True):
        if answer["decision"] == "auto":
            item.attrs |= {"id": answer["id"], "name": answer["name"], "score": answer["score"]}
            item.grade = "sure"
        elif answer["decision"] == "review":
            found = answer["candidates"]
            item.attrs["alternatives"] = [{k: c[k] for k in ("id", "name", "score")} for c in found]
