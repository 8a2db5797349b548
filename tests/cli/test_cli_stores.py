"""`replay` tells several stores apart, and what they come to together."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run

SALES = """RO,Part Number,Unit Cost,List,Qty,Sold Price,Store
1,A1,10.00,30.00,2,18.00,North
2,A2,20.00,60.00,1,35.00,South
3,A3,20.00,60.00,3,35.00,South
4,A4,10.00,30.00,1,18.00,
"""


def test_each_store_stands_beside_the_group(command: Run, tmp_path: Path) -> None:
    design, sales = tmp_path / "d.csv", tmp_path / "s.csv"
    design.write_text("From,To,Multiplier\n0.01,,2.00\n")
    sales.write_text(SALES)
    data = command("replay", str(design), "--sales", str(sales), "--json").data
    stores = data["stores"]
    assert [one["store"] for one in stores] == ["", "North", "South"]
    assert [one["sold"]["sales"] for one in stores] == ["18.00", "36.00", "140.00"]
    assert [one["replayed"]["gp"] for one in stores] == ["10.00", "20.00", "80.00"]
    assert [one["used"] for one in stores] == [1, 1, 2]
    said = command("replay", str(design), "--sales", str(sales)).out
    group = next(line for line in said.splitlines() if line.startswith("Group"))
    assert group.split()[1:4] == ["7", "110.00", "194.00"]


def test_a_history_of_one_place_says_nothing_of_stores(command: Run, tmp_path: Path) -> None:
    design, sales = tmp_path / "d.csv", tmp_path / "s.csv"
    design.write_text("From,To,Multiplier\n0.01,,2.00\n")
    sales.write_text("\n".join(line.rsplit(",", 1)[0] for line in SALES.splitlines()))
    assert "stores" not in command("replay", str(design), "--sales", str(sales), "--json").data
