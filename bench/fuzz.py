"""``python -m bench.fuzz [--files 1000]``: read damaged files; no traceback, no lost row, < 1 GB.

Damage is seeded: a number stands for a file, printed where something fails. Ends with 1 where a
file broke the reader or the process needed a gigabyte.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from ingest.readers import BadRow, UnreadableFile, tables
from tests.unit.ingest.readers import making
from tests.unit.ingest.readers.mutating import mutated, read_whole

LIMIT_MB = 1024


HEAD = "名称,地区\n".encode()
CELL_BYTES = 200 << 20


def _long_cell() -> bytes:
    strings = b"<sst><si><t>" + b"x" * CELL_BYTES + b"</t></si></sst>"
    return making.repacked(making.xlsx(making.GOOD), **{"xl/sharedStrings.xml": strings})


#: Files whose size is the attack.
LARGE: dict[str, Callable[[], bytes]] = {
    "cell.csv": lambda: HEAD + b"x" * CELL_BYTES + b",y\n" + "甲,杭州\n".encode(),
    "cell.jsonl": lambda: b'{"a": "' + b"x" * CELL_BYTES + b'"}\n{"a": 1}\n',
    "cell.xlsx": _long_cell,
    "bomb.zip": lambda: making.packed({"a.csv": b"0" * (300 << 20)}),
    "quote.csv": lambda: HEAD + b'"' + b"a,b\n" * (1 << 20),
    "wide.csv": lambda: (",".join(f"c{i}" for i in range(10_000)) + "\n").encode() * 100,
    "long.csv": lambda: HEAD + "甲,杭州\n".encode() * 1_000_000,
}


def _peak() -> int:
    """Peak memory in MB. ``getrusage`` would give that of the process before, too."""
    told = Path("/proc/self/status").read_text()
    return int(told.partition("VmHWM:")[2].split()[0]) // 1024


def _counted(path: Path) -> Counter[str]:
    try:
        rows = (row for table in tables(path) for row in table.rows)
        return Counter(row.code if isinstance(row, BadRow) else "good" for row in rows)
    except UnreadableFile as error:
        return Counter([f"file: {error.code}"])


def read(path: Path, what: str, codes: Counter[str]) -> bool:
    """Read one file; prints and returns False where the reader broke."""
    try:
        codes.update(read_whole(path))
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        print(f"{what}: {traceback.format_exc()}")
        return False
    return True


def main() -> None:
    """Read the files and print what became of them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--read", type=Path)
    arguments = parser.parse_args()
    codes: Counter[str] = Counter()
    if arguments.read:
        codes = _counted(arguments.read)
        print(f"{_peak()} MB, {dict(codes)}")
        return
    broken, slowest = 0, (0.0, "")
    with tempfile.TemporaryDirectory() as folder:
        for number in range(arguments.first, arguments.first + arguments.files):
            name, content = mutated(number)
            path = Path(folder) / name
            path.write_bytes(content)
            begun = time.monotonic()
            broken += not read(path, f"file {number}", codes)
            slowest = max(slowest, (time.monotonic() - begun, f"{number} ({name})"))
        peak = _peak()
        print(f"{arguments.files} files, {broken} broke the reader; peak {peak} MB")
        print(f"slowest: {slowest[1]}, {slowest[0]:.1f} s")
        for code, count in codes.most_common():
            print(f"  {count:7} {code}")
        heavy = [_read_apart(Path(folder) / name, made) for name, made in LARGE.items()]
    raise SystemExit(1 if broken or max(peak, *heavy) > LIMIT_MB else 0)


def _read_apart(path: Path, made: Callable[[], bytes]) -> int:
    """Read a large file in a process of its own; prints and returns its peak memory in MB."""
    path.write_bytes(made())
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "bench.fuzz", "--read", str(path)], capture_output=True, text=True
    )
    path.unlink()
    print(f"{path.name}: {done.stdout.strip()}{done.stderr} in {time.monotonic() - begun:.1f} s")
    return LIMIT_MB + 1 if done.returncode else int(done.stdout.split()[0])


if __name__ == "__main__":
    main()
