"""All settings of the product in one class, read from the environment (``CHANJIAO_*``).

Nothing is read at import: :func:`settings` reads once, at the first call. A secret has no default.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from graph.errors import ConfigurationError


def default_data_dir() -> Path:
    """``.state`` in the checkout this package runs from, else in the working directory."""
    checkout = Path(__file__).resolve().parents[1]
    root = checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()
    return root / ".state"


class Settings(BaseSettings):
    """Every setting, each with its help text. Environment names carry the prefix ``CHANJIAO_``."""

    model_config = SettingsConfigDict(
        env_prefix="CHANJIAO_", env_file=".env", extra="ignore", env_ignore_empty=True
    )

    neo4j_uri: str | None = Field(
        default=None,
        pattern=r"^(bolt|neo4j)(\+s|\+ssc)?://",
        description="Address of a Neo4j server (bolt://, neo4j://, neo4j+s://). Unset: embedded.",
    )
    neo4j_user: str = Field(default="neo4j", description="User name at the Neo4j server.")
    neo4j_password: SecretStr | None = Field(
        default=None, description="Password at the Neo4j server. The embedded one makes its own."
    )
    neo4j_database: str = Field(default="neo4j", description="Name of the database in the server.")
    data_dir: Path = Field(
        default_factory=default_data_dir,
        description="Where the embedded store, its password and its log live.",
    )
    cache_dir: Path = Field(
        default_factory=lambda: Path.home() / ".cache" / "chanjiao",
        description="Where downloaded, verified jars are kept; shared by all data directories.",
    )
    maven_url: str | None = Field(
        default=None, description="Base address of a Maven mirror. Unset: Maven Central."
    )
    heap_mb: int = Field(
        default=512, ge=256, description="Largest heap of the embedded server, in MiB."
    )
    page_cache_mb: int = Field(
        default=128, ge=16, description="Page cache of the embedded server, in MiB."
    )
    bolt_port: int | None = Field(
        default=None, ge=1, le=65535, description="Port of the embedded server. Unset: a free one."
    )
    start_timeout_s: float = Field(
        default=180.0,
        gt=0,
        description="How long to wait for the embedded server to answer, in seconds.",
    )
    connect_timeout_s: float = Field(
        default=4.0, gt=0, description="How long one connection attempt may take, in seconds."
    )
    query_timeout_s: float = Field(
        default=30.0, gt=0, description="Longest time a read may run in the server, in seconds."
    )
    write_timeout_s: float = Field(
        default=600.0, gt=0, description="Longest time a write may run in the server, in seconds."
    )
    retry_s: float = Field(
        default=15.0,
        ge=0,
        description="How long transient errors (deadlocks …) are retried, in seconds.",
    )
    reconnect_s: float = Field(
        default=3.0, ge=0, description="How long a lost connection is retried, in seconds."
    )
    pool_size: int = Field(default=64, ge=1, description="Largest number of connections to Neo4j.")
    api_host: str = Field(default="127.0.0.1", description="Address the API listens on.")
    api_port: int = Field(default=8000, ge=0, le=65535, description="Port the API listens on.")
    ui_host: str = Field(default="127.0.0.1", description="Address the UI listens on.")
    ui_port: int = Field(default=8501, ge=0, le=65535, description="Port the UI listens on.")
    api_url: str | None = Field(
        default=None,
        description="Address where the UI finds the API. Unset: made of api_host, api_port.",
    )
    api_key: SecretStr | None = Field(
        default=None,
        description="Key that the API asks for (header X-API-Key). Needed beyond loopback.",
    )
    api_access: Literal["open", "read", "key"] | None = Field(
        default=None,
        description="Who may ask the API: open (no key, loopback only), read (public facts "
        "without a key), key. Unset: key where CHANJIAO_API_KEY is set, else open.",
    )
    api_rate: int = Field(
        default=600,
        ge=0,
        description="Requests per minute of one caller, where the API is not open. 0: no limit.",
    )
    api_cors: str | None = Field(
        default=None,
        description="Origins whose pages may call the API, separated by commas.",
    )
    api_cache_mb: int = Field(
        default=64, ge=0, description="Answers that the API keeps per data version, in MiB."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="Least severe log line that is written."
    )
    home_region: str | None = Field(
        default=None,
        description="Region code that names are resolved in first. Unset: from the data.",
    )

    @property
    def api_base(self) -> str:
        """Base address of the API, without a slash at the end."""
        return (self.api_url or f"http://{self.api_host}:{self.api_port}").rstrip("/")

    @property
    def access(self) -> Literal["open", "read", "key"]:
        """Who may ask the API, with the default worked out."""
        return self.api_access or ("open" if self.api_key is None else "key")

    @property
    def embedded(self) -> bool:
        """True when no server address is set, so that the embedded server is used."""
        return self.neo4j_uri is None


def load_settings() -> Settings:
    """Read the settings anew.

    Raises:
        ConfigurationError: a value does not fit; ``fields["settings"]`` names each.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = {".".join(map(str, e["loc"])): e["msg"] for e in error.errors()}
        named = "; ".join(f"CHANJIAO_{name.upper()}: {text}" for name, text in wrong.items())
        raise ConfigurationError(
            f"Settings do not fit: {named}.",
            hint="Set the environment variable to a valid value or remove it.",
            settings=wrong,
        ) from None


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return load_settings()
