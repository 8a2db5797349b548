"""A design with a plan has its sales told apart by part, wherever they lie."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from matrix_designer.core.design import Design
from matrix_designer.core.evidence import Grain, Sales
from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import CENT, DOLLAR, POINT
from matrix_designer.core.plan import ByFlatPrice, ByPercent, Conditions, Plan, Rule
from matrix_designer.formats.lines_place import LinesPlace
from matrix_designer.formats.project import load_project, save_design
from matrix_designer.formats.sales import import_sales
from tests.cli.conftest import Run

DESIGN = Design(
    "planned",
    (Matrix("main", (Tier(CENT, None, read_factor("x2").factor),)),),
    plan=Plan(
        (
            Rule(ByFlatPrice()),
            Rule(ByPercent(Basis.LIST, -10 * POINT), Conditions(descriptions=("brake",))),
        )
    ),
    flat_prices=(FlatPrice("A1", 15 * DOLLAR),),
)
CSV = """RO,Date,Part Number,Description,Source,Vendor,Cost,List,Qty,Sold Price
1,2026-01-01,A1,OIL FILTER,03,Acme,10.00,25.00,2,20.00
1,2026-01-02,B2,BRAKE PAD,03,Acme,10.00,25.00,1,20.00
2,2026-01-03,C3,GASKET,12,GM,10.00,25.00,1,20.00
"""
REPLAYED = "72.50"
"""2 x 15.00 flat, 22.50 for the brake pad, 20.00 for the rest."""


@pytest.fixture
def sales_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "sales.csv"
    path.write_text(CSV)
    return path


def saved(folder: Path, sales: Sales | None, place: LinesPlace | None = None) -> Path:
    path = folder / "planned.pmatrix"
    save_design(path, DESIGN, sales, place=place)
    return path


@pytest.mark.parametrize("band", [(), ("--band",)])
def test_replay_of_a_sales_file_follows_the_plan(
    command: Run, tmp_path: Path, sales_file: Path, band: tuple[str, ...]
) -> None:
    ran = command("replay", saved(tmp_path, None), "--sales", sales_file, *band, "--json")

    assert ran.data["replayed"]["sales"] == REPLAYED
    assert [row["row"] for row in ran.data["tiers"] if row["pieces"] != "0"] == [
        "tier",
        "flat price",
        "percent",
    ]


@pytest.mark.parametrize("place", [None, LinesPlace.BESIDE])
def test_sales_in_a_design_and_beside_it_are_read_by_part(
    command: Run, tmp_path: Path, sales_file: Path, place: LinesPlace | None
) -> None:
    path = saved(tmp_path, import_sales(sales_file).sales, place)

    sales = load_project(path).sales

    assert sales is not None
    assert sales.grain is Grain.PART
    assert sales.vendors == ("Acme", "GM")
    assert command("replay", path, "--json").data["replayed"]["sales"] == REPLAYED


def test_sums_by_part_survive_their_lines(command: Run, tmp_path: Path, sales_file: Path) -> None:
    slim = saved(tmp_path, import_sales(sales_file).sales, LinesPlace.BESIDE)
    path = saved(tmp_path, load_project(slim).sales, LinesPlace.BESIDE)
    for lines in tmp_path.glob("planned.lines-*.parquet"):
        lines.unlink()

    assert command("replay", path, "--json").data["replayed"]["sales"] == REPLAYED


def test_where_neither_lines_nor_parts_are_it_is_said(
    command: Run, tmp_path: Path, sales_file: Path
) -> None:
    path = saved(tmp_path, import_sales(sales_file).sales, LinesPlace.BESIDE)
    for lines in tmp_path.glob("planned.lines-*.parquet"):
        lines.unlink()

    ran = command("check", path)

    assert "there are no figures for a plan that asks for parts" in ran.err


def test_check_asks_for_parts_too(command: Run, tmp_path: Path, sales_file: Path) -> None:
    path = saved(tmp_path, None)
    ran = command("check", path, "--sales", sales_file, "--json")
    cheap = replace(DESIGN, flat_prices=(FlatPrice("A1", 5 * DOLLAR),))
    save_design(path, cheap)
    dear = command("check", path, "--sales", sales_file, "--json")

    assert ran.data != dear.data


def test_a_design_without_a_plan_has_slim_rows(tmp_path: Path, sales_file: Path) -> None:
    path = tmp_path / "plain.pmatrix"
    save_design(path, replace(DESIGN, plan=Plan(), flat_prices=()), import_sales(sales_file).sales)

    sales = load_project(path).sales

    assert sales is not None
    assert sales.grain is Grain.SLIM
