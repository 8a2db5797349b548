"""A sheet of LibreOffice Calc that prices costs with LOOKUP and ROUND, timed from within.

A macro of a profile of its own fills the sheet, changes a factor and reads the total: Calc works
out what hangs on it, as it does for a person. Knows nothing of the program beside it.
"""

from __future__ import annotations

import html
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_START, _WORK = 120, 900
_LANGUAGE = "http://openoffice.org/2000/"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MACRO = """
Sub Run
 Open "{told}" For Output As #1
 On Error Goto Failed
 Dim how(2) As New com.sun.star.beans.PropertyValue
 how(0).Name = "Hidden"
 how(0).Value = True
 how(1).Name = "FilterName"
 how(1).Value = "Text - txt - csv (StarCalc)"
 how(2).Name = "FilterOptions"
 how(2).Value = "44,34,76,1,,1033"
 book = StarDesktop.loadComponentFromURL("{costs}", "_blank", 0, how())
 sheet = book.Sheets.getByIndex(0)
{tiers}
 look = "LOOKUP(A1;$D$1:$D${count};$E$1:$E${count})"
 sheet.getCellRangeByName("B1").setFormula("=ROUND(A1*" & look & ";2)")
 down = com.sun.star.sheet.FillDirection.TO_BOTTOM
 sheet.getCellRangeByName("B1:B{rows}").fillAuto(down, 1)
 sheet.getCellRangeByName("C1").setFormula("=SUM(B1:B{rows})")
 total = sheet.getCellRangeByName("C1").getValue()
{edits}
 started = GetSystemTicks()
 book.calculateAll()
 total = sheet.getCellRangeByName("C1").getValue()
 Print #1, "all " & (GetSystemTicks() - started) & " " & Format(total, "0.00")
 book.close(True)
 Goto Done
Failed:
 Print #1, "failed " & Error$
Done:
 Close #1
 StarDesktop.terminate()
End Sub
"""
_EDIT = """
 started = GetSystemTicks()
 sheet.getCellRangeByName("E{row}").setValue({factor})
 total = sheet.getCellRangeByName("C1").getValue()
 Print #1, "edit " & (GetSystemTicks() - started) & " " & Format(total, "0.00")
"""


@dataclass(frozen=True)
class Sheet:
    """What a sheet told: milliseconds of each edit and of pricing all rows, and the totals."""

    version: str
    edits: tuple[float, ...]
    everything: float
    totals: tuple[str, ...]


def missing() -> str:
    """Say in words what is missing for a sheet; nothing where all is there."""
    return "" if shutil.which("soffice") else "not measured: LibreOffice is not installed here"


def price_in_calc(
    folder: Path,
    costs: Sequence[str],
    tiers: Sequence[tuple[str, str]],
    edits: Sequence[tuple[int, str]],
) -> Sheet:
    """Price costs in a sheet; tiers are (from, factor), edits (place of the tier, factor)."""
    source, told = folder / "costs.csv", folder / "told.txt"
    source.write_text("\n".join(costs) + "\n", encoding="ascii")
    macro = _MACRO.format(
        told=told,
        costs=source.as_uri(),
        rows=len(costs),
        count=len(tiers),
        tiers="\n".join(
            f' sheet.getCellRangeByName("{column}{row}").setValue({value})'
            for row, tier in enumerate(tiers, 1)
            for column, value in zip("DE", tier, strict=True)
        ),
        edits="".join(_EDIT.format(row=place + 1, factor=factor) for place, factor in edits),
    )
    profile = folder / "office"
    words = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    version = subprocess.run(["soffice", "--version"], check=True, capture_output=True, text=True)
    _run(
        [*words, "--terminate_after_init"], _START
    )  # makes the profile, which would else be made over
    _keep_macro(profile / "user" / "basic", macro)
    _run([*words, "macro:///Standard.Bench.Run"], _WORK)
    lines = [line.split(" ", 2) for line in told.read_text(encoding="utf-8").splitlines()]
    if [name for name, *_ in lines] != ["edit"] * len(edits) + ["all"]:
        raise RuntimeError(f"the sheet did not tell its times: {lines}")
    times = tuple(float(taken) for _, taken, _ in lines)
    totals = tuple(total for _, _, total in lines)
    name = " ".join(version.stdout.split()[:2])
    return Sheet(name, times[:-1], times[-1], totals)


def _run(words: list[str], patience: int) -> None:
    subprocess.run(words, check=True, capture_output=True, timeout=patience)


def _keep_macro(basic: Path, macro: str) -> None:
    """Put a macro into a profile's own library."""
    folder = basic / "Standard"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Bench.xba").write_text(
        f'{_HEAD}<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" '
        f'"module.dtd">\n<script:module xmlns:script="{_LANGUAGE}script" script:name="Bench" '
        f'script:language="StarBasic">{html.escape(macro)}</script:module>\n',
        encoding="utf-8",
    )
    for name, listed in (("script", '<library:element library:name="Bench"/>'), ("dialog", "")):
        (folder / f"{name}.xlb").write_text(
            f'{_HEAD}<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument '
            f'1.0//EN" "library.dtd">\n<library:library xmlns:library="{_LANGUAGE}library" '
            f'library:name="Standard" library:readonly="false" '
            f'library:passwordprotected="false">{listed}</library:library>\n',
            encoding="utf-8",
        )
        (basic / f"{name}.xlc").write_text(
            f'{_HEAD}<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument '
            f'1.0//EN" "libraries.dtd">\n<library:libraries xmlns:library="{_LANGUAGE}library" '
            'xmlns:xlink="http://www.w3.org/1999/xlink">\n<library:library '
            f'library:name="Standard" xlink:href="$(USER)/basic/Standard/{name}.xlb/" '
            'xlink:type="simple" library:link="false"/>\n</library:libraries>\n',
            encoding="utf-8",
        )
