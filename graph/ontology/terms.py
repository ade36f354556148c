"""One table of terms: what the field says now, what it replaced, and the English word.

Captions use current terms only; a test forbids the replaced ones. Replaced words stay
searchable as aliases.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldTerm:
    """A current term with the words it replaced. ``since`` is the document or year of change."""

    term: str
    en: str
    replaced: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    since: str = ""


TERMS: tuple[FieldTerm, ...] = (
    FieldTerm(
        "岗位实习", "internship on the job", ("顶岗实习", "跟岗实习"), (), "教职成〔2021〕4号"
    ),
    FieldTerm("职业本科", "vocational bachelor's", (), ("高职本科", "本科层次职业教育")),
    FieldTerm("产教融合平台", "industry–education platform", (), ()),
    FieldTerm("行业产教融合共同体", "industry–education community", (), ("共同体",)),
    FieldTerm("市域产教联合体", "municipal industry–education consortium", (), ("联合体",)),
    FieldTerm("专业点", "programme offering", (), ("专业布点",)),
    FieldTerm("招生计划", "intake", (), ()),
    FieldTerm("专业群", "programme group", (), ()),
    FieldTerm("职教高考", "vocational entrance examination", ("单考单招",), ()),
    FieldTerm("中高职一体化(3+2)", "integrated secondary–higher vocational (3+2)", (), ("3+2",)),
    FieldTerm(
        "中本一体化(3+4)",
        "integrated secondary vocational–bachelor's (3+4)",
        ("中本一体",),
        ("3+4",),
    ),
    FieldTerm("现场工程师专项培养计划", "field engineer programme", (), ("现场工程师",)),
    FieldTerm("布点集中度", "concentration of programmes", (), ("同质化",)),
    FieldTerm("供需缺口(区间)", "gap between demand and supply (interval)", (), ("缺口",)),
)

REPLACED_WORDS: tuple[str, ...] = tuple(word for term in TERMS for word in term.replaced)
