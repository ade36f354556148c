"""Layouts: official documents read as published, each one file with one declaration.

A layout is told from templates by its headings, before templates are tried; ``--template`` names
one. What it reads are rows of :data:`ingest.templates.KINDS`.
"""

from __future__ import annotations

from ingest.layouts import catalogue, editions, figures, plan, profile, quality, standard
from ingest.layouts.model import Document, Grid, Layout, Line, Statement, TableRow

#: The first that fits is taken.
LAYOUTS: dict[str, Layout] = {
    layout.kind: layout
    for layout in (
        standard.LAYOUT,
        profile.LAYOUT,
        plan.LAYOUT,
        editions.LAYOUT,
        figures.LAYOUT,
        quality.LAYOUT,
        catalogue.LAYOUT,
    )
}


def layout_of(document: Document) -> Layout | None:
    """The layout that a document has, or None."""
    return next((layout for layout in LAYOUTS.values() if layout.fits(document)), None)


__all__ = ["LAYOUTS", "Document", "Grid", "Layout", "Line", "Statement", "TableRow", "layout_of"]
