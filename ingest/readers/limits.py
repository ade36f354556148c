"""What a file may ask of us. All limits stand here; memory is bounded by them, not by the file."""

from __future__ import annotations

MEGABYTE = 1024 * 1024

#: A file as it lies on disk, comes over the network or from standard input.
FILE_BYTES = 512 * MEGABYTE
#: Formats that a library holds in memory whole: a smaller file.
JSON_BYTES = 64 * MEGABYTE
DOCX_BYTES = 64 * MEGABYTE
PDF_BYTES = 128 * MEGABYTE
PDF_PAGES = 2000
#: A stream inside a PDF, and how often it may be larger than what it is packed in.
PDF_STREAM_BYTES = 64 * MEGABYTE
PDF_STREAM_RATIO = 100

COLUMNS = 2000
#: Characters in one cell.
CELL_CHARACTERS = MEGABYTE
#: One line of a text file; longer ones are passed over in pieces.
LINE_CHARACTERS = 4 * MEGABYTE
#: Levels of lists and objects in one row of JSON.
JSON_DEPTH = 100
#: Quotes that swallow lines are taken back so often, then each line is a row.
QUOTE_REPAIRS = 100

#: An archive, a workbook or a document, unpacked; members; how often larger than packed.
UNPACKED_BYTES = 2048 * MEGABYTE
DOCX_UNPACKED_BYTES = 128 * MEGABYTE
MEMBERS = 10_000
RATIO = 200
#: Sheets of like rows pack well, and their size is bounded otherwise.
ANY_RATIO = 2000
#: The ratio is asked from this size on: small files of one letter are no attack.
RATIO_FROM_BYTES = 16 * MEGABYTE

#: A sheet is held as a rectangle, so two cells far apart cost as much as all between them.
SHEET_CELLS = 12_000_000
#: Text of a workbook after shared strings stand in every cell that names them.
SHEET_TEXT_BYTES = 384 * MEGABYTE

#: Lines in which a header is looked for.
HEADER_WITHIN = 30
URL_SECONDS = 60.0
URL_REDIRECTS = 5
