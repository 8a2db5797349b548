"""Blocks between the grid and other programs: the clipboard's two forms, over a real display."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.campaigns.calc_clipboard import TABLE, design_of, tiers_of
from tests.outside.desk import Desk, missing_tools

pytestmark = [
    pytest.mark.outside,
    pytest.mark.skipif(bool(missing_tools()), reason=f"needs {', '.join(missing_tools())}"),
]
OTHER_PROGRAM = Path(__file__).with_name("other_program.py")
HTML = """<html><body><h1>Our matrix</h1><table border=1>
<tr><th>1.00</th><th>5.00</th><th>cost</th><th>x3.25</th></tr>
<tr><td>5.01</td><td>&nbsp;50.00 </td><td>cost</td><td>+120%</td></tr>
</table></body></html>"""


@contextmanager
def offering(desk: Desk, plain: Path, html: Path | None = None) -> Iterator[None]:
    """Let another program own the clipboard."""
    words = [sys.executable, str(OTHER_PROGRAM), str(plain), *([str(html)] if html else [])]
    process = subprocess.Popen(words, env=desk.environment, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == b"offered\n"
        yield
    finally:
        process.terminate()
        process.communicate()


def test_a_block_goes_out_in_both_forms_and_comes_back_as_it_was(
    desk: Desk, tmp_path: Path
) -> None:
    design = design_of(tmp_path, "there", TABLE)
    process = desk.start(str(design))
    desk.settled(desk.window("there"), "there")
    desk.keys("ctrl+Home", *["shift+Down"] * 6, *["shift+Right"] * 3, "ctrl+c")
    plain = desk.clipboard()
    assert plain.splitlines()[:2] == ["0.01\t10.00\tcost\tx1.7865", "10.01\t25.00\tcost\t42% GP"]
    html = desk.clipboard("text/html")
    assert html.count("<tr>") == 7
    assert ">42% GP</td>" in html
    text = tmp_path / "plain.txt"
    text.write_text(plain + "\r\n", encoding="utf-8")
    with offering(desk, text):
        desk.keys("ctrl+Home", "ctrl+v", "ctrl+q")
        assert process.wait(20) == 0, "nothing is unsaved, so nothing is asked"


def test_a_table_of_a_page_and_plain_text_land_in_the_grid(desk: Desk, tmp_path: Path) -> None:
    design = design_of(tmp_path, "here", "From,To,Factor\n0.01,,x9\n")
    process = desk.start(str(design))
    desk.settled(desk.window("here"), "here")
    flat, page = tmp_path / "flat.txt", tmp_path / "page.html"
    flat.write_text("Our matrix 1.00 5.00 cost x3.25 5.01 50.00 cost +120%", encoding="utf-8")
    page.write_text(HTML, encoding="utf-8")
    with offering(desk, flat, page):
        desk.keys("ctrl+Home", "ctrl+v", "ctrl+s")
        desk.wait_for(lambda: len(tiers_of(design)) == 2, "the tiers of the page")
    assert tiers_of(design) == [
        ("1.00", "5.00", "x3.25", None),
        ("5.01", "50.00", "+120%", None),
    ]
    flat.write_bytes(b'50.01\t"100.00"\tlist\t"90% of list"\r\n100.01\t\tcost\tx1.5\r\n')
    with offering(desk, flat):
        desk.keys("ctrl+Home", "Down", "ctrl+v", "ctrl+s")
        desk.wait_for(lambda: tiers_of(design)[-1][2] == "x1.5", "the tiers of the text")
    assert tiers_of(design)[1:] == [
        ("50.01", "100.00", "90% of list", "list"),
        ("100.01", None, "x1.5", None),
    ]
    desk.keys("ctrl+q")
    assert process.wait(20) == 0
