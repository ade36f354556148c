"""One real question for every endpoint. They stand in the documentation, and a test asks them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True)
class Example:
    """An address as one types it, with a body where there is one. ``role`` is what it needs."""

    address: str
    body: Any = None
    form: dict[str, str] | None = None
    role: str = "reader"

    def sent(self) -> dict[str, Any]:
        """How an HTTP client sends it."""
        if self.form is not None:
            return {"data": self.form}
        return {} if self.body is None else {"json": self.body}

    def shown(self, method: str) -> str:
        """The example as the documentation shows it."""
        return f"`{method.upper()} {self.address}`"


_MATCH = {
    "queries": {
        "a": {"cluster": "智能物联", "level": "高职专科", "limit": 3},
        "b": {"major": "510401", "limit": 3},
        "c": {"major": "没有这样的专业"},
    }
}
_CELLS = '{"q0":{"query":"海康威视","type":"enterprise","limit":3}}'
#: Method and path → example.
EXAMPLES: Final[dict[tuple[str, str], Example]] = {
    ("get", "/healthz"): Example("/healthz"),
    ("get", "/readyz"): Example("/readyz"),
    ("get", "/v1/ask"): Example("/v1/ask?q=哪些专业服务智能物联集群&limit=3"),
    ("get", "/metrics"): Example("/metrics"),
    ("get", "/v1/ontology"): Example("/v1/ontology"),
    ("get", "/v1/sources"): Example("/v1/sources"),
    ("get", "/v1/status"): Example("/v1/status"),
    ("get", "/v1/codes"): Example("/v1/codes"),
    ("get", "/v1/codes/{table}"): Example("/v1/codes/region_level"),
    ("get", "/v1/audit"): Example("/v1/audit?limit=10", role="admin"),
    ("get", "/v1/me"): Example("/v1/me"),
    ("get", "/v1/changes"): Example("/v1/changes?since=100&limit=3"),
    ("get", "/v1/changes/days"): Example("/v1/changes/days"),
    ("get", "/v1/export"): Example("/v1/export?format=graphml&types=clusters,segments"),
    ("get", "/v1/{kind}/export"): Example("/v1/schools/export?format=csv&filter=level:职业本科"),
    ("get", "/v1/clusters/{cluster}/majors"): Example("/v1/clusters/智能物联/majors?limit=3"),
    ("get", "/v1/majors/{major}/clusters"): Example("/v1/majors/510401/clusters?limit=3"),
    ("get", "/v1/schools/{school}/firms"): Example("/v1/schools/杭职大/firms?about=510401&limit=2"),
    ("get", "/v1/enterprises/{enterprise}/schools"): Example(
        "/v1/enterprises/海康威视/schools?limit=2"
    ),
    ("get", "/v1/match/algorithms"): Example("/v1/match/algorithms"),
    ("get", "/v1/analysis/gaps"): Example("/v1/analysis/gaps?by=level"),
    ("get", "/v1/analysis/ladder"): Example("/v1/analysis/ladder?cluster=智能物联"),
    ("get", "/v1/analysis/paths"): Example("/v1/analysis/paths?school=浙经院&limit=3"),
    ("get", "/v1/analysis/indices"): Example(
        "/v1/analysis/indices?name=concentration&major=510401"
    ),
    ("get", "/v1/analysis/coupling"): Example(
        "/v1/analysis/coupling?education=毕业生数&education=招生数"
        "&industry=第二产业增加值&industry=第三产业增加值"
    ),
    ("get", "/v1/analysis/whatif"): Example("/v1/analysis/whatif?open=杭职大/510401/80"),
    ("get", "/v1/analysis/communities"): Example("/v1/analysis/communities?cluster=智能物联"),
    ("get", "/v1/analysis/skills"): Example("/v1/analysis/skills?subject=510401"),
    ("get", "/v1/match/model"): Example("/v1/match/model"),
    ("post", "/v1/match"): Example("/v1/match", _MATCH),
    ("get", "/v1/clusters"): Example("/v1/clusters?current=true&filter=heading:false&limit=5"),
    ("get", "/v1/clusters/{cluster}"): Example("/v1/clusters/智能物联"),
    ("get", "/v1/majors/{major}"): Example("/v1/majors/510401"),
    ("get", "/v1/majors/{major}/schools"): Example("/v1/majors/510401/schools"),
    ("get", "/v1/schools/{school}"): Example("/v1/schools/杭职大"),
    ("get", "/v1/entities/{entity_id}"): Example("/v1/entities/major:moe-510401"),
    ("get", "/v1/entities/{entity_id}/history"): Example("/v1/entities/major:moe-510401/history"),
    ("get", "/v1/entities/{entity_id}/evidence"): Example("/v1/entities/industry:39/evidence"),
    ("get", "/v1/entities/{entity_id}/neighbours"): Example(
        "/v1/entities/major:moe-510401/neighbours?relation=PREPARES_FOR&limit=5"
    ),
    ("get", "/v1/search"): Example("/v1/search?q=hkws"),
    ("get", "/v1/paths"): Example(
        "/v1/paths?start=cluster:hz-eco-iot&end=major:moe-510401"
        "&relations=covers,employs,prepares_for"
    ),
    ("get", "/v1/reconcile"): Example("/v1/reconcile"),
    ("post", "/v1/reconcile"): Example("/v1/reconcile", form={"queries": _CELLS}),
    ("get", "/v1/reconcile/suggest/entity"): Example("/v1/reconcile/suggest/entity?prefix=海康"),
    ("get", "/v1/reconcile/suggest/property"): Example(
        "/v1/reconcile/suggest/property?prefix=level"
    ),
    ("get", "/v1/reconcile/suggest/type"): Example("/v1/reconcile/suggest/type?prefix=企"),
    ("get", "/v1/reconcile/extend/propose"): Example(
        "/v1/reconcile/extend/propose?type=school&limit=5"
    ),
    ("get", "/v1/reconcile/preview"): Example("/v1/reconcile/preview?id=major:moe-510401"),
    ("get", "/v1/{kind}"): Example(
        "/v1/schools?filter=level:高职专科,ownership:!民办&sort=name&facets=kind"
    ),
    ("get", "/v1/{kind}/{reference}"): Example("/v1/industries/39"),
    ("get", "/v1/{kind}/{reference}/history"): Example("/v1/occupations/2-02-10-01/history"),
    ("get", "/v1/{kind}/{reference}/evidence"): Example("/v1/schools/杭职大/evidence"),
    ("get", "/v1/{kind}/{reference}/{relation}"): Example(
        "/v1/industries/39/part_of?direction=in&limit=5"
    ),
}


def described(schema: dict[str, Any]) -> dict[str, Any]:
    """An OpenAPI document with the examples in it."""
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            found = EXAMPLES.get((method, path))
            if found is not None:
                said = operation.get("description", "")
                operation["description"] = f"{said}\n\nExample: {found.shown(method)}"
                if found.sent():
                    content = operation["requestBody"]["content"]
                    next(iter(content.values()))["example"] = found.body or found.form
    return schema
