"""Cells of a row as values: numbers, yes and no, lists, dates; each refusal names its column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from graph.evidence import RowRejected
from ingest.templates.model import Column, Template

_SEPARATORS = re.compile(r"[|、；;\n]+")
_DATE = re.compile(r"^(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?(?: 00:00:00)?$")
_YES, _NO = {"是", "有", "yes", "true", "y", "1", "√"}, {"否", "无", "no", "false", "n", "0"}
#: Whole numbers are exact below this.
_LARGEST = 2**53
#: What spreadsheets write where a formula failed.
_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}


def read(template: Template, row: Mapping[str, str]) -> dict[str, Any]:
    """The values of a row by column name; empty cells are left out.

    Raises:
        RowRejected: ``missing_field``, ``not_a_number``, ``not_a_flag`` or ``invalid_value``.
    """
    values: dict[str, Any] = {}
    for column in template.columns:
        text = str(row.get(column.name) or "").strip()
        if text:
            values[column.name] = _value(column, text)
        elif column.required:
            raise RowRejected(
                "missing_field",
                f"'{column.zh}' is empty.",
                hint="Fill it in and load again.",
                column=column.name,
                value="",
                suggestion="",
            )
    return values


def _value(column: Column, text: str) -> Any:
    if text in _ERRORS:
        raise _bad("invalid_value", column, text, "a value: the spreadsheet's formula failed")
    return _READ.get(column.kind, _text)(column, text)


def _text(column: Column, text: str) -> str:
    return text


def _items(column: Column, text: str) -> list[str]:
    if "|" in text:  # whoever writes it means it: items may have commas of their own
        return [part.strip() for part in text.split("|") if part.strip()]
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]


def _number(column: Column, text: str) -> float:
    try:
        value = float(text.replace(",", "").replace("，", ""))
    except ValueError:
        raise _bad("not_a_number", column, text, "a number") from None
    if not abs(value) < _LARGEST:  # neither infinite, nor nothing, nor more than can be kept
        raise _bad("not_a_number", column, text, "a number")
    return value


def _integer(column: Column, text: str) -> int:
    value = _number(column, text.removesuffix("年") if column.name == "year" else text)
    if value != int(value):
        raise _bad("not_a_number", column, text, "a whole number")
    return int(value)


def _flag(column: Column, text: str) -> bool:
    word = text.lower()
    if word in _YES | _NO:
        return word in _YES
    raise _bad("not_a_flag", column, text, "是 or 否")


def _date(column: Column, text: str) -> str:
    """An ISO date, month or year."""
    found = _DATE.match(text)
    parts = [int(p) for p in found.groups() if p] if found else []
    if not parts or any(not 1 <= p <= most for p, most in zip(parts[1:], (12, 31), strict=False)):
        raise _bad("invalid_value", column, text, "a date such as 2026-09-01, 2026-09 or 2026")
    return "-".join(f"{p:02}" for p in parts)


def _bad(code: str, column: Column, text: str, wanted: str) -> RowRejected:
    return RowRejected(
        code,
        f"'{column.zh}' is not {wanted}: '{text}'.",
        column=column.name,
        value=text,
        suggestion=_only_number(text) if code == "not_a_number" else "",
    )


def _only_number(text: str) -> str:
    found = re.findall(r"\d+(?:\.\d+)?", text)
    return found[0] if len(found) == 1 else ""


_READ: dict[str, Callable[[Column, str], Any]] = {
    "integer": _integer,
    "number": _number,
    "boolean": _flag,
    "list": _items,
    "date": _date,
}
