"""What `replay` says must be true, against sums of the lines in decimals."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from matrix_designer.cli import replay as replay_command
from tests.cli.conftest import Run

CENT = Decimal("0.01")
TOPS = (Decimal("10.00"), Decimal("50.00"), None)
FACTORS = (Decimal("2.00"), Decimal("1.80"), Decimal("1.75"))
OLD = (Decimal("1.67"),) * 3
STEP = Decimal("0.05")
HEAD = "RO,Date,Part Number,Unit Cost,List,Qty,Sold Price\n"
Line = tuple[int, Decimal, Decimal]
"""Repair order, cost, pieces."""


def tier_of(cost: Decimal) -> int:
    cents = cost.quantize(CENT, ROUND_HALF_UP)
    return next(place for place, top in enumerate(TOPS) if top is None or cents <= top)


def gp(lines: Sequence[Line], factors: Sequence[Decimal]) -> Decimal:
    made = Decimal(0)
    for _, cost, pieces in lines:
        price = (cost * factors[tier_of(cost)]).quantize(CENT, ROUND_HALF_UP)
        made += (price - cost) * pieces
    return made


def a_year(value: Decimal, days: int = 100) -> str:
    return str((value * 365 / days).quantize(CENT, ROUND_HALF_UP))


@pytest.fixture(name="lines")
def _lines() -> list[Line]:
    rng = random.Random(11)  # noqa: S311 - test data
    return [
        (
            1_000 + place // 3,
            Decimal(rng.randint(100, 90_000)) / 1_000,
            Decimal(rng.choice((500, 1_000, 2_000, 4_500))) / 1_000,
        )
        for place in range(600)
    ]


@pytest.fixture(name="sales")
def _sales(tmp_path: Path, lines: list[Line]) -> Path:
    path = tmp_path / "sales.csv"
    days = [f"2026-01-{1 + ro % 31:02d}" for ro, _, _ in lines]
    days[0], days[-1] = "2026-01-01", "2026-04-10"
    rows = [
        f"{ro},{day},{place:05d},{cost},{cost * 2},{pieces},{(cost * 3 / 2).quantize(CENT)}"
        for place, ((ro, cost, pieces), day) in enumerate(zip(lines, days, strict=True))
    ]
    path.write_text(HEAD + "\n".join(rows) + "\n")
    return path


@pytest.fixture(name="design")
def _design(command: Run, tmp_path: Path, ladder: Path) -> Path:
    old, design = tmp_path / "old.csv", tmp_path / "d.pmatrix"
    old.write_text("From,To,Multiplier\n0.01,,1.67\n")
    assert command("read", ladder, "--in-force", old, "--out", design).status == 0
    return design


def test_break_even_and_elasticity(
    command: Run, design: Path, sales: Path, lines: list[Line]
) -> None:
    data = command("replay", design, "--sales", sales, "--json").data
    told = data["must_be_true"]
    after, before = gp(lines, FACTORS), gp(lines, OLD)
    cost = sum((cost * pieces for _, cost, pieces in lines), Decimal(0))
    assert (told["volumes"], told["is_a_year"], data["days"]) == ("unchanged", True, 100)
    assert told["gain"] == a_year(after - before)
    assert (told["gp_before"], told["gp_after"]) == (a_year(before), a_year(after))
    assert told["verdict"] == "may lose"
    rise = (after - before) / (cost + before)
    margin = before / (cost + before)
    assert told["break_even_percent"] == pytest.approx(float(100 * rise / (rise + margin)))
    assert told["rise_percent"] == pytest.approx(float(100 * rise))
    paid = (cost + after) / cost
    assert told["multiplier"] == pytest.approx(float(paid))
    assert told["elasticity"] == pytest.approx(float(paid / (paid - 1)))
    for place, row in enumerate(told["tiers"]):
        held = [line for line in lines if tier_of(line[1]) == place]
        now, was = gp(held, FACTORS), gp(held, OLD)
        spent = sum((cost * pieces for _, cost, pieces in held), Decimal(0))
        assert (row["tier"], row["row"]) == (place + 1, "tier")
        assert row["break_even_percent"] == pytest.approx(float(100 * (1 - was / now)))
        assert row["elasticity"] == pytest.approx(float((spent + now) / now))


def test_the_tornado_is_each_tier_priced_again(
    command: Run, design: Path, sales: Path, lines: list[Line]
) -> None:
    told = command("replay", design, "--sales", sales, "--json").data["must_be_true"]
    assert told["tornado_step"] == 0.05
    base = gp(lines, FACTORS)
    expected: list[tuple[Decimal, int, str, str]] = []
    for place in range(3):
        ends = []
        for step in (STEP, -STEP):
            factors = list(FACTORS)
            factors[place] += step
            ends.append(gp(lines, factors) - base)
        up, down = ends
        expected.append((max(abs(up), abs(down)), place + 1, a_year(up), a_year(down)))
    expected.sort(key=lambda each: -each[0])
    assert [(row["tier"], row["up"], row["down"]) for row in told["tornado"]] == [
        (tier, up, down) for _, tier, up, down in expected
    ]


def test_the_band_holds_what_orders_drawn_again_bring(
    command: Run, design: Path, sales: Path, lines: list[Line]
) -> None:
    told = command("replay", design, "--sales", sales, "--json").data["must_be_true"]
    band = told["band"]
    assert told["no_band"] is None
    assert (band["percent"], band["seed"], band["resamples"]) == (80, 2026, 1_000)
    assert (band["repair_orders"], band["days_without_repair_order"]) == (200, 0)
    orders: dict[int, list[Line]] = {}
    for line in lines:
        orders.setdefault(line[0], []).append(line)
    rng = random.Random(12)  # noqa: S311 - test data
    for name, worth in (
        ("", [gp(held, FACTORS) for held in orders.values()]),
        ("before_", [gp(held, OLD) for held in orders.values()]),
        ("gain_", [gp(held, FACTORS) - gp(held, OLD) for held in orders.values()]),
    ):
        sums = sorted(
            sum(rng.choices(worth, k=len(worth)), Decimal(0)) * 365 / 100 for _ in range(1_000)
        )
        width = float(sums[899] - sums[100])
        low, high = float(band[f"{name}low"]), float(band[f"{name}high"])
        assert abs(low - float(sums[100])) < 0.12 * width
        assert abs(high - float(sums[899])) < 0.12 * width


def test_the_bridge_adds_up(command: Run, design: Path, sales: Path, lines: list[Line]) -> None:
    bridge = command("replay", design, "--sales", sales, "--json").data["bridge"]
    before, after = gp(lines, OLD), gp(lines, FACTORS)
    assert bridge["before"] == str(before.quantize(CENT, ROUND_HALF_UP))
    assert bridge["after"] == str(after.quantize(CENT, ROUND_HALF_UP))
    steps = {step["tier"]: Decimal(step["change_in_a_year"]) for step in bridge["steps"]}
    assert set(steps) == {1, 2, 3, None}
    total = Decimal(bridge["change_in_a_year"])
    assert abs(sum(steps.values()) - total) <= CENT * len(steps)
    assert bridge["change_in_a_year"] == a_year(after - before)


def test_people_read_the_same(command: Run, design: Path, sales: Path) -> None:
    data = command("replay", design, "--sales", sales, "--json").data["must_be_true"]
    shown = command("replay", design, "--sales", sales).out
    assert "What must be true, against the matrix in force, in a year:" in shown
    assert f"less than {data['break_even_percent']:.1f} % of the pieces is lost" in shown
    assert f"Implied elasticity {data['elasticity']:.2f}" in shown
    for name in ("low", "high", "gain_low", "gain_high"):
        assert f"${data['band'][name]}" in shown
    assert "200 whole repair orders drawn again 1000 times, from seed 2026." in shown
    assert "Volumes are assumed unchanged. The sales cover 100 days" in shown
    for row in data["tornado"]:
        assert f"${row['up']}" in shown


def test_the_band_is_the_same_from_parquet_and_from_a_design(
    command: Run, design: Path, tmp_path: Path, sales: Path
) -> None:
    out = tmp_path / "kept.parquet"
    assert command("import", sales, "--out", out).status == 0
    own, other = (
        command("replay", design, "--sales", each, "--json").data["must_be_true"]
        for each in (sales, out)
    )
    assert own == other
    assert own["band"] is not None


def test_a_large_file_is_asked_for_its_band(
    command: Run, design: Path, sales: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay_command, "_LARGEST_KEPT", 100)
    told = command("replay", design, "--sales", sales, "--json").data["must_be_true"]
    assert told["band"] is None
    assert "Add --band" in told["no_band"]
    assert len(told["tornado"]) == 3
    asked = command("replay", design, "--sales", sales, "--band", "--json").data["must_be_true"]
    assert asked["band"]["repair_orders"] == 200
    assert asked["no_band"] is None


def test_few_orders_and_no_days_are_told(command: Run, ladder: Path, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("Part,Cost,Qty,Price\nA,10.00,1,15.00\nB,20.00,2,30.00\n")
    ran = command("replay", ladder, "--sales", path, "--json")
    told = ran.data["must_be_true"]
    assert ran.status == 0
    assert told["band"] is None
    assert "fewer than 30 repair orders" in told["no_band"]
    assert told["is_a_year"] is False
    assert "in the time of the sales" in command("replay", ladder, "--sales", path).out


def test_a_cut_asks_for_more_volume(command: Run, ladder: Path, tmp_path: Path) -> None:
    path, dear = tmp_path / "s.csv", tmp_path / "dear.csv"
    path.write_text("Part,Cost,Qty,Price\nA,10.00,1,15.00\n")
    dear.write_text("From,To,Multiplier\n0.01,,2.50\n")
    words = ("replay", ladder, "--sales", path, "--against", dear)
    told = command(*words, "--json").data["must_be_true"]
    assert told["verdict"] == "must gain"
    assert told["break_even_percent"] == pytest.approx(-50.0)
    assert "it pays only where more than 50.0 % of pieces is gained" in command(*words).out
    free = tmp_path / "free.csv"
    free.write_text("From,To,Multiplier\n0.01,,1\n")
    told = command("replay", free, "--sales", path, "--json").data["must_be_true"]
    assert (told["verdict"], told["break_even_percent"], told["elasticity"]) == (
        "never",
        None,
        None,
    )
    assert "No elasticity is implied" in command("replay", free, "--sales", path).out
