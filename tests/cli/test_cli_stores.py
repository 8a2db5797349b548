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


def test_no_sold_dollars_are_made_up_for_stores_that_tell_none(
    command: Run, tmp_path: Path
) -> None:
    design, other, sales = (tmp_path / name for name in ("d.csv", "o.csv", "s.csv"))
    design.write_text("From,To,Multiplier\n0.01,15.00,2.00\n")
    other.write_text("From,To,Multiplier\n0.01,,3.00\n")
    sales.write_text("Part Number,Unit Cost,Qty,Store\nA1,10.00,2,North\nA2,20.00,1,South\n")
    words = ("replay", str(design), "--sales", str(sales))
    for more in ((), ("--against", str(other))):
        stores = command(*words, *more, "--json").data["stores"]
        assert [one["sold"] for one in stores] == [None, None]
        assert [one["replayed"]["sales"] for one in stores] == ["40.00", "0.00"]
        said = command(*words, *more).out
        north = next(line for line in said.splitlines() if line.startswith("North"))
        assert north.split()[1:5] == ["2", "20.00", "-", "-"]
        assert "Unpriced: 1 line, $20.00 of cost, in none of the totals." in said
