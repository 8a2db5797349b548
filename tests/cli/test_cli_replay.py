"""The commands `replay` and `import`, by their contract, against sums of their own."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import numpy as np
import pytest

from tests.cli.conftest import Run, is_refusal

CENT = Decimal("0.01")
TIERS = ((Decimal("10.00"), Decimal("2.00")), (Decimal("50.00"), Decimal("1.80")))
HEAD = "RO,Part Number,Description,Unit Cost,List,Qty,Sold Price\n"
BLOCK = {"pieces", "cost", "sales", "gp", "gp_percent"}
TALLY = {"lines", "pieces", "cost", "sales"}


def price(cost: Decimal) -> Decimal:
    cents = cost.quantize(CENT, ROUND_HALF_UP)
    factor = next((factor for top, factor in TIERS if cents <= top), Decimal("1.75"))
    return (cost * factor).quantize(CENT, ROUND_HALF_UP)


Line = tuple[Decimal, Decimal, Decimal, Decimal]


@pytest.fixture
def lines() -> list[Line]:
    rng = np.random.default_rng(7)
    made = []
    for units, scale, thousandths in zip(
        rng.integers(100, 90_000, 400).tolist(),
        rng.choice((1, 10), 400).tolist(),
        rng.choice((500, 1_000, 2_000, 4_500), 400).tolist(),
        strict=True,
    ):
        cost = Decimal(units) / 10_000 * scale
        listed = (cost * Decimal("1.7")).quantize(CENT)
        sold = (cost * Decimal("1.6")).quantize(CENT) + CENT
        made.append((cost, listed, Decimal(thousandths) / 1_000, sold))
    return made


@pytest.fixture
def sales(tmp_path: Path, lines: list[Line]) -> Path:
    path = tmp_path / "sales.csv"
    rows = [
        f"{1000 + place},{place:05d},part,{cost},{listed},{pieces},{sold}"
        for place, (cost, listed, pieces, sold) in enumerate(lines)
    ]
    path.write_text(HEAD + "\n".join(rows) + "\n")
    return path


def text(value: Decimal) -> str:
    return str(value.quantize(CENT, ROUND_HALF_UP))


def test_a_replay_with_all_its_keys(
    command: Run, ladder: Path, sales: Path, lines: list[Line]
) -> None:
    ran = command("replay", ladder, "--sales", sales, "--json")
    assert ran.status == 0
    data = ran.data
    assert data["lines"] == data["used"] == len(lines)
    assert set(data["unpriced"]) == TALLY
    assert data["unpriced"]["lines"] == 0
    assert all(set(tally) == TALLY for tally in data["set_aside"].values())
    assert set(data["sold"]) == set(data["replayed"]) == BLOCK
    assert "in_force" not in data
    assert "against" not in data
    assert data["compared_with"] == "sold"
    cost = sum((cost * pieces for cost, _, pieces, _ in lines), Decimal(0))
    replayed = sum((price(cost) * pieces for cost, _, pieces, _ in lines), Decimal(0))
    sold = sum((sold * pieces for _, _, pieces, sold in lines), Decimal(0))
    assert data["sold"]["cost"] == data["replayed"]["cost"] == text(cost)
    assert data["replayed"]["sales"] == text(replayed)
    assert data["replayed"]["gp"] == text(replayed - cost)
    assert data["sold"]["sales"] == text(sold)
    assert data["replayed"]["gp_percent"] == pytest.approx(float(100 * (1 - cost / replayed)))
    pieces = sum((pieces for _, _, pieces, _ in lines), Decimal(0))
    assert Decimal(data["sold"]["pieces"]) == pieces
    moved = [Decimal(data[way]["pieces"]) for way in ("up", "down", "same")]
    assert sum(moved) == pieces
    above = [line for line in lines if price(line[0]) > line[1]]
    assert Decimal(data["above_list"]["pieces"]) == sum(line[2] for line in above)
    over = sum(((price(line[0]) - line[1]) * line[2] for line in above), Decimal(0))
    assert data["above_list"]["dollars"] == text(over)
    assert data["above_list"]["no_list_pieces"] == "0"


def test_tiers_add_up_to_the_whole(command: Run, ladder: Path, sales: Path) -> None:
    data = command("replay", ladder, "--sales", sales, "--json").data
    rows = [row for row in data["tiers"] if row["tier"] is not None]
    assert [(row["tier"], row["from"], row["to"]) for row in rows] == [
        (1, "0.01", "10.00"),
        (2, "10.01", "50.00"),
        (3, "50.01", None),
    ]
    keys = {"tier", "row", "from", "to", "pieces", "cost", "sold", "replayed"}
    assert all(set(row) >= keys for row in data["tiers"])
    pieces = sum(Decimal(row["pieces"]) for row in data["tiers"])
    assert pieces == Decimal(data["replayed"]["pieces"])


def test_what_is_unpriced_is_in_no_total(command: Run, tmp_path: Path) -> None:
    table, sales = tmp_path / "t.csv", tmp_path / "s.csv"
    table.write_text("From,To,Multiplier\n0.01,9.99,2\n10.01,,1.5\n")
    sales.write_text(HEAD + "1,A,x,10.00,17.00,3,15.00\n2,B,x,20.00,35.00,1,32.00\n")
    ran = command("replay", table, "--sales", sales, "--json")
    assert ran.status == 1
    assert ran.data["unpriced"] == {
        "lines": 1,
        "pieces": "3",
        "cost": "30.00",
        "sales": "45.00",
    }
    assert (ran.data["lines"], ran.data["used"]) == (2, 1)
    assert ran.data["sold"]["sales"] == "32.00"
    assert "Unpriced: 1 line" in command("replay", table, "--sales", sales).out


def test_another_design_and_the_one_in_force_stand_beside(
    command: Run, tmp_path: Path, ladder: Path, sales: Path
) -> None:
    flat, design = tmp_path / "flat.csv", tmp_path / "d.pmatrix"
    flat.write_text("From,To,Markup %\n0.01,,67\n")
    command("read", ladder, "--in-force", flat, "--out", design)
    own = command("replay", design, "--sales", sales, "--json").data
    assert own["compared_with"] == "in_force"
    assert set(own["in_force"]) == BLOCK
    both = command("replay", design, "--sales", sales, "--against", flat, "--json").data
    assert both["compared_with"] == "against"
    assert both["against"] == both["in_force"]
    assert both["replayed"] == own["replayed"]
    shown = command("replay", design, "--sales", sales, "--against", flat).out
    assert "Other design" in shown
    assert "In force" in shown


def test_a_design_without_sales_asks_for_them(command: Run, ladder: Path) -> None:
    ran = command("replay", ladder)
    assert is_refusal(ran)
    assert "--sales" in ran.err


@pytest.mark.parametrize(
    "words", [("--sales", "none.csv"), ("--against", "none.csv"), ("--against",), ("--sales", ".")]
)
def test_what_cannot_be_used(command: Run, ladder: Path, words: tuple[str, ...]) -> None:
    assert is_refusal(command("replay", ladder, *words))


def test_an_import_says_what_it_understood(
    command: Run, tmp_path: Path, sales: Path, lines: list[Line]
) -> None:
    ran = command("import", sales, "--json")
    assert ran.status == 0
    assert set(ran.data) >= {"rows", "used", "set_aside", "columns", "problems"}
    assert ran.data["rows"] == ran.data["used"] == len(lines)
    assert ran.data["columns"]["cost"] == "Unit Cost"
    assert ran.data["columns"]["quantity"] == "Qty"
    assert list(tmp_path.glob("*.parquet")) == []
    shown = command("import", sales).out
    assert f"{len(lines)} rows read" in shown
    assert "Unit Cost" in shown


def test_parquet_replays_to_the_same_cent(
    command: Run, tmp_path: Path, ladder: Path, sales: Path
) -> None:
    out = tmp_path / "sales.parquet"
    assert command("import", sales, "--out", out).status == 0
    assert is_refusal(command("import", sales, "--out", out))
    assert command("import", sales, "--out", out, "--force").status == 0
    assert is_refusal(command("import", sales, "--out", sales, "--force"))
    from_csv = command("replay", ladder, "--sales", sales, "--json").data
    assert command("replay", ladder, "--sales", out, "--json").data == from_csv


def test_set_aside_lines_have_their_reason(command: Run, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text(
        HEAD
        + "1,A,part,10.00,17.00,2,15.00\n2,B,part,0.00,17.00,1,5.00\n3,C,part,ten,17.00,1,5.00\n"
        + "4,D,CORE CHARGE,10.00,10.00,1,10.00\n5,E,HEATER CORE,10.00,17.00,1,15.00\n"
    )
    data = command("import", path, "--json").data
    assert (data["rows"], data["used"]) == (5, 2)
    assert data["set_aside"]["zero-cost"]["lines"] == 1
    assert data["set_aside"]["unreadable"]["lines"] == 1
    assert data["set_aside"]["core"] == {
        "lines": 1,
        "pieces": "1",
        "cost": "10.00",
        "sales": "10.00",
    }


def test_a_map_names_the_columns(command: Run, tmp_path: Path) -> None:
    path, columns = tmp_path / "s.csv", tmp_path / "map.toml"
    path.write_text("Teil;EK;VK;Menge\nA;1,50;3,00;2\nB;2,50;5,00;1\n")
    columns.write_text(
        'decimal = ","\n[columns]\npart = "Teil"\ncost = "EK"\nsold = "VK"\nquantity = "Menge"\n'
    )
    assert is_refusal(command("import", path))
    data = command("import", path, "--map", columns, "--json").data
    assert (data["rows"], data["used"], data["columns"]["cost"]) == (2, 2, "EK")


@pytest.mark.parametrize("name", ["none.toml", ".", "broken.toml", "odd.toml"])
def test_a_map_that_cannot_be_used(command: Run, tmp_path: Path, sales: Path, name: str) -> None:
    (tmp_path / "broken.toml").write_text("cost =")
    (tmp_path / "odd.toml").write_text('[columns]\nweather = "fine"\n')
    assert is_refusal(command("import", sales, "--map", tmp_path / name))


def test_what_a_missing_list_did_is_counted(command: Run, tmp_path: Path) -> None:
    table, old, sales = (tmp_path / name for name in ("m.csv", "old.csv", "s.csv"))
    table.write_text("# cap: 100.00 lower\n# ceiling: 10\nFrom,To,Multiplier\n0.01,,2\n")
    old.write_text("From,To,Multiplier\n0.01,500.00,1.5\n")
    rows = ("a,120,150,2,200", "b,120,,3,200", "c,20,,4.5,30", "d,20,30,1,30", "e,600,,7,900")
    sales.write_text("Part,Cost,List,Qty,Price\n" + "\n".join(rows) + "\n")
    ran = command("replay", table, "--sales", sales, "--json")
    assert ran.data["without_list"] == {"cap_pieces": "10", "rails_pieces": "14.5"}
    compared = command("replay", table, "--sales", sales, "--against", old, "--json")
    assert compared.data["without_list"] == {"cap_pieces": "3", "rails_pieces": "7.5"}
    told = command("replay", table, "--sales", sales).out
    assert "Above the cap without a list, at cost × 1.67: 10 pieces." in told
    assert "held to no ceiling and to no list: 14.5 pieces." in told
    plain = command("replay", old, "--sales", sales)
    assert "ithout a list" not in plain.out


@pytest.mark.parametrize(
    ("settings", "cap", "rails"),
    [("# cap: 100.00 cost+67", "0", "0"), ("# not-below-list: yes", "0", "1")],
)
def test_only_rules_that_need_a_list_miss_one(
    command: Run, tmp_path: Path, settings: str, cap: str, rails: str
) -> None:
    table, sales = tmp_path / "m.csv", tmp_path / "s.csv"
    table.write_text(f"{settings}\nFrom,To,Multiplier\n0.01,,2\n")
    sales.write_text("Part,Cost,List,Qty,Price\na,120,,1,200\n")
    data = command("replay", table, "--sales", sales, "--json").data
    assert data["without_list"] == {"cap_pieces": cap, "rails_pieces": rails}
