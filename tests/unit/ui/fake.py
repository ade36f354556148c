"""An API that answers from a few fixed rows, for pages without a server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

CLUSTER, MAJOR, SCHOOL = "cluster:c1", "major:m1", "school:s1"
NASTY = '<img src=x onerror="alert(1)">'


def entity(entity_id: str, kind: str, name: str, **properties: Any) -> dict[str, Any]:
    record = {"id": 7, "source": "src", "locator": "a.csv#row 3", "origin": "", "grade": "A",
              "first_version": 1}  # fmt: skip
    return {
        "id": entity_id,
        "type": kind,
        "name": name,
        "properties": {"name": name, **properties},
        "status": "stated",
        "grade": "A",
        "records": [record],
        "evidence": {"name": [7]},
        "conflicts": {"name": [{"value": "另一名", "record": 7}]},
        "relations": [{"relation": "COVERS", "direction": "out", "count": 1}],
    }


HOP = {
    "from": CLUSTER, "from_name": "甲集群", "relation": "COVERS", "forward": True,
    "to": "industry:39", "to_name": NASTY, "status": "curated", "source_grade": "B",
    "reason": "理由一", "source": "src", "locator": "b.csv#row 5", "origin": None,
}  # fmt: skip
FEATURES = [
    {"name": "text", "caption": "文本相近", "value": 0.8, "weight": 0.5, "contribution": 0.4,
     "detail": "相近"},
    {"name": "brand_new", "caption": "新特征", "value": 0.5, "weight": 0.4, "contribution": 0.2,
     "detail": ""},
    {"name": "published", "caption": "公开发布", "value": None, "weight": 0.0,
     "contribution": 0.0, "detail": "没有"},
]  # fmt: skip
ITEM = {
    "score": 0.6,
    "grade": "path",
    "features": FEATURES,
    "paths": [{"feature": "text", "hops": [HOP]}],
    "missing": ["培养方案"],
}
MAJOR_REF = {"id": MAJOR, "code": "510401", "name": "乙专业", "level": "高职专科",
             "class_name": "丙类"}  # fmt: skip
CLUSTER_REF = {"id": CLUSTER, "code": "c1", "name": "甲集群", "level": "市", "tier": "体系一",
               "state": "现行", "reliability": "官方文本"}  # fmt: skip
INTAKES = [
    {"year": 2026, "route": "普高统招", "variant": None, "places": 40, "lowest_score": None},
    {"year": 2026, "route": "普高统招", "variant": "订单班", "places": 10, "lowest_score": None},
]
OFFERED = {"id": SCHOOL, "name": "丁学院", "level": "高职专科", "ownership": "公办", "code": "1",
           "place": "某区", "city": "某市", "programme": "p", "years": "3", "type": "三年制",
           "last_year": 2026, "until": None, "intakes": INTAKES}  # fmt: skip
BY_YEAR = [{"year": 2026, "programmes": 1, "places": 50, "unknown": 0}]
PROGRAMME = {"major": MAJOR, "code": "510401", "name": "乙专业", "level": "高职专科",
             "class_name": "丙类", "programme": "p", "years": "3", "type": "三年制",
             "remark": [], "last_year": 2026, "until": None, "intakes": INTAKES}  # fmt: skip
SOURCE = {
    "id": "src", "title": {"zh": "来源一", "en": "Source one"}, "owner": "某单位", "grade": "A",
    "status": "stated", "licence": "unknown", "retrieved": "2026-01", "stale": True, "rows": 9,
    "quarantined": 1, "covers": {"zh": "全部", "en": "all"}, "missing": None,
}  # fmt: skip
FIRM = {"id": "enterprise:e1", "name": "=戊公司", "place": None, "at_seat": True, "partner": False,
        "industries": ["制造"], "titles": [], "listed_code": None, "uscc": None}  # fmt: skip
NEIGHBOUR = {
    "relation": "COVERS", "direction": "out", "properties": {"reason": "理由一"},
    "status": "curated", "grade": "B", "records": [],
    "entity": {"id": "industry:39", "type": "Industry", "name": "制造业", "code": "39"},
}  # fmt: skip
HIT = {"id": SCHOOL, "type": "School", "name": "丁学院", "code": "1", "level": "高职专科",
       "state": None, "status": "stated", "named_only": True, "matched": "丁院"}  # fmt: skip

COVERED = {"kind": "Major", "source": "src", "title": SOURCE["title"], "number": 9,
           "as_of": "2026-01", "covers": SOURCE["covers"], "missing": None}  # fmt: skip

BASIS = {
    "data_version": 3, "without": ["suggested"], "n": {"points": 4}, "caveats": ["注意一"],
    "formulas": [{"name": "公式一", "text": "a / b", "source": "某文"}],
    "missing": [{"what": NASTY, "settled_by": "招生计划（intakes）"}],
    "records": [entity("x:1", "X", "x")["records"][0]], "record_count": 108,
}  # fmt: skip
REF = {"id": MAJOR, "name": "乙专业", "code": "510401", "level": "高职专科"}
WAY = {"kind": "3+2", "contracted": True, "start": "p", "start_name": "子校", "end": "q",
       "end_name": "丑校", "to_level": "普通本科", "places": None, "year": 2024}  # fmt: skip
RUNG = {"level": "高职专科", "schools": 1, "points": 2, "year": 2026, "places": 90,
        "unknown_places": 0, "majors": [{"major": REF, "points": 2, "places": 90, "schools": [
            {"id": SCHOOL, "name": "丁学院"}], "score": 0.5, "grade": "path"}]}  # fmt: skip
LADDER = {
    "about": REF, "region": None,
    "rungs": [{**RUNG, "level": "中职", "majors": [], "places": None, "year": None}, RUNG],
    "steps": [{"name": "中职 → 高职专科", "status": "贯通断点", "why": "两者皆无", "contracted": [],
               "contracted_total": 0, "open": [], "open_total": 0},
              {"name": "高职专科 → 本科", "status": "贯通", "why": "有签约", "contracted": [WAY],
               "contracted_total": 9, "open": [], "open_total": 0}],
    "basis": BASIS,
}  # fmt: skip
GAP = {"about": REF, "openings": 144, "places": 130, "gap": {"low": 14, "high": 74, "middle": 20},
       "unfilled": None, "unplaced": None, "open_below": True, "open_above": True,
       "unknown": []}  # fmt: skip
GAPS = {
    "by": "major", "region": None, "level": None, "year": 2026, "considered": 2, "basis": BASIS,
    "items": [GAP, {**GAP, "about": {**REF, "id": "高职专科"}, "openings": None, "gap": None,
                    "unknown": ["岗位数"]}],
    "total": {**GAP, "gap": None},
}  # fmt: skip
PROPOSAL = {
    "kind": "行业产教融合共同体", "cluster": REF, "region": None, "coverage": 0.5, "chain": [],
    "members": [{"who": {"id": "enterprise:e1", "name": "=戊公司"}, "role": "牵头企业",
                 "reasons": ["上市"], "adds": ["环节"], "gain": 1, "value": 1}],
    "uncovered": [{"id": "环节:x", "name": "某环节"}], "basis": BASIS,
    "checks": [{"asks": "条件一", "source": "文件", "verdict": "unknown", "ground": "无名单"}],
}  # fmt: skip
WHATIF = {
    "scenario": {}, "year": 2026, "region": None, "wider": None, "basis": BASIS,
    "measures": [{"key": "places", "caption": "计划数", "before": 10, "after": 90, "why": ""},
                 {"key": "gap", "caption": "缺口", "before": None, "after": None, "why": "没有"}],
    "points": [{"major": REF, "school": {"id": SCHOOL, "name": "丁学院"}, "controlled": False,
                "before": None, "after": 80, "offered_before": False, "offered_after": True}],
    "affected": [{"who": {"id": SCHOOL, "name": "丁学院"}, "kind": "院校", "how": "新开"}],
}  # fmt: skip

ANSWERS: dict[str, Any] = {
    "/v1/analysis/ladder": LADDER,
    "/v1/analysis/gaps": GAPS,
    "/v1/analysis/communities": PROPOSAL,
    "/v1/analysis/whatif": WHATIF,
    "/readyz": {"status": "ready", "data_version": 3},
    "/v1/status": {
        "data_version": 3,
        "home_region": "000000",
        "counts": {"nodes": {"Major": 1234, "Odd": 2}, "relations": {"COVERS": 5}},
        "versions": [{"number": 3, "read": 9, "new": 1, "changed": 0, "withdrawn": 0,
                      "unchanged": 8, "quarantined": 1, "why": {"unclear_name": 1},
                      "published_at": "2026-01-01T00:00:00"}],
    },
    "/v1/sources": {"items": [SOURCE]},
    "/v1/ontology": {
        "entities": [{"label": "Major", "zh": "专业", "en": "Major", "properties": []}],
        "relations": [{"type": "COVERS", "zh": "涵盖", "en": "covers", "properties": []}],
        "lists": [],
    },
    "/v1/match/model": {"features": [{"name": "text", "caption": "文本相近", "weight": 0.5,
                                      "explanation": "说明"}]},
    "/v1/clusters": {"items": [
        {**CLUSTER_REF, "heading": False, "products": ["产品"], "system": {"id": "cluster:h",
                                                                        "name": "体系一"}},
        {**CLUSTER_REF, "id": "cluster:h", "name": "体系一", "heading": True, "products": [],
         "system": None},
        {**CLUSTER_REF, "id": "cluster:old", "name": "旧集群", "state": "已被替代",
         "reliability": "待核实", "heading": False, "products": [], "system": None},
    ]},
    f"/v1/clusters/{CLUSTER}": {
        "cluster": entity(CLUSTER, "Cluster", "甲集群", state="现行", reliability="待核实"),
        "segments": [{"id": "segment:1", "name": "环节", "wording": "链", "reliability": "待核实"}],
        "industries": [{"id": "industry:39", "code": "39", "name": "制造业", "strength": "odd",
                        "reason": "理由一", "status": "curated"}],
        "places": [{"id": "region:1", "name": "某市", "role": "范围"}],
        "related": [{**CLUSTER_REF, "relation": "RELATES_TO", "outgoing": True,
                     "kind": "same_field", "reason": "理由二"}],
        "serving": [],
        "communities": [],
        "firms": {"items": [FIRM], "total": 1, "rule": "规则"},
        "coverage": {"firms_known": 5, "firms_named_only": 1, "firms_at_home": 2, "listed": 1,
                     "listed_at_seat": 1, "listed_without_place": 1, "sources": [COVERED]},
    },
    f"/v1/clusters/{CLUSTER}/majors": {
        "cluster": CLUSTER_REF, "items": [{**ITEM, "major": MAJOR_REF}], "considered": 10,
        "model": "evidence", "data_version": 3, "coverage": [COVERED],
    },
    f"/v1/majors/{MAJOR}/clusters": {
        "major": MAJOR_REF, "items": [{**ITEM, "cluster": CLUSTER_REF}], "considered": 10,
        "model": "evidence", "data_version": 3, "coverage": [COVERED],
    },
    f"/v1/majors/{MAJOR}": {
        "major": entity(MAJOR, "Major", "乙专业", level="高职专科", posts=["岗位一"],
                        state_controlled=True),
        "occupations": [], "courses": [{"id": "c", "name": "课程一", "kind": "核心",
                     "basis": "2025标准", "superseded": False}],
        "certificates": [], "continues": [],
        "schools": {"items": [OFFERED], "total": 1, "by_year": BY_YEAR, "note": ""},
    },
    f"/v1/schools/{SCHOOL}": {
        "school": entity(SCHOOL, "School", "丁学院", aliases=["丁院"], former_names=["丁校"]),
        "programmes": {"items": [PROGRAMME], "total": 1, "by_year": BY_YEAR, "note": ""},
        "titles": [], "partners": [], "communities": [],
    },
    "/v1/entities/industry:39": entity("industry:39", "Industry", "制造业", code="39"),
    "/v1/entities/industry:39/neighbours": {"items": [NEIGHBOUR], "total": 1},
    "/v1/search": {"items": [HIT], "facets": {"School": 1}, "total": 1},
}  # fmt: skip


def problem(status: int, code: str, **fields: Any) -> httpx.Response:
    body = {"code": code, "title": "title", "detail": "detail", "status": status, **fields}
    return httpx.Response(status, json=body)


def answer(request: httpx.Request) -> httpx.Response:
    found = ANSWERS.get(request.url.path)
    if request.url.path == "/v1/search" and request.url.params.get("q") == "无":
        return httpx.Response(200, json={"items": [], "facets": {}, "total": 0})
    if request.url.path == "/v1/majors/major:old":
        return httpx.Response(308, headers={"Location": f"/v1/majors/{MAJOR}"})
    if found is None:
        return problem(404, "not_found")
    return httpx.Response(200, json=found)


def client(handler: Callable[[httpx.Request], httpx.Response] = answer) -> httpx.Client:
    transport = httpx.MockTransport(handler)
    return httpx.Client(base_url="http://api.test", transport=transport, follow_redirects=True)
