"""Settings: read from the environment, safe by default, and explained when wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import ConfigurationError
from graph.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Only what a test sets counts."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"CHANJIAO_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)


def test_defaults_are_safe() -> None:
    found = load_settings()
    assert found.embedded
    assert found.neo4j_password is None
    assert found.api_host == "127.0.0.1"
    assert found.home_region is None
    assert found.api_base == "http://127.0.0.1:8000"


def test_every_setting_explains_itself() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name


def test_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHANJIAO_DATA_DIR", str(tmp_path / "here"))
    monkeypatch.setenv("CHANJIAO_NEO4J_URI", "neo4j+s://db.example.org")
    monkeypatch.setenv("CHANJIAO_API_URL", "https://api.example.org/")
    found = load_settings()
    assert found.data_dir == tmp_path / "here"
    assert not found.embedded
    assert found.api_base == "https://api.example.org"


def test_an_empty_variable_is_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHANJIAO_NEO4J_URI", "")
    assert load_settings().embedded


@pytest.mark.parametrize(
    ("name", "value"),
    [("HEAP_MB", "much"), ("HEAP_MB", "1"), ("NEO4J_URI", "http://x"), ("API_PORT", "70000")],
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"CHANJIAO_{name}", value)
    with pytest.raises(ConfigurationError) as caught:
        load_settings()
    assert f"CHANJIAO_{name}" in caught.value.message
    assert name.lower() in caught.value.fields["settings"]


def test_a_password_is_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHANJIAO_NEO4J_PASSWORD", "hush")
    found = load_settings()
    assert "hush" not in repr(found)
    assert "hush" not in found.model_dump_json()
