"""Facts that several packs state in the same way: 专业点 and observations.

A source may use these in its transform so that the same programme or figure gets the same id,
whichever pack names it.
"""

from __future__ import annotations

from graph.evidence import RowRejected
from graph.ontology.entities import Indicator, Major, Observation, Programme, Region, School
from graph.ontology.relations import About, CountsTowards, Offers, OfMajor
from ingest.rows import Row
from ingest.source import Emit


def major_id(row: Row, emit: Emit) -> str:
    """Id of the major in the columns ``major``, ``major_code`` and ``level``.

    Without a code the name stands in no catalogue at that level (old or shortened): it is
    stated as ``named_only``.

    Raises:
        RowRejected: ``major_code_edition`` where code and name are not of one catalogue entry.
    """
    name, level, code = row.need("major"), row.need("level"), row.text("major_code")
    if code is None:
        return emit(Major(name=name, level=level, named_only=True))
    expected = Major.id_for(catalogue="moe", code=code)
    found = emit.seek(Major, name, level=level)
    if found != expected:
        if former := emit.of_edition(code, name):
            return former
        raise RowRejected(
            "major_code_edition",
            f"{row.locator}: {code} is not the code of {name} ({level}) in the catalogue of 2021.",
            hint="Numbers were reused between the editions of 2015 and 2021; check both.",
            code_given=code,
            name=name,
            found=found,
        )
    return expected


def school_of(row: Row, emit: Emit) -> tuple[str, str]:
    """Id and name of the school of a row. One with a ``school_level`` of its own stands in no
    register of vocational schools (a university that also has such programmes) and may be a stub.
    """
    name, level = row.need("school"), row.text("school_level")
    return emit.party(name, School, level=level) if level else emit.find(School, name), name


def state_programme(row: Row, emit: Emit, *, offered: bool = True) -> str:
    """State the programme of a row and its major, and that its school offers it.

    Takes ``school``, ``school_level``, ``major``, ``major_code``, ``level``, ``years``,
    ``type``, ``first_year``, ``last_year``, ``until`` and ``remark``.
    """
    school, school_name = school_of(row, emit)
    major_name = str(row.cells().get("major"))
    major = major_id(row, emit)
    programme = emit(
        Programme(
            school=school,
            major=major,
            years=row.text("years"),
            name=f"{school_name} {major_name}",
            type=row.text("type"),
            first_year=row.integer("first_year"),
            last_year=row.integer("last_year"),
            remark=row.items("remark"),
        )
    )
    emit.link(programme, OfMajor(), major)
    until = row.text("until")
    if offered:
        emit.link(school, Offers(until=until), programme)
    return programme


def state_observation(row: Row, emit: Emit) -> str:
    """State one figure of an indicator, what it counts towards and what it is about.

    Takes ``indicator``, ``numerator``, ``denominator``, ``kind``, ``period``, ``region`` (code),
    ``school``, ``subject`` (where neither register holds it), ``value``, ``upper``, ``text``,
    ``unit`` and ``comparator``.
    """
    name, unit, period = row.need("indicator"), row.text("unit"), row.text("period")
    indicator = emit(
        Indicator(
            name=name,
            unit=unit,
            numerator=row.text("numerator"),
            denominator=row.text("denominator"),
        )
    )
    about = _subject(row, emit)
    observation = emit(
        Observation(
            indicator=indicator,
            subject=about or row.text("subject"),
            period=period,
            kind=row.need("kind"),
            name=f"{name} {period}" if period else name,
            value=row.decimal("value"),
            upper=row.decimal("upper"),
            text=row.text("text"),
            unit=unit,
            comparator=row.text("comparator"),
        )
    )
    emit.link(observation, CountsTowards(), indicator)
    if about:
        emit.link(observation, About(), about)
    return observation


def _subject(row: Row, emit: Emit) -> str | None:
    school, region = row.text("school"), row.text("region")
    if school:
        return emit.find(School, school)
    return emit.find(Region, region) if region else None
