"""Exports: proven by reading again, refused when prices would change, named what was dropped."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

from matrix_designer.core.design import Design
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import Basis, FactorKind, read_factor
from matrix_designer.core.fitting import convert_factor, fit_matrix
from matrix_designer.core.matrix import Cap, CapRule, Ending, EndingKind, Matrix, Mode, Rails, Tier
from matrix_designer.core.merging import merge_tiers
from matrix_designer.core.plan import ByMatrix, Conditions, LeftAlone, Plan, Rule
from matrix_designer.core.proof import Proof, count_changes, proof_of
from matrix_designer.core.target import Target
from matrix_designer.formats.designs import open_design
from matrix_designer.formats.profiles import Column, Field, load_profiles, profile_named
from matrix_designer.formats.render import export, render
from matrix_designer.formats.safe_text import escape_text, unescape_text


def ladder(*steps: tuple[str, str], name: str = "ladder", **more: object) -> Design:
    """Make a design of (upper bound or empty, factor)."""
    tiers = []
    lower = 100
    for top, factor in steps:
        upper = round(float(top) * 10_000) if top else None
        tiers.append(Tier(lower, upper, read_factor(factor).factor))
        lower = (upper or 0) + 100
    return Design(name, (Matrix(name, tuple(tiers), **more),))  # type: ignore[arg-type]


PLAIN = ladder(("5", "x2.5"), ("20", "+100%"), ("", "42% GP"))
MANY = ladder(*((str(top), f"x{3 - top / 20}") for top in range(1, 16)), ("", "x2"))


def test_a_plan_and_other_matrices_are_named_as_left_out(tmp_path: Path) -> None:
    rules = (Rule(LeftAlone(), Conditions(sources=("60",))), Rule(ByMatrix("ladder")))
    whole = replace(PLAIN, plan=Plan(rules), matrices=(*PLAIN.matrices, Matrix("Fleet")))
    result = export(whole, profile_named("table"), tmp_path / "t.csv")
    assert (result.dropped, result.changed_prices) == (("plan", "other matrices"), 0)
    assert [loss.detail for loss in result.losses] == [
        "2 rules: the file holds “ladder” alone",
        "“Fleet”: the file holds “ladder” alone",
    ]
    assert export(PLAIN, profile_named("table"), tmp_path / "u.csv").dropped == ()


def test_the_shipped_profiles_load() -> None:
    profiles = {profile.id: profile for profile in load_profiles()}
    assert list(profiles) == ["table", "workbook", "cdk-keying", "twelve-levels"]
    assert profiles["cdk-keying"].grade == "D"
    assert "user forums" in profiles["cdk-keying"].note
    assert profiles["twelve-levels"].target.max_levels == 12
    assert profiles["twelve-levels"].target.decimals == 2


@pytest.mark.parametrize("name", ["table", "workbook"])
def test_our_own_files_carry_everything(tmp_path: Path, name: str) -> None:
    profile = profile_named(name)
    design = ladder(("5", "x2.5"), ("", "+75%"), name="=two; × “it”", mode=Mode.COMPOUND)
    matrix = replace(
        design.matrix,
        cap=Cap(2_500_000, CapRule.HIGHER),
        rails=Rails(ceiling=-25_000, is_not_below_list=True),
        ending=Ending(EndingKind.X9, is_up=True),
    )
    out = tmp_path / f"out.{profile.layout.value}"
    result = export(replace(design, matrices=(matrix,)), profile, out)
    assert (result.changed_prices, result.dropped, result.files) == (0, (), (out,))
    read = open_design(out).design.matrix
    assert read.name == matrix.name
    assert replace(read, tiers=()) == replace(matrix, tiers=())
    assert [tier.factor.ratio for tier in read.tiers] == [t.factor.ratio for t in matrix.tiers]


def test_a_keying_sheet_looks_like_the_published_ones(tmp_path: Path) -> None:
    out = tmp_path / "cdk.csv"
    design = ladder(("2", "+150%"), ("4", "x2.4"), ("9999.99", "+67%"))
    result = export(design, profile_named("cdk-keying"), out)
    assert result.changed_prices == 0
    lines = out.read_text(encoding="utf-8").splitlines()
    assert any("user forums" in line for line in lines)
    assert lines[-4:] == [
        "Low,TO,High,Escalate,Sign,%",
        "0.01,TO,2.00,COST,+,150.00",
        "2.01,TO,4.00,COST,+,140.00",
        "4.01,TO,9999.99,COST,+,67.00",
    ]


def oracle_changes(design: Design, out: Path, top: int) -> int:
    """Count changed prices with Fractions over every cent, reading the file with csv alone."""
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    read = [(low, high or None, Fraction(times)) for low, high, times in rows]
    meant = [
        (f"{t.lower / 10_000:.2f}", t.upper and f"{t.upper / 10_000:.2f}", t.factor.multiplier)
        for t in design.matrix.tiers
    ]
    old, new = (oracle_prices(tiers, top) for tiers in (meant, read))
    return sum(before != after for before, after in zip(old, new, strict=True))


def oracle_prices(
    tiers: Sequence[tuple[str, str | int | None, Fraction | None]], top: int
) -> list[int | None]:
    """Price every cent from 1 to `top` in whole numbers; the first tier that holds it wins."""
    prices: list[int | None] = [None] * top
    for low, high, times in reversed(tiers):
        assert times is not None
        number, under = times.numerator, times.denominator
        last = top if high is None else round(float(high) * 100)
        for cents in range(round(float(low) * 100), min(last, top) + 1):
            prices[cents - 1] = (2 * number * cents + under) // (2 * under)
    return prices


def test_changed_prices_are_counted_as_an_oracle_counts_them(tmp_path: Path) -> None:
    design = ladder(("5", "x2.505"), ("20", "x2"), ("1000", "42% GP"))
    out = tmp_path / "out.csv"
    result = export(design, profile_named("twelve-levels"), out, allow=True)
    assert result.proven == 250_000
    assert result.changed_prices == oracle_changes(design, out, 250_000) > 1_000
    assert result.dropped == ("decimals",)


def test_nothing_is_written_when_prices_would_change(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    result = export(PLAIN, profile_named("twelve-levels"), out)
    assert result.is_refused
    assert result.files == ()
    assert result.changed_prices > 0
    assert not list(tmp_path.iterdir())
    allowed = export(PLAIN, profile_named("twelve-levels"), out, allow=True)
    assert allowed.files == (out,)
    assert allowed.changed_prices == result.changed_prices


def test_an_existing_output_is_refused_without_force(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("mine")
    with pytest.raises(MatrixDesignerError, match="exists already"):
        export(PLAIN, profile_named("table"), out)
    assert out.read_text() == "mine"
    export(PLAIN, profile_named("table"), out, force=True)
    assert out.read_text() != "mine"


def test_levels_beyond_the_limit_are_merged_and_named(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    result = export(MANY, profile_named("twelve-levels"), out, allow=True)
    assert result.rows == 12
    assert "levels" in result.dropped
    assert result.changed_prices == oracle_changes(MANY, out, 250_000)


def test_equal_neighbours_are_merged_for_nothing(tmp_path: Path) -> None:
    design = ladder(*((str(top), "x2") for top in range(1, 19)), ("", "x1.5"))
    result = export(design, profile_named("twelve-levels"), tmp_path / "out.csv")
    assert (result.rows <= 12, result.changed_prices) == (True, 0)


def test_merging_changes_as_few_prices_as_any_grouping() -> None:
    tops = (7, 9, 30, 33, 60, 100, 101)
    factors = ("x3", "x2.9", "x2.5", "x2.45", "x2", "x1.9", "x1.8")
    steps = [(str(top / 10), factor) for top, factor in zip(tops, factors, strict=True)]
    matrix = ladder(*steps, ("", "x1.7")).matrix
    proof = Proof(cents=2_000)
    merged = merge_tiers(matrix, matrix, 4, proof)
    assert len(merged.tiers) == 4
    assert count_changes(matrix, merged, proof) == min(
        count_changes(matrix, grouped(matrix, cuts), proof)
        for cuts in combinations(range(1, len(matrix.tiers)), 3)
    )


def grouped(matrix: Matrix, cuts: tuple[int, ...]) -> Matrix:
    """Join the tiers between the cuts, each group under the factor of its widest tier."""
    edges = (0, *cuts, len(matrix.tiers))
    tiers = []
    for first, end in pairwise(edges):
        part = matrix.tiers[first:end]
        widest = max(part, key=lambda tier: (tier.upper or 10**9) - tier.lower)
        tiers.append(replace(widest, lower=part[0].lower, upper=part[-1].upper))
    return replace(matrix, tiers=tuple(tiers))


def test_gaps_are_left_open_by_merging() -> None:
    matrix = ladder(("1", "x3"), ("2", "x2.9"), ("3", "x2.8"), ("50", "x1.5")).matrix
    tiers = (*matrix.tiers[:3], replace(matrix.tiers[3], lower=200_100))
    matrix = replace(matrix, tiers=tiers)
    merged = merge_tiers(matrix, matrix, 3, Proof(cents=6_000))
    assert count_changes(matrix, merged, Proof(cents=6_000)) <= 100
    assert not any(tier.first_cent <= 1_000 <= (tier.last_cent or 9**9) for tier in merged.tiers)


def test_a_cap_becomes_a_last_tier_where_the_target_has_none(tmp_path: Path) -> None:
    design = ladder(("100", "x2"), ("", "x1.9"), cap=Cap(2_500_000, CapRule.COST_PLUS_67))
    result = export(design, profile_named("cdk-keying"), tmp_path / "out.csv")
    assert (result.changed_prices, result.dropped) == (0, ("cap",))
    assert open_design(tmp_path / "out.csv").design.matrix.tiers[-1].factor.value == 670_000


def test_sold_parts_prove_what_the_range_cannot(tmp_path: Path) -> None:
    design = ladder(("100", "x2"), ("", "x1.9"), cap=Cap(2_500_000, CapRule.LOWER))
    cost = np.array([3_000_000, 3_000_000, 3_000_000, 40_000_000], dtype=np.int64)
    lists = np.array([4_000_000, 4_000_000, 6_000_000, 50_000_000], dtype=np.int64)
    result = export(
        design, profile_named("cdk-keying"), tmp_path / "out.csv", sold=(cost, lists), allow=True
    )
    assert result.proven == 400_000 + 3
    assert result.changed_prices == 2


@pytest.mark.parametrize(
    ("change", "feature"),
    [
        ({"mode": Mode.COMPOUND}, "mode"),
        ({"lookup": Basis.LIST}, "lookup"),
        ({"ending": Ending(EndingKind.X9)}, "ending"),
        ({"rails": Rails(ceiling=100_000)}, "rails"),
    ],
)
def test_what_a_target_has_no_field_for_is_named(
    tmp_path: Path, change: dict[str, object], feature: str
) -> None:
    design = ladder(("5", "x2.5"), ("", "x1.5"), **change)  # type: ignore[arg-type]
    result = export(design, profile_named("twelve-levels"), tmp_path / "out.csv", allow=True)
    assert feature in result.dropped
    assert all(loss.code == "target-feature" for loss in result.losses)


def test_a_list_look_up_is_proven_over_lists(tmp_path: Path) -> None:
    design = ladder(("5", "x2.5"), ("", "x1.5"), lookup=Basis.LIST)
    keyed = export(design, profile_named("cdk-keying"), tmp_path / "cdk.csv")
    assert keyed.changed_prices == 0
    lost = export(design, profile_named("twelve-levels"), tmp_path / "out.csv")
    assert lost.is_refused
    assert 100 < lost.changed_prices < 1_000


def test_the_proof_runs_as_far_as_it_must() -> None:
    far = ladder(("3000", "x2"), ("", "x1")).matrix
    very_far = ladder(("3000", "x2"), ("100000", "x1")).matrix
    sold = np.array([50_000_000, 100], dtype=np.int64)
    assert proof_of(PLAIN.matrix).cents == 250_000
    assert proof_of(far).cents == 300_001
    assert proof_of(very_far).cents == 300_001
    assert proof_of(PLAIN.matrix, (sold, sold)).cents == 500_000


@pytest.mark.parametrize(
    ("text", "kind", "decimals", "written"),
    [
        ("x1.725", FactorKind.MULTIPLIER, 2, "×1.73"),
        ("42% GP", FactorKind.MARKUP, 2, "+72.41%"),
        ("42% GP", FactorKind.MULTIPLIER, None, "×1.7241"),
        ("-10%", FactorKind.MARKUP, 0, "-10%"),
        ("x0.001", FactorKind.MULTIPLIER, 2, "×0.01"),
        ("x0.5", FactorKind.GP, 2, "0% GP"),
        ("75%markup", FactorKind.PERCENT_OF, 1, "175% of cost"),
    ],
)
def test_factors_are_written_in_the_kind_and_decimals_of_the_target(
    text: str, kind: FactorKind, decimals: int | None, written: str
) -> None:
    factor = convert_factor(read_factor(text).factor, kind, decimals, Basis.COST)
    assert factor.text == written


HOSTILE = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "a\nb")


@pytest.mark.parametrize("name", HOSTILE)
def test_people_s_files_hold_free_text_as_text(tmp_path: Path, name: str) -> None:
    design = ladder(("", "+75%"), name=name)
    for profile in load_profiles():
        out = tmp_path / f"{profile.id}.{profile.layout.value}"
        export(design, profile, out)
        if out.suffix == ".csv":
            with out.open(encoding="utf-8", newline="") as stream:
                cells = [cell for row in csv.reader(stream) for cell in row]
            assert not [cell for cell in cells if cell[:1] in ("=", "@", "\t", "\r")]
            assert "\n" not in "".join(cells)
        if profile.carries_settings:
            assert open_design(out).design.matrix.tiers[0].factor.text == "75% markup"


@pytest.mark.parametrize("name", HOSTILE)
def test_dms_files_refuse_free_text_that_is_no_text(name: str) -> None:
    profile = profile_named("twelve-levels")
    named = replace(profile, columns=(*profile.columns, Column("Name", Field.NAME)))
    with pytest.raises(MatrixDesignerError, match="may not go into this file"):
        render(ladder(("", "x2"), name=name).matrix, named)
    assert b"Captive" in render(ladder(("", "x2"), name="Captive").matrix, named)


@pytest.mark.parametrize("text", ["=x", "'=x", "''=x", "plain", "'plain", "- dash", "5 × 4"])
def test_escaped_text_comes_back(text: str) -> None:
    assert not escape_text(text).startswith(("=", "-"))
    assert unescape_text(escape_text(text)) == text


def test_names_are_cut_to_the_target() -> None:
    target = Target("t", "T", max_name=4)
    fitted = fit_matrix(PLAIN.matrix, target, Proof(cents=100))
    assert fitted.matrix.name == "ladd"
    assert [loss.code for loss in fitted.losses] == ["target-name"]


@pytest.mark.parametrize("text", ["+$99999.99", "99.999% GP", "x9999"])
@pytest.mark.parametrize("name", ["cdk-keying", "twelve-levels"])
def test_a_factor_beyond_the_target_is_held_at_its_limit(text: str, name: str) -> None:
    design = ladder(("1", text), ("", "x2"))
    matrix = design.matrices[0]
    first = replace(matrix.tiers[0], lower=0, upper=100)
    target = profile_named(name).target
    fitted = fit_matrix(replace(matrix, tiers=(first, matrix.tiers[1])), target, Proof(cents=500))
    ratio = fitted.matrix.tiers[0].factor.multiplier
    assert ratio == 9_999
    assert len(fitted.losses) == (text != "x9999")
