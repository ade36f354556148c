"""The jars of the embedded Neo4j: fetched once from Maven through jgo, each checked by sha256.

The committed lock ``neo4j_jars.lock`` has one line per jar: sha256, bytes, Maven coordinate.
``python -m graph.jars`` makes it anew after :data:`COORDINATE` is raised.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import GraphUnavailable
from graph.settings import Settings

if TYPE_CHECKING:
    from jgo.maven import MavenContext

Progress = Callable[[str], None]

COORDINATE = "org.neo4j:neo4j:5.26.26"
LOCK = Path(__file__).with_name("neo4j_jars.lock")
HEADER = (
    f"# {COORDINATE} with all its jars: sha256, bytes, Maven coordinate.\n"
    "# Made by `python -m graph.jars`; every download is checked against it.\n"
)
WORKERS = 8
CHUNK = 1 << 20
MIB = 1 << 20


@dataclass(frozen=True)
class Jar:
    """One locked jar; ``size`` in bytes, ``coordinate`` group:artifact:version[:classifier]."""

    sha256: str
    size: int
    coordinate: str

    def path(self, repository: Path) -> Path:
        """Where the jar lies in a Maven repository folder."""
        group, artifact, version, *classifier = self.coordinate.split(":")
        name = "-".join([artifact, version, *classifier]) + ".jar"
        return repository.joinpath(*group.split("."), artifact, version, name)

    def present(self, repository: Path) -> bool:
        """True when the file is there with the right length (hashed when it was fetched)."""
        path = self.path(repository)
        return path.is_file() and path.stat().st_size == self.size


def locked() -> list[Jar]:
    """The jars of the committed lock, in class path order."""
    rows = (line.split() for line in LOCK.read_text("utf-8").splitlines() if line[:1] != "#")
    return [Jar(sha256, int(size), coordinate) for sha256, size, coordinate in rows]


def class_path(settings: Settings, progress: Progress) -> list[Path]:
    """Paths of all jars, after fetching those that are missing.

    Raises:
        GraphUnavailable: a jar cannot be fetched or is not the one the lock names.
    """
    repository = settings.cache_dir / "maven"
    jars = locked()
    if not all(jar.present(repository) for jar in jars):
        with _only_one(settings.cache_dir):
            _fetch_missing(jars, repository, settings.maven_url, progress)
    return [jar.path(repository) for jar in jars]


def sha256_of(path: Path) -> str:
    """Hex sha256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def _only_one(cache_dir: Path) -> Iterator[None]:
    """Two first starts at the same time fetch one after the other: the second finds all there."""
    cache_dir.mkdir(parents=True, exist_ok=True)
    with (cache_dir / "fetch.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield


def _fetch_missing(jars: list[Jar], repository: Path, url: str | None, progress: Progress) -> None:
    missing = [jar for jar in jars if not jar.present(repository)]
    if not missing:
        return
    size = sum(jar.size for jar in missing) / MIB
    progress(f"downloading Neo4j, once: {len(missing)} jars, {size:.0f} MB")
    context = _context(repository, url)
    with ThreadPoolExecutor(WORKERS) as pool:
        fetched = pool.map(lambda jar: _fetch(jar, repository, context), missing)
        for count, _ in enumerate(fetched, start=1):
            if count % 50 == 0:
                progress(f"downloaded {count} of {len(missing)} jars")


def _context(repository: Path, url: str | None) -> MavenContext:
    from jgo.maven import MavenContext

    return MavenContext(
        repo_cache=repository,
        local_repos=[],
        remote_repos={"mirror": url.rstrip("/")} if url else None,
        timeout=60,
    )


def _fetch(jar: Jar, repository: Path, context: MavenContext) -> None:
    """Fetch one jar; a broken download (an earlier one was cut off) is tried once more."""
    path = jar.path(repository)
    for _ in range(2):
        path.unlink(missing_ok=True)
        _download(jar, context)
        if sha256_of(path) == jar.sha256:
            return
    path.unlink()
    raise GraphUnavailable(
        f"The download of {jar.coordinate} is not the file that was locked.",
        hint="Check the network or the Maven mirror (CHANJIAO_MAVEN_URL) and start again.",
        coordinate=jar.coordinate,
    )


def _download(jar: Jar, context: MavenContext) -> None:
    group, artifact, version, *classifier = jar.coordinate.split(":")
    component = context.project(group, artifact).at_version(version)
    try:
        component.artifact(*classifier).resolve()
    except (OSError, RuntimeError) as error:  # requests' errors are OSErrors
        raise GraphUnavailable(
            f"Cannot download {jar.coordinate} from Maven.",
            hint="Check the network or set CHANJIAO_MAVEN_URL to a mirror, then start again; "
            "or set CHANJIAO_NEO4J_URI to a running Neo4j.",
            coordinate=jar.coordinate,
        ) from error


def write_lock(repository: Path) -> int:
    """Resolve :data:`COORDINATE` anew and write the lock; returns the number of jars."""
    from jgo.env import EnvironmentBuilder, LinkStrategy

    builder = EnvironmentBuilder(
        context=_context(repository, None),
        cache_dir=repository.parent / "resolved",
        link_strategy=LinkStrategy.HARD,
    )
    environment = builder.from_endpoint(COORDINATE, update=True)
    lockfile = environment.lockfile
    if lockfile is None:
        raise GraphUnavailable(f"jgo wrote no lock for {COORDINATE}.", hint="Try again.")
    rows = []
    for found in lockfile.dependencies:
        parts = [found.groupId, found.artifactId, found.version, found.classifier]
        jar = Jar(found.sha256 or "", 0, ":".join(part for part in parts if part))
        size = jar.path(repository).stat().st_size
        rows.append((jar.coordinate, f"{jar.sha256}  {size:>9}  {jar.coordinate}\n"))
    LOCK.write_text(HEADER + "".join(row for _, row in sorted(rows)), "utf-8")
    return len(rows)


if __name__ == "__main__":
    from graph.settings import settings as read_settings

    print(f"locked {write_lock(read_settings().cache_dir / 'maven')} jars in {LOCK.name}")
