"""A customer is left out unless asked for, and then kept as a salted hash."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.query import LineQuery
from matrix_designer.formats.customers import customer_salt
from matrix_designer.formats.line_queries import ask_lines
from matrix_designer.formats.mapping import SalesMapping
from matrix_designer.formats.sales import ImportOptions, import_sales

LINES = """RO,Part,Cost,Qty,Sold,Customer Name,Phone
1,A1,12.00,4,24.00,Bob Miller,555-1
2,A2,12.00,4,24.00,bob miller ,555-2
3,A3,12.00,4,24.00,Ann,555-3
4,A4,12.00,4,24.00,,555-3
"""


@pytest.fixture(name="state")
def _state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state" / "matrix-designer"


def customers(folder: Path, mapping: SalesMapping | None = None) -> tuple[tuple[str, ...], bytes]:
    path = folder / "sales.csv"
    path.write_text(LINES)
    sales = import_sales(path, mapping, ImportOptions(folder=folder / "kept")).sales
    assert sales.lines_file is not None
    lines = Path(sales.lines_file)
    found = ask_lines(lines, LineQuery(columns=("customer",)))
    return found.texts["customer"], lines.read_bytes()


def test_nothing_of_a_person_is_imported_unless_asked_for(tmp_path: Path, state: Path) -> None:
    texts, data = customers(tmp_path)
    assert texts == ("", "", "", "")
    assert b"Miller" not in data
    assert b"555-" not in data
    assert not state.exists()


def test_a_customer_that_is_asked_for_is_the_same_hash_each_time(
    tmp_path: Path, state: Path
) -> None:
    wishes = SalesMapping(columns={"customer": "Customer Name"})
    texts, data = customers(tmp_path, wishes)
    assert texts[0] == texts[1] != texts[2]
    assert texts[3] == ""
    assert all(len(text) == 16 for text in texts[:3])
    assert b"iller" not in data
    assert customers(tmp_path, wishes)[0] == texts
    assert (state / "customer.salt").stat().st_mode & 0o077 == 0


def test_another_users_salt_makes_other_hashes(
    tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert state
    wishes = SalesMapping(columns={"customer": "Customer Name"})
    one, _ = customers(tmp_path, wishes)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "other"))
    other, _ = customers(tmp_path, wishes)
    assert not set(one[:3]) & set(other[:3])


def test_a_salt_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    (tmp_path / "customer.salt").write_text("short")
    with pytest.raises(MatrixDesignerError, match="salt"):
        customer_salt(tmp_path)
