"""The test repair order on paper: what stands on it, on how many pages, and through a printer."""

from __future__ import annotations

import datetime as dt
import gc
import re
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from matrix_designer.analysis.repair_order import OrderPart, price_order
from matrix_designer.core.factor import read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.pricing import compile_matrix
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.order_printing import paper_of
from matrix_designer.gui.order_sheet import pdf_of
from matrix_designer.gui.pages.compare import ComparePage
from matrix_designer.gui.panels.order_panel import ShownOrder
from tests.gui.compare_hands import give_focus, page, read, type_order
from tests.gui.document_hands import keys

__all__ = ["page"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing|propagate)")
PAGES = re.compile(rb"/Type */Page\b")


def schedule(factor: str) -> Matrix:
    return Matrix("m", (Tier(100, 1_000_000, read_factor(factor).factor),))


def shown(count: int) -> ShownOrder:
    parts = [OrderPart(f"P{n}", "GASKET", "captive", 50_000, 90_000) for n in range(count)]
    parts.append(OrderPart("HIGH", "", "", 2_000_000, None, 2_000))
    order = price_order(parts, compile_matrix(schedule("×2")), compile_matrix(schedule("×1.5")))
    return ShownOrder("Test repair order 7", f"{count + 1} parts", "in force", "Captive", order)


def test_the_sheet_says_what_the_table_says() -> None:
    paper = paper_of(shown(2), Numbers(), dt.date(2026, 11, 22))
    assert paper.title == "Test repair order 7"
    assert paper.under == ("Captive, proposed against in force", "3 parts")
    assert [column.head for column in paper.columns][:7] == [
        *("Part", "Class", "Qty", "Cost", "List", "In force", "Proposed"),
    ]
    texts = {column.head: (*column.texts, column.total) for column in paper.columns}
    assert texts["Part"] == ("P0  GASKET", "P1  GASKET", "HIGH", "Parts total to the customer")
    assert texts["In force"] == ("7.50", "7.50", "no price", "15.00")
    assert texts["Proposed"] == ("10.00", "10.00", "no price", "20.00")
    assert texts["Change"] == ("+2.50", "+2.50", "–", "+5.00")
    assert paper.notes[-1] == "1 line without a price on one side: in no total."
    assert paper.foot.startswith("Matrix Designer, ")


@pytest.mark.parametrize(("lines", "pages"), [(1, {1}), (15, {1}), (60, {3, 4}), (199, {8, 9})])
def test_a_long_order_goes_on_over_the_page(qtbot: QtBot, lines: int, pages: set[int]) -> None:
    assert qtbot
    data = pdf_of(paper_of(shown(lines), Numbers()))
    assert data.startswith(b"%PDF")
    assert len(PAGES.findall(data)) in pages, "A4 or letter"
    size = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", data)
    assert size is not None
    assert float(size.group(1)) > float(size.group(2)), "the page lies across"


def test_a_printer_gets_the_sheet_and_the_dialog_goes(
    qtbot: QtBot, page: ComparePage, tmp_path: Path
) -> None:
    type_order(qtbot, page, "1")
    give_focus(page, page.bridge.waterfall)
    keys(page.window(), "Ctrl+P")
    dialog = page.findChild(QPrintDialog)
    assert dialog is not None
    printer = dialog.printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    watch = weakref.ref(dialog)
    dialog.done(1)
    qtbot.waitUntil(lambda: "Test repair order 1 is printed on 1 page" in read(page.window()))
    data = (tmp_path / "printed.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    del dialog, printer
    collect()
    assert watch() is None


@pytest.mark.parametrize(("key", "kind"), [("Ctrl+P", QPrintDialog), ("Alt+P", QFileDialog)])
def test_a_dialog_that_was_left_is_gone_and_nothing_is_written(
    qtbot: QtBot, page: ComparePage, tmp_path: Path, key: str, kind: type[QFileDialog]
) -> None:
    type_order(qtbot, page, "1")
    before = sorted(tmp_path.iterdir())
    keys(page.window(), key)
    dialog = page.findChild(kind)
    assert dialog is not None
    watch = weakref.ref(dialog)
    dialog.reject()
    del dialog
    collect()
    assert watch() is None
    assert sorted(tmp_path.iterdir()) == before


def collect() -> None:
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
