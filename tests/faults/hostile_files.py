"""Makes files that try to break the readers of tables, workbooks and sales.

Imports nothing from the package. Each is small to make and costly or confusing to read.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

HEADER = "Part Number,Description,Source,Unit Cost,List,Qty,Sold Price"
ROW = "00123,Pad,10,10.00,16.00,1,15.00"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
    '.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override '
    'PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/{kind}" Target="{target}"/>{more}</Relationships>'
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BOOK = (
    f'<?xml version="1.0"?><workbook xmlns="{_MAIN}" xmlns:r="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets>'
    "</workbook>"
)
_STRINGS = (
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/sharedStrings" Target="sharedStrings.xml"/>'
)


def write_book(path: Path, sheet: str, strings: str | None = None, head: str = "") -> None:
    """Write a bare XLSX with one sheet's XML and, if given, its shared strings."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", _TYPES)
        book.writestr(
            "_rels/.rels", _RELS.format(kind="officeDocument", target="xl/workbook.xml", more="")
        )
        book.writestr("xl/workbook.xml", _BOOK)
        more = "" if strings is None else _STRINGS
        rels = _RELS.format(kind="worksheet", target="worksheets/sheet1.xml", more=more)
        book.writestr("xl/_rels/workbook.xml.rels", rels)
        text = f'<?xml version="1.0"?>{head}<worksheet xmlns="{_MAIN}">{sheet}</worksheet>'
        book.writestr("xl/worksheets/sheet1.xml", text)
        if strings is not None:
            book.writestr("xl/sharedStrings.xml", strings)


def far_cell(path: Path) -> None:
    """One cell at XFD1048576."""
    cell = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    write_book(path, f"<sheetData>{cell}</sheetData>")


def two_far_cells(path: Path) -> None:
    """One cell at A1 and one at XFD1048576: a dense range of 17 thousand million cells."""
    cells = '<row r="1"><c r="A1"><v>1</v></c></row>'
    cells += '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    write_book(path, f"<sheetData>{cells}</sheetData>")


def many_strings(path: Path) -> None:
    """A shared string table that claims four thousand million strings."""
    strings = f'<?xml version="1.0"?><sst xmlns="{_MAIN}" count="4294967295" '
    strings += 'uniqueCount="4294967295"><si><t>x</t></si></sst>'
    cell = '<row r="1"><c r="A1" t="s"><v>4294967294</v></c></row>'
    write_book(path, f"<sheetData>{cell}</sheetData>", strings)


def zip_bomb(path: Path) -> None:
    """A sheet of a gigabyte of blanks in a megabyte of file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as book:
        book.writestr("[Content_Types].xml", _TYPES)
        book.writestr(
            "_rels/.rels", _RELS.format(kind="officeDocument", target="xl/workbook.xml", more="")
        )
        book.writestr("xl/workbook.xml", _BOOK)
        rels = _RELS.format(kind="worksheet", target="worksheets/sheet1.xml", more="")
        book.writestr("xl/_rels/workbook.xml.rels", rels)
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
            piece = b" " * (1 << 20)
            for _ in range(300):
                sheet.write(piece)


def small_zip_bomb(path: Path) -> None:
    """A sheet of two million equal cells, below what the archive's own figures give away."""
    rows = "".join(
        f'<row r="{row}">' + "<c><v>1</v></c>" * 400 + "</row>" for row in range(1, 12_001)
    )
    write_book(path, f"<sheetData>{rows}</sheetData>")


def billion_laughs(path: Path) -> None:
    """Entities that double thirty times."""
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{step} "&a{step - 1};&a{step - 1};">' for step in range(1, 31)
    )
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a30;</t></is></c></row>'
    write_book(path, f"<sheetData>{cell}</sheetData>", head=f"<!DOCTYPE x [{entities}]>")


def truncated(path: Path) -> None:
    """Half a workbook."""
    write_book(path, "<sheetData/>", "x" * 50_000)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def encrypted(path: Path) -> None:
    """The container of an encrypted workbook, by its first bytes and a stream's name."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\x00\x03\x00\xfe\xff\x09\x00"
    name = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes((head + bytes(460) + name).ljust(4096, b"\0"))


def garbage_archive(path: Path) -> None:
    """An archive's first bytes and then noise."""
    path.write_bytes(b"PK\x03\x04" + bytes(place * 7919 % 251 for place in range(20_000)))


def other_archive(path: Path) -> None:
    """An archive that is no workbook."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")


def empty_book(path: Path) -> None:
    """A workbook without a filled cell."""
    write_book(path, "<sheetData/>")


def lying_sizes(path: Path) -> None:
    """An archive whose directory says that a huge sheet is tiny."""
    zip_bomb(path)
    data = bytearray(path.read_bytes())
    real = (300 * (1 << 20) + len(f'<worksheet xmlns="{_MAIN}"><sheetData>')).to_bytes(4, "little")
    at = data.rfind(real)
    while at != -1:
        data[at : at + 4] = (100).to_bytes(4, "little")
        at = data.rfind(real, 0, at)
    path.write_bytes(data)


WORKBOOKS: dict[str, Callable[[Path], None]] = {
    "far-cell": far_cell,
    "two-far-cells": two_far_cells,
    "many-strings": many_strings,
    "zip-bomb": zip_bomb,
    "small-zip-bomb": small_zip_bomb,
    "lying-sizes": lying_sizes,
    "billion-laughs": billion_laughs,
    "truncated": truncated,
    "encrypted": encrypted,
    "garbage-archive": garbage_archive,
    "other-archive": other_archive,
    "empty-book": empty_book,
}

TEXTS: dict[str, tuple[bytes, int | None]] = {
    "empty": (b"", None),
    "blank lines": (b"\n\n \n", None),
    "nul": (f"{HEADER}\n{ROW}\n00\x00,x,10,1,2,1,3\n".encode(), 3),
    "open quote": (f'{HEADER}\n{ROW}\n"00123,Pad,10,1,2,1,3\n{ROW}\n'.encode(), 3),
    "long open quote": (f'{HEADER}\n"{ROW}\n'.encode() + f"{ROW}\n".encode() * 20_000, 2),
    "million columns": (b"a" + b",a" * 1_000_000 + b"\n", 1),
    "long line": (f"{HEADER}\n".encode() + b"x" * 3_000_000, 2),
    "pdf": (b"%PDF-1.7\n1 0 obj\n", None),
    "web page": (b"<html><table><tr><td>Part</td></tr></table></html>", None),
    "gzip": (b"\x1f\x8b\x08\x00" + bytes(50), None),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), None),
    "no header": (f"{ROW}\n{ROW}\n".encode(), None),
    "no cost": (b"Part Number,Qty,Sold Price\n1,2,3\n", None),
    "undefined cp1252": (f"{HEADER}\n".encode() + b"\x81\x8d\xff,x,1,1,1,1,1\n", None),
    "odd utf-16": (b"\xff\xfe" + HEADER.encode("utf-16-le") + b"\x00\xd8\x41", None),
}
"""Text files that no reader can take as sales, with the line that must be named."""
