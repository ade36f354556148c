"""How a text file is encoded: found from all of its bytes, so that no row fails half-way."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.readers import limits
from ingest.readers.model import Opened

CHUNK = limits.MEGABYTE
_SAMPLE = 256 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: A damaged file is still of an encoding if so many characters are right for each wrong place.
_RIGHT_PER_WRONG = 3
_WRONG = re.compile("[\udc80-\udcff\ufffd]+")
_CONTROLS = bytes([*range(0, 9), *range(14, 27), *range(28, 32)])
_SHEET_ERROR = re.compile(rb"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)")
_GUESSES = re.compile(r"big5|utf_(16|32)|cp125|latin|iso8859|shift_jis|euc_")


@dataclass(frozen=True, slots=True)
class Encoding:
    """The encoding of a file and what its bytes show, so that clean files need no second look.

    Attributes:
        name: Python's name of the encoding.
        errors: how to decode; with ``surrogateescape`` or ``replace`` the wrong rows can be told.
        suspicious: has NUL bytes, spreadsheet errors, or bytes that do not decode.
        long_lines: has a line longer than a megabyte.
    """

    name: str
    errors: str = "strict"
    suspicious: bool = False
    long_lines: bool = False


def detect(file: Opened) -> Encoding:
    """The encoding of a file.

    Raises:
        UnreadableFile: ``empty_file``, ``file_too_large``, ``encoding_unknown``.
    """
    size = file.path.stat().st_size
    if size > limits.FILE_BYTES:
        raise file.refuse(code="file_too_large", message=f"has {size} bytes.", hint="Split it.")
    with file.path.open("rb") as handle:
        sample = handle.read(_SAMPLE)
    if not sample.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise file.refuse(
            code="empty_file", message="holds nothing.", hint="See whether it was saved."
        )
    name, errors = _named(file, sample)
    suspicious, long_lines = _traits(file)
    if name.startswith(("utf-16", "utf-32")):
        suspicious = True  # its bytes say little, so its rows are looked at
    return Encoding(name, errors, suspicious or errors != "strict", long_lines)


def _named(file: Opened, sample: bytes) -> tuple[str, str]:
    for mark, name in _BOMS:
        if sample.startswith(mark):
            return (name, "strict") if _decodes(file, name) else (name, "replace")
    if wide := _utf16_without_mark(sample):
        return wide, "strict" if _decodes(file, wide) else "replace"
    if _decodes(file, "utf-8"):
        return "utf-8", "strict"
    if len(sample.translate(None, _CONTROLS)) < len(sample) * 0.99:
        raise _unknown(file)
    if _right_per_wrong(sample, "utf-8", "surrogateescape") >= _RIGHT_PER_WRONG:
        return "utf-8", "surrogateescape"
    if _decodes(file, "gb18030"):
        other = not _looks_like_gb(sample) and _decodes(file, "big5")
        return ("big5", "strict") if other else ("gb18030", "strict")
    if _looks_like_gb(sample) and (
        _right_per_wrong(sample, "gb18030", "replace") >= _RIGHT_PER_WRONG
    ):
        return "gb18030", "replace"
    return _guess(file, sample), "strict"


def _guess(file: Opened, sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None or best.chaos > 0.1 or not _GUESSES.match(best.encoding):
        raise _unknown(file)
    if not _decodes(file, best.encoding):
        raise _unknown(file)
    return best.encoding


def _unknown(file: Opened) -> Exception:
    return file.refuse(
        code="encoding_unknown",
        message="is not text in a known encoding.",
        hint="Save it as UTF-8.",
    )


def _chunks(file: Opened) -> Iterator[bytes]:
    with file.path.open("rb") as handle:
        while chunk := handle.read(CHUNK):
            yield chunk


def _decodes(file: Opened, name: str) -> bool:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        for chunk in _chunks(file):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except (UnicodeDecodeError, UnicodeError):
        return False
    return True


def _utf16_without_mark(sample: bytes) -> str | None:
    """UTF-16 shows by its line ends and separators: a NUL beside each, always on one side."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if not max(even, odd) or min(even, odd) * 50 > max(even, odd):
        return None
    if max(even, odd) * 20 < len(sample) // 2:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _right_per_wrong(sample: bytes, name: str, errors: str) -> float:
    text = sample.decode(name, errors)
    # Below U+0800 stand what two bytes of another encoding look like by chance.
    right = sum(1 for c in _WRONG.sub("", text) if c >= "\u0800")
    return right / max(len(_WRONG.findall(text)), 1)


def _looks_like_gb(sample: bytes) -> bool:
    """Whether most double bytes are of GB 2312's common characters, which Big5's are not."""
    pairs = re.findall(rb"[\x81-\xfe][\x40-\xfe]", sample)
    common = sum(1 for p in pairs if 0xA1 <= p[0] <= 0xF7 and p[1] >= 0xA1)
    return bool(pairs) and common >= 0.8 * len(pairs)


def _traits(file: Opened) -> tuple[bool, bool]:
    """(worth a look at each row, has a long line)."""
    suspicious = long_lines = False
    since, tail = 0, b""
    for chunk in _chunks(file):
        suspicious = suspicious or b"\0" in chunk or bool(_SHEET_ERROR.search(tail + chunk))
        tail = chunk[-8:]
        if b"\n" in chunk or b"\r" in chunk:
            since = 0
        else:
            since += len(chunk)
            long_lines = long_lines or since >= CHUNK
    return suspicious, long_lines
