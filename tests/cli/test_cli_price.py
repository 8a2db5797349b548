"""The command `price`, by its contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, is_refusal


def test_a_price_with_all_its_keys(command: Run, ladder: Path) -> None:
    ran = command("price", ladder, "--cost", "21.38", "--json")
    assert ran.status == 0
    data = ran.data
    assert data["price"] == "38.48"
    assert data["factor"] == "×1.80"
    assert data["tier"] == 2
    assert data["gp_percent"] == pytest.approx(100 * (38.48 - 21.38) / 38.48, abs=1e-12)
    assert data["multiplier"] == pytest.approx(38.48 / 21.38, abs=1e-12)
    assert [set(step) for step in data["trace"]] == [{"step", "detail", "value"}] * 4
    assert "extended" not in data


@pytest.mark.parametrize(
    ("quantity", "extended"),
    [("3", "60.00"), ("0.5", "10.00"), ("4.5", "90.00"), ("0.001", "0.02"), ("0", "0.00")],
)
def test_extended_with_a_quantity(command: Run, ladder: Path, quantity: str, extended: str) -> None:
    ran = command("price", ladder, "--cost", "10", "--quantity", quantity, "--json")
    assert ran.data["price"] == "20.00"
    assert ran.data["extended"] == extended


@pytest.mark.parametrize("cost", ["0", "0.00", "0.0049", "0.004"])
def test_no_price_without_a_cost(command: Run, ladder: Path, cost: str) -> None:
    ran = command("price", ladder, "--cost", cost, "--quantity", "2", "--json")
    assert ran.status == 1
    nothing = ("price", "gp_percent", "multiplier", "factor", "tier", "extended")
    assert [ran.data[key] for key in nothing] == [None] * 6
    assert ran.data["trace"]


def test_half_a_cent_is_a_cent(command: Run, ladder: Path) -> None:
    assert command("price", ladder, "--cost", "0.005", "--json").data["tier"] == 1


def test_a_cost_in_a_gap_is_unpriced(command: Run, tmp_path: Path) -> None:
    path = tmp_path / "gap.csv"
    path.write_text("From,To,Markup %\n0.01,9.99,100\n10.01,,75\n")
    ran = command("price", path, "--cost", "10.00", "--json")
    assert (ran.status, ran.data["price"], ran.data["tier"]) == (1, None, None)
    shown = command("price", path, "--cost", "10.00")
    assert shown.status == 1
    assert "no price" in shown.out


def test_above_the_cap_there_is_no_tier(command: Run, tmp_path: Path, ladder: Path) -> None:
    design = tmp_path / "d.pmatrix"
    command("read", ladder, "--cap", "250.00", "--over-cap", "lower", "--out", design)
    at = command("price", design, "--cost", "250.00", "--list", "400", "--json").data
    over = command("price", design, "--cost", "300.00", "--list", "400", "--json").data
    assert (at["tier"], at["price"]) == (3, "437.50")
    assert (over["tier"], over["price"], over["factor"]) == (None, "400.00", None)


@pytest.mark.parametrize(
    "words",
    [
        ("--cost", "abc"),
        ("--cost", "NaN"),
        ("--cost", "inf"),
        ("--cost", "-5"),
        ("--cost", "-0.0001"),
        ("--cost", "(50.00)"),
        ("--cost", "50.00-"),
        ("--cost", "−5"),
        ("--cost", "1000000"),
        ("--cost", "999999.99995"),
        ("--cost", "1e3"),
        ("--cost", "1_000"),
        ("--cost", "٣"),
        ("--cost", "1,23,4"),
        ("--cost", "1.2.3"),
        ("--cost", ""),
        ("--cost", " "),
        ("--cost", "0" * 400 + "x"),
        ("--cost", "1" * 400),
        ("--cost", "--json"),
        ("--cost=--",),
        ("--cost", "5", "--source=--"),
        ("--cost", "5", "--matrix=--"),
        ("--cost",),
        (),
        ("--cost", "5", "--cots", "6"),
        ("--cos", "5"),
        ("--cost", "5", "extra"),
        ("--cost", "5", "--list", "-1"),
        ("--cost", "5", "--list", "x"),
        ("--cost", "21.38005"),
        ("--cost", "5", "--list", "0.00001"),
        ("--cost", "5", "--quantity", "1.2345"),
        ("--cost", "5", "--quantity", "-1"),
        ("--cost", "5", "--quantity", "two"),
        ("--cost", "5", "--matrix", "no such"),
        ("--cost", "5", "\udcff"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(
    command: Run, ladder: Path, words: tuple[str, ...]
) -> None:
    assert is_refusal(command("price", ladder, *words))


def test_zeros_beyond_four_decimals_are_no_more_decimals(command: Run, ladder: Path) -> None:
    ran = command("price", ladder, "--cost", "21.380000", "--list", "30.00000", "--json")
    assert (ran.data["cost"], ran.data["list"]) == ("21.38", "30.00")
    told = command("price", ladder, "--cost", "21.38005").err
    assert "--cost: “21.38005” has more than four decimals" in told


def test_a_dear_part_is_in_range(command: Run, ladder: Path) -> None:
    ran = command("price", ladder, "--cost", "$999,999.9999", "--json")
    assert (ran.status, ran.data["price"]) == (0, "1750000.00")


@pytest.mark.parametrize("kind", ["missing", "folder", "empty", "binary", "no tiers", "ambiguous"])
def test_a_design_that_cannot_be_read(command: Run, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "d.csv"
    texts = {"empty": b"", "binary": b"\x00\xff" * 500, "no tiers": b"From,To,Multiplier\n"}
    texts["ambiguous"] = b"From,To,Factor\n0.01,,75%\n"
    if kind == "folder":
        path.mkdir()
    elif kind != "missing":
        path.write_bytes(texts[kind])
    ran = command("price", path, "--cost", "5")
    assert is_refusal(ran)
    assert "d.csv" in ran.err


def test_people_read_the_price_and_every_step(command: Run, ladder: Path) -> None:
    text = command("price", ladder, "--cost", "21.38", "--quantity", "2").out
    assert text.startswith("A $21.38 part sells for $38.48, by tier 2 at ×1.80.\n")
    assert "$17.10 = 44.4 % GP" in text
    assert "2 pieces: $76.96." in text
    assert "rounded" in text


def test_a_price_of_nothing_has_no_gp_percent(command: Run, tmp_path: Path) -> None:
    table = tmp_path / "gift.csv"
    table.write_text("From,To,Multiplier\n0.01,,0.0001\n")
    ran = command("price", table, "--cost", "1")
    assert "Gross profit -$1.00, ×0.0000 of cost." in ran.out
    data = command("price", table, "--cost", "1", "--json").data
    assert (data["price"], data["gp_percent"], data["multiplier"]) == ("0.00", None, 0)
