"""Which cells of a workbook a sheet shows as percent: `150%` is stored as the number 1.5.

Knows the parts of an XLSX file that say how a cell looks. Runs in the capped child process and
never refuses: a file that does not tell has no such cells, and its reader says what is wrong.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from xml.parsers.expat import ExpatError, ParserCreate

Places = frozenset[tuple[int, int]]
"""Cells as (row number, column number), both from 1."""
Starts = Callable[[str, dict[str, str]], None]

_BUILT_IN = frozenset({9, 10})
_UNSPOKEN = re.compile(r'"[^"]*"|\\.|_.|\*.')
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class _DeclaredEntityError(ValueError):
    """An entity of the file's own, which no workbook needs."""


def percent_cells(path: str) -> dict[str, Places]:
    """Return the cells shown as percent, by the name of their sheet; sheets without any left out.

    Sheets are read only where the workbook has a percent style at all.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            styles = _percent_styles(archive)
            if not styles:
                return {}
            found = {
                name: _places(archive, member, styles)
                for name, member in _members_of_sheets(archive).items()
            }
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, OSError, ExpatError):
        return {}
    return {name: places for name, places in found.items() if places}


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """Return the numbers of the cell styles whose format shows a percent."""
    percents = set(_BUILT_IN)
    formats: list[int] = []
    inside: list[str] = []

    def start(tag: str, given: dict[str, str]) -> None:
        if tag in ("cellXfs", "cellStyleXfs"):
            inside.append(tag)
        elif tag == "numFmt" and "%" in _UNSPOKEN.sub("", given.get("formatCode", "")):
            percents.add(int(given["numFmtId"]))
        elif tag == "xf" and inside[-1:] == ["cellXfs"]:
            formats.append(int(given.get("numFmtId", "0")))

    _walk(archive, "xl/styles.xml", start)
    return frozenset(str(place) for place, number in enumerate(formats) if number in percents)


def _members_of_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the member that holds each sheet, by the sheet's name."""
    targets: dict[str, str] = {}
    names: dict[str, str] = {}

    def relation(tag: str, given: dict[str, str]) -> None:
        if tag == "Relationship":
            target = given.get("Target", "")
            targets[given.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"

    def sheet(tag: str, given: dict[str, str]) -> None:
        if tag == "sheet":
            names[given["name"]] = given["id"]

    _walk(archive, "xl/_rels/workbook.xml.rels", relation)
    _walk(archive, "xl/workbook.xml", sheet)
    return {name: targets[key] for name, key in names.items() if key in targets}


def _places(archive: zipfile.ZipFile, member: str, styles: frozenset[str]) -> Places:
    """Return the cells of a sheet that have one of the styles."""
    found: set[tuple[int, int]] = set()

    def start(tag: str, given: dict[str, str]) -> None:
        if tag == "c" and given.get("s") in styles:
            match = _REFERENCE.fullmatch(given.get("r", ""))
            if match is not None:
                found.add((int(match[2]), _column(match[1])))

    _walk(archive, member, start)
    return frozenset(found)


def _column(letters: str) -> int:
    """Return a column's number: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _walk(archive: zipfile.ZipFile, member: str, start: Starts) -> None:
    """Call `start` with the bare name and the bare attributes of every element of a member."""

    def bare(tag: str, given: dict[str, str]) -> None:
        start(_bare(tag), {_bare(name): text for name, text in given.items()})

    def refuse(*_: object) -> None:
        raise _DeclaredEntityError(member)

    parser = ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = bare
    parser.EntityDeclHandler = refuse
    with archive.open(member) as stream:
        parser.ParseFile(stream)


def _bare(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition(" ")[2]
