"""ZIP: the limits of everything packed that way, and archives of files."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from ingest.readers import limits
from ingest.readers.model import Opened, UnreadableFile

_CHUNK = limits.MEGABYTE
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


@contextmanager
def opened_zip(
    file: Opened,
    *,
    unpacked: int = limits.UNPACKED_BYTES,
    ratio: int = limits.RATIO,
    code: str = "archive_broken",
) -> Iterator[zipfile.ZipFile]:
    """A ZIP file whose declared sizes are within the limits.

    Declared sizes can be trusted afterwards: reading a member stops there, and a member that
    goes on fails its check sum.

    Raises:
        UnreadableFile: ``archive_too_large``, ``password_protected``, or ``code``.
    """
    try:
        archive = zipfile.ZipFile(file.path)
    except (*_BROKEN, RuntimeError, IndexError, KeyError) as error:
        raise _broken(file, code, error) from None
    with archive:
        _check(file, archive.infolist(), unpacked, ratio)
        yield archive


def _broken(file: Opened, code: str, error: Exception) -> Exception:
    told = str(error) or type(error).__name__
    return file.refuse(
        code=code, message=f"cannot be unpacked: {told}.", hint="See whether it is cut off."
    )


def _check(file: Opened, members: list[zipfile.ZipInfo], unpacked: int, ratio: int) -> None:
    total, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    if len(members) > limits.MEMBERS or total > unpacked:
        raise file.refuse(
            code="archive_too_large",
            message=f"holds {len(members)} members of {total} bytes; {limits.MEMBERS} of together "
            f"{unpacked} are read.",
            hint="Send it in parts.",
        )
    if total > limits.RATIO_FROM_BYTES and total > ratio * max(packed, 1):
        raise file.refuse(
            code="archive_too_large",
            message=f"grows to {total} bytes, more than {ratio} times its size.",
            hint="Send the files unpacked.",
        )
    if any(m.flag_bits & _ENCRYPTED for m in members):
        raise file.refuse(
            code="password_protected", message="needs a password.", hint="Save it without one."
        )


def member_chunks(
    file: Opened, archive: zipfile.ZipFile, member: zipfile.ZipInfo, *, code: str
) -> Iterator[bytes]:
    """The bytes of a member in pieces, check sum included.

    Raises:
        UnreadableFile: with the code ``code``.
    """
    try:
        with archive.open(member) as handle:
            while chunk := handle.read(_CHUNK):
                yield chunk
    except (*_BROKEN, RuntimeError) as error:
        raise _broken(file, code, error) from None


def unpacked_members(
    file: Opened, readable: Callable[[str], bool]
) -> Iterator[tuple[Opened, UnreadableFile | None]]:
    """Members of an archive, each unpacked while it is looked at: (file, why not, if so).

    Directories and what operating systems add are passed over. The second part is the
    error of a member that is not to be opened.

    Raises:
        UnreadableFile: see :func:`opened_zip`; ``archive_broken`` also for a broken member.
    """
    with (
        opened_zip(file, code="archive_broken") as archive,
        tempfile.TemporaryDirectory() as folder,
    ):
        for number, member in enumerate(archive.infolist()):
            name = _member_name(member)
            if member.is_dir() or _is_litter(name):
                continue
            shown = f"{file.name}/{name}"
            # The name is only shown: the file is unpacked under a number.
            target = Path(folder) / str(number) / PurePosixPath(name).name.strip("\0/\\")[-100:]
            if _leaves(name):
                yield _unsafe(Opened(target, shown))
            elif not readable(name):
                yield unread(Opened(target, shown))
            else:
                target.parent.mkdir()
                with target.open("wb") as handle:
                    for chunk in member_chunks(
                        Opened(file.path, shown), archive, member, code="archive_broken"
                    ):
                        handle.write(chunk)
                yield Opened(target, shown), None
                target.unlink()


def unread(file: Opened) -> tuple[Opened, UnreadableFile]:
    """A file among others that no reader knows, with its error."""
    message = "there is no reader for this kind of file."
    return file, file.refuse(
        code="unreadable_file", message=message, hint="Save it as CSV or XLSX."
    )


def _unsafe(file: Opened) -> tuple[Opened, UnreadableFile]:
    message = "its name leads out of the archive."
    return file, file.refuse(code="archive_unsafe_name", message=message)


def _member_name(member: zipfile.ZipInfo) -> str:
    """The name; archives made on Chinese Windows write it in GBK without saying so."""
    name = member.filename
    if not member.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("gb18030")
    return name.replace("\\", "/")


def _is_litter(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any((p.startswith((".", "~$")) and p != "..") or p == "__MACOSX" for p in parts)


def _leaves(name: str) -> bool:
    return ".." in PurePosixPath(name).parts or name.startswith("/") or name[1:2] == ":"
