"""Twenty-five files of a generator that knows the truth: read as they are, or after one choice."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales, Tally
from matrix_designer.formats.layouts import LAYOUTS
from matrix_designer.formats.listings import read_listing
from matrix_designer.formats.raw import NoHistoryError
from matrix_designer.formats.sales import ImportOptions, import_sales
from tests.layouts.catalogue import ASK, READ
from tests.layouts.histories import Layout
from tests.layouts.truth import History, Listing, Totals, Truth


def totals_of(tally: Tally, *, has_prices: bool = True) -> Totals:
    """Return a tally in the terms of the truth."""
    sales = Decimal(tally.sales) / 10**7 if has_prices else None
    return tally.lines, Decimal(tally.pieces) / 1_000, Decimal(tally.cost) / 10**7, sales


def check_history(sales: Sales, truth: History) -> None:
    """Compare a history with its truth, to the cent and beyond."""
    has_prices = truth.used[3] is not None
    assert totals_of(sales.used, has_prices=has_prices) == truth.used
    assert sales.lines_read == truth.rows
    back = totals_of(sales.set_aside["return"], has_prices=has_prices)
    assert back == (*truth.returned[:3], truth.returned[3] if has_prices else None)
    assert sales.set_aside["total-line"].lines == truth.total_lines
    assert (sales.first_day, sales.last_day) == (truth.first_day, truth.last_day)
    assert not sales.set_aside["unreadable"].lines


def check(path: Path, truth: Truth, folder: Path, mapping: Path | None = None) -> None:
    """Read a file and compare it with its truth, with and without kept lines."""
    if isinstance(truth, Listing):
        found = read_listing(path)
        assert found is not None
        assert (found.layout.kind.value, found.rows) == (truth.kind, truth.rows)
        assert {name: found.sums[name] for name in truth.sums} == truth.sums
        assert not found.unreadable
        with pytest.raises(NoHistoryError, match=r"is no history of sales"):
            import_sales(path, options=ImportOptions(folder=folder))
        return
    for options in (ImportOptions(folder=folder), ImportOptions(keep_lines=False)):
        check_history(import_sales(path, mapping, options).sales, truth)


def names(layouts: tuple[Layout, ...]) -> list[str]:
    return [layout.name for layout in layouts]


@pytest.mark.parametrize("layout", READ, ids=names(READ))
def test_twenty_files_are_read_as_they_are(layout: Layout, tmp_path: Path) -> None:
    path = tmp_path / layout.name

    check(path, layout.write(path), tmp_path / "kept")


@pytest.mark.parametrize("layout", ASK, ids=names(ASK))
def test_five_files_ask_one_question_and_are_read_after_one_choice(
    layout: Layout, tmp_path: Path
) -> None:
    path, mapping = tmp_path / layout.name, tmp_path / "choice.toml"
    truth = layout.write(path)
    mapping.write_text(layout.choice, encoding="utf-8")

    with pytest.raises(MatrixDesignerError, match=layout.asks_for) as caught:
        import_sales(path, options=ImportOptions(keep_lines=False))

    assert "import --map" in caught.value.sentence
    check(path, truth, tmp_path / "kept", mapping)


def test_the_sales_of_a_file_without_prices_are_not_made_up(tmp_path: Path) -> None:
    layout = next(layout for layout in READ if layout.name == "ro-summary.csv")
    path = tmp_path / layout.name
    layout.write(path)

    sales = import_sales(path, options=ImportOptions(keep_lines=False)).sales

    assert sales.used.lines
    assert not sales.used.sales
    assert not {"no-charge", "under-cost"} & set(sales.notes)


def test_every_layout_has_the_address_that_publishes_it_and_fields_among_its_columns() -> None:
    assert len({layout.id for layout in LAYOUTS}) == len(LAYOUTS)
    for layout in LAYOUTS:
        assert layout.source.startswith("http")
        assert set(layout.fields.values()) <= set(layout.names), layout.id
        assert set(layout.recognised_by) <= set(layout.names)
        assert set(layout.forms) <= set(layout.names)
        assert len(layout.spans) in {0, len(layout.names)}
        assert layout.recognised_by or layout.forms


def test_no_personal_column_of_a_known_layout_is_taken(tmp_path: Path) -> None:
    layout = READ[0]
    path = tmp_path / layout.name
    layout.write(path)

    columns = import_sales(path, options=ImportOptions(keep_lines=False)).columns

    assert not {name for name in columns.values() if "Customer" in name}


def test_a_truth_that_is_off_by_a_cent_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / READ[0].name
    truth = READ[0].write(path)
    assert isinstance(truth, History)
    lines, pieces, cost, sales = truth.used
    assert sales is not None
    wrong = replace(truth, used=(lines, pieces, cost, sales + Decimal("0.01")))

    with pytest.raises(AssertionError):
        check(path, wrong, tmp_path / "kept")


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter"),
    [
        ("semicolons.csv", "cp1252", ";"),
        ("ro-itemized.csv", "cp1252", ","),
        ("shopmonkey.csv", "utf-8", ","),
    ],
)
def test_a_column_of_another_name_is_asked_for_or_changes_nothing(
    name: str, encoding: str, delimiter: str, tmp_path: Path
) -> None:
    layout = next(layout for layout in READ if layout.name == name)
    path = tmp_path / name
    truth = layout.write(path)
    assert isinstance(truth, History)
    text = path.read_bytes().decode(encoding)
    header = next(line for line in text.splitlines() if line.count(delimiter) > 5)
    asked: list[str] = []
    for column in header.split(delimiter):
        path.write_bytes(text.replace(column, "q" * len(column)).encode(encoding))
        try:
            sales = import_sales(path, options=ImportOptions(keep_lines=False)).sales
        except MatrixDesignerError as error:
            asked.append(error.sentence)
        else:
            assert totals_of(sales.used) == truth.used, column
    assert asked
    assert all("import --map" in sentence for sentence in asked)
