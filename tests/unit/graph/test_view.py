"""What a view adds to a read, what it leaves out, and when two views are the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graph.errors import NotFound
from graph.versions import GraphState
from graph.view import DEFAULT_WITHOUT, View, published_view


class Recorder:
    """Stands for a database: keeps what it is asked."""

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}

    def read(self, query: str, /, **params: Any) -> list[dict[str, Any]]:
        self.asked = {"query": query, **params}
        return []


@pytest.fixture
def recorder() -> Any:
    return Recorder()


def test_every_read_carries_version_scopes_and_statuses(recorder: Any) -> None:
    View(recorder, 7, scopes=("public", "private:me")).read("RETURN $x", x=1)
    assert recorder.asked == {
        "query": "RETURN $x", "x": 1, "version": 7,
        "scopes": ["public", "private:me"], "without": ["suggested"],
    }  # fmt: skip


def test_the_public_without_suggestions_is_the_default(recorder: Any) -> None:
    view = View(recorder, 1)
    assert view.scopes == ("public",)
    assert view.without == DEFAULT_WITHOUT == {"suggested"}


def test_leaving_out_adds_and_never_takes_back(recorder: Any) -> None:
    view = View(recorder, 1)
    fewer = view.leaving_out(["curated"]).leaving_out(["computed"])
    assert fewer.without == {"suggested", "curated", "computed"}
    assert view.without == {"suggested"}
    assert view.leaving_out([]) == view
    with pytest.raises(NotFound, match="hearsay"):
        view.leaving_out(["hearsay"])


def test_the_key_tells_apart_what_reads_differently(recorder: Any) -> None:
    view = View(recorder, 1, uid="a")
    others = [
        replace(view, version=2), replace(view, uid="b"), replace(view, scopes=("private:me",)),
        view.leaving_out(["curated"]),
    ]  # fmt: skip
    assert len({view.key, *(o.key for o in others)}) == 5
    assert replace(view, home_region="1").key == view.key


@pytest.mark.parametrize("state", [None, GraphState("u", 0, 1, "", "", None, "")])
def test_nothing_is_published(
    recorder: Any, state: GraphState | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.versions.read_state", lambda _: state)
    with pytest.raises(NotFound, match="Nothing is loaded"):
        published_view(recorder)


def test_the_published_version_or_an_earlier_one(
    recorder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = GraphState("u", 3, 4, "", "", "99", "")
    monkeypatch.setattr("graph.versions.read_state", lambda _: state)
    view = published_view(recorder)
    assert (view.version, view.home_region, view.uid) == (3, "99", "u")
    assert published_view(recorder, version=1).version == 1
    for wrong in (0, 4, -1):
        with pytest.raises(NotFound, match="never published"):
            published_view(recorder, version=wrong)
