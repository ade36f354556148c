"""Files damaged at random, and what must hold for whatever comes out of them."""

from __future__ import annotations

import io
import random
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from ingest.readers import BadRow, UnreadableFile, tables
from ingest.transforming import digest_of
from tests.unit.ingest.readers import making as make

ROWS = [
    ["名称", "地区", "成立", "人数"],
    *[[f"企业{i}", "杭州", f"20{i % 25:02}-01-0{i % 9 + 1}", str(i)] for i in range(30)],
]
TEXT = "\n".join(",".join(row) for row in ROWS) + "\n"
LINES = "".join(f'{{"名称": "企业{i}", "人数": {i}}}\n' for i in range(30))
LATIN = [["name", "region"], *[[f"f{i}", "HZ"] for i in range(12)]]

#: Undamaged files by name.
SEEDS: dict[str, bytes] = {
    "f.csv": TEXT.encode(),
    "gb.csv": TEXT.encode("gb18030"),
    "q.csv": "\n".join(",".join(f'"{c}"' for c in row) for row in ROWS).encode(),
    "f.tsv": TEXT.replace(",", "\t").encode("utf-16"),
    "f.jsonl": LINES.encode(),
    "f.json": ("[" + ",".join(LINES.splitlines()) + "]").encode(),
    "f.xlsx": make.xlsx(ROWS, ROWS),
    "n.xlsx": make.xlsx([ROWS[0], *[[r[0], r[1], r[2], int(r[3])] for r in ROWS[1:]]]),
    "f.ods": make.ods("".join(map(make.ods_row, ROWS))),
    "f.xlsb": make.xlsb([list(r) for r in ROWS]),
    "f.docx": make.word(ROWS, paragraphs=["说明"]),
    "f.pdf": make.pdf(LATIN, LATIN),
    "f.zip": make.packed({"a.csv": TEXT.encode(), "b.xlsx": make.xlsx(ROWS)}),
}
PIECES = [
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"\r", b"\n\n", b",,,,", b";", b"\t", b"#N/A",
    b"#REF!", "\u202eمرحبا\u202c".encode(), b"\xed\xa0\x80", b"\\ud800", b"\\u0000", b"{", b"[[",
    b"PK\x03\x04", b"<c r=\"XFD1048576\" t=\"e\"><v>#N/A</v></c>", b"<f>1/0</f>", b"<", b"&#0;",
    b"1e999", b"2024/13/45", b"x" * 5000, "㐀".encode("gb18030"), b"=1+1", b" t=\"s\"",
    b'table:number-rows-repeated="1000000"', b"endstream", b"\xd0\xcf\x11\xe0",
]  # fmt: skip
Mutation = Callable[[random.Random, bytes], bytes]


def _place(dice: random.Random, content: bytes) -> int:
    return dice.randrange(len(content) + 1)


def cut(dice: random.Random, content: bytes) -> bytes:
    """Its end is missing."""
    return content[: _place(dice, content)]


def flip(dice: random.Random, content: bytes) -> bytes:
    """Some bytes are others."""
    out = bytearray(content)
    for _ in range(dice.choice((1, 3, 30))):
        if out:
            out[dice.randrange(len(out))] = dice.randrange(256)
    return bytes(out)


def insert(dice: random.Random, content: bytes) -> bytes:
    """Pieces that mean something stand where they should not."""
    for _ in range(dice.choice((1, 1, 4))):
        at = _place(dice, content)
        content = content[:at] + dice.choice(PIECES) + content[at:]
    return content


def remove(dice: random.Random, content: bytes) -> bytes:
    """A part is missing."""
    at = _place(dice, content)
    return content[:at] + content[at + dice.choice((1, 7, 200)) :]


def repeat(dice: random.Random, content: bytes) -> bytes:
    """A part stands there many times."""
    at, size = _place(dice, content), dice.choice((3, 40, 400))
    return content[:at] + content[at : at + size] * dice.choice((2, 50, 500)) + content[at:]


def zero(dice: random.Random, content: bytes) -> bytes:
    """A part is NUL, as after a crash of the disk."""
    at, size = _place(dice, content), dice.choice((1, 64, 4096))
    return content[:at] + b"\0" * len(content[at : at + size]) + content[at + size :]


def splice(dice: random.Random, content: bytes) -> bytes:
    """It goes on as another file."""
    other = dice.choice(list(SEEDS.values()))
    return content[: _place(dice, content)] + other[_place(dice, other) :]


def encode_again(dice: random.Random, content: bytes) -> bytes:
    """Text was saved in an encoding that was not meant."""
    names = ("utf-16", "utf-16-le", "gb18030", "big5", "utf-8", "latin-1")
    text = content.decode(dice.choice(("utf-8", "gb18030", "latin-1")), "replace")
    return text.encode(dice.choice(names), "replace")


def swap_cells(dice: random.Random, content: bytes) -> bytes:
    """Columns change places within a line; the header may come twice or very wide."""
    lines = content.split(b"\n")
    at = dice.randrange(len(lines))
    parts = lines[at].split(b",")
    dice.shuffle(parts)
    lines[at] = b",".join(parts * dice.choice((1, 2, 2600)))
    return b"\n".join(lines)


def inside(dice: random.Random, content: bytes) -> bytes:
    """The damage is within a member, and the archive is made again around it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {n: archive.read(n) for n in archive.namelist()}
    except Exception:  # the damage before this one went too deep
        return flip(dice, content)
    name = dice.choice(sorted(members))
    members[name] = dice.choice((cut, flip, insert, remove, repeat))(dice, members[name])
    return make.packed(members)


MUTATIONS: list[Mutation] = [
    cut, flip, insert, remove, repeat, zero, splice, encode_again, swap_cells, inside, inside,
]  # fmt: skip


def mutated(number: int) -> tuple[str, bytes]:
    """The damaged file of a number: (name, content); the same number gives the same file."""
    dice = random.Random(number)
    name = sorted(SEEDS)[number % len(SEEDS)]
    content = SEEDS[name]
    for _ in range(dice.choice((1, 1, 2, 3))):
        content = dice.choice(MUTATIONS)(dice, content)
    return name, content


def read_whole(path: Path) -> Counter[str]:
    """Read a file to its end: counts of ``good`` rows and codes, or one ``file: code``.

    Fails where a row could not be loaded or quarantined, or where a line was lost.
    """
    counts: Counter[str] = Counter()
    places: list[str] = []
    encoding = None
    try:
        for table in tables(path, text=True):
            encoding = table.encoding
            for row in table.rows:
                digest_of("f", row)
                places.append(row.locator)
                counts[row.code if isinstance(row, BadRow) else "good"] += 1
    except UnreadableFile as error:
        counts = Counter({f"file: {error.code}": 1})
        str(error).encode()
    else:
        assert len(places) == counts.total()
        assert len(set(places)) == len(places), "two rows have one place"
        _nothing_lost(path, encoding, places)
    return counts


def _nothing_lost(path: Path, encoding: str | None, places: list[str]) -> None:
    """Each line of a text file that is not blank is a row, from the first row on."""
    content = path.read_bytes()
    if path.suffix not in (".csv", ".jsonl") or encoding not in ("utf-8", "gb18030"):
        return
    if b'"' in content and path.suffix == ".csv":
        return
    content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    numbers = {int(p.rpartition(" ")[2]) for p in places}
    blank = b" \t\x0b\x0c" if path.suffix == ".jsonl" else b",;|\t"
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if line.strip(blank) and number > min(numbers, default=number):
            assert number in numbers, f"line {number} is lost"
