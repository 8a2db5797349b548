"""Workbooks (XLSX, XLS, ODS), read in a child process with a cap on memory and time.

Knows how to ask the child and what its answers mean. The library that reads workbooks can abort
the whole process on a hostile file, so it never runs in this one.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from matrix_designer.formats.byte_survey import refuse
from matrix_designer.formats.text_table import MAX_COLUMNS, TextTable

BASE_SECONDS = 6.5
"""What a small workbook may take; each megabyte of file adds a second."""
MAX_UNPACKED = 2 << 30
SMALL_UNPACKED = 100_000_000
MAX_RATIO = 400
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_HEAD = 64 << 20
_HINT = "Open it in Excel and save the sheet as CSV"


def worker_command(path: Path) -> list[str]:
    """Return the command that starts the child; a frozen program starts itself."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--worker", str(path)]
    return [sys.executable, "-m", "matrix_designer.formats.workbook_worker", str(path)]


def read_sheets(path: Path) -> tuple[TextTable, ...]:
    """Read every sheet; raises MatrixDesignerError for what cannot be read within the caps."""
    names: list[str] = []
    rows: list[list[tuple[str, ...]]] = []
    lines: list[list[int]] = []
    for name, number, cells in sheet_rows(path):
        if not names or names[-1] != name:
            names.append(name)
            rows.append([])
            lines.append([])
        rows[-1].append(tuple(cells))
        lines[-1].append(number)
    if not names:
        raise refuse(path, "the workbook has no filled cell", "Choose a file with a table in it")
    return tuple(
        TextTable(path, tuple(cells), tuple(numbers), None, name)
        for name, cells, numbers in zip(names, rows, lines, strict=True)
    )


def sheet_rows(path: Path) -> Iterator[tuple[str, int, list[str]]]:
    """Yield (sheet, row number, cells) for every row with a filled cell, as the child reads it."""
    sheet = ""
    for kind, *rest in _answers(path):
        if kind == "sheet":
            sheet = rest[0]
            continue
        number, cells = rest
        if len(cells) > MAX_COLUMNS:
            what = f"{len(cells):,} columns, at most {MAX_COLUMNS:,} can be read"
            raise refuse(path, what, "", number)
        yield sheet, number, cells


def _answers(path: Path) -> Iterator[list[Any]]:
    """Start the child and yield what it says: ["sheet", name] and ["row", number, cells]."""
    _weigh(path)
    seconds = BASE_SECONDS + path.stat().st_size / 1e6
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
        worker_command(path),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        timer = threading.Timer(seconds, child.kill)
        timer.start()
        try:
            for line in child.stdout or ():
                answer = json.loads(line)
                if answer[0] == "error":
                    raise refuse(path, str(answer[1]), _HINT)
                if answer[0] == "done":
                    return
                yield answer
        except ValueError as error:
            raise refuse(path, "the workbook is damaged", _HINT) from error
        finally:
            is_late = not timer.is_alive()
            timer.cancel()
            child.kill()
    what = "takes too long to read" if is_late else "needs more memory than a table may"
    raise refuse(path, f"the workbook {what}, or it is damaged", _HINT)


def _weigh(path: Path) -> None:
    """Refuse what is encrypted or unpacks to far more than a table, before anything reads it."""
    if not zipfile.is_zipfile(path):
        with path.open("rb") as file:
            if _ENCRYPTED in file.read(_HEAD):
                raise refuse(path, "the workbook is encrypted", "Save it without a password")
        return
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise refuse(path, "the workbook is damaged", "Save it again in Excel") from error
    unpacked = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if unpacked > MAX_UNPACKED or unpacked > max(SMALL_UNPACKED, MAX_RATIO * packed):
        raise refuse(path, f"the workbook unpacks to {unpacked:,} bytes", _HINT)
    names = {member.filename for member in members}
    if "design.json" in names:
        what = "this is a design of this program, not a table or a sales file"
        raise refuse(path, what, "Open it as a design: its own sales come with it")
    if not names & {"[Content_Types].xml", "mimetype", "content.xml"}:
        raise refuse(path, "this is an archive, not a workbook", "Unpack it first")
