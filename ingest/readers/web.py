"""A file from a URL that the user gives: size and time are limited, only the web is asked."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from ingest.readers import limits
from ingest.readers.model import Opened
from ingest.readers.opening import url_file_name

#: Kinds that a server names, for addresses that end without a suffix.
_SUFFIX_OF = {
    "text/csv": ".csv",
    "application/json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/vnd.ms-excel": ".xls",
}


@contextmanager
def fetched(url: str) -> Iterator[Opened]:
    """The file behind a URL, for as long as it is read.

    Raises:
        UnreadableFile: ``url_refused`` for anything but http and https, ``url_failed``,
            ``file_too_large``.
    """
    with tempfile.TemporaryDirectory() as folder:
        yield _download(url, Path(folder))


def _download(url: str, folder: Path) -> Opened:
    import httpx

    _check(url)
    shown = Opened(folder, url_file_name(url))
    try:
        with (
            httpx.Client(
                timeout=limits.URL_SECONDS,
                follow_redirects=True,
                max_redirects=limits.URL_REDIRECTS,
            ) as client,
            client.stream("GET", url) as answer,
        ):
            if answer.status_code != 200:
                raise shown.refuse(
                    code="url_failed", message=f"the server answers {answer.status_code}."
                )
            return _save(answer, shown, folder)
    except httpx.UnsupportedProtocol:
        raise shown.refuse(
            code="url_refused", message="it leads to something that is not the web."
        ) from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        told = str(error) or type(error).__name__
        raise shown.refuse(code="url_failed", message=f"cannot be fetched: {told}.") from None


def _check(url: str) -> None:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        parts, host = None, None
    if parts is None or parts.scheme not in ("http", "https") or not host or parts.username:
        raise Opened(Path(), "URL").refuse(
            code="url_refused",
            message="only http and https addresses without a password are read.",
            hint="Give a path for a file of this machine.",
        )


def _save(answer: object, shown: Opened, folder: Path) -> Opened:
    import httpx

    assert isinstance(answer, httpx.Response)
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    suffix = "" if Path(shown.name).suffix else _SUFFIX_OF.get(kind, "")
    file = Opened(folder / f"{shown.name}{suffix}", shown.name)
    end = time.monotonic() + limits.URL_SECONDS
    with file.path.open("wb") as target:
        for chunk in answer.iter_bytes(limits.MEGABYTE):
            if target.tell() + len(chunk) > limits.FILE_BYTES:
                raise file.refuse(
                    code="file_too_large", message=f"has more than {limits.FILE_BYTES} bytes."
                )
            if time.monotonic() > end:
                raise file.refuse(
                    code="url_failed", message=f"took over {limits.URL_SECONDS:.0f} seconds."
                )
            target.write(chunk)
    return file
