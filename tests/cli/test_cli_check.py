"""The command `check`, by its contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, is_refusal

KEYS = {"code", "severity", "message", "matrix", "tier", "dollars", "fix"}
HEAD = "From,To,Markup %\n"
SALES = "Part Number,Unit Cost,List,Qty,Sold Price\n"


def codes(command: Run, *words: object) -> list[str]:
    return [finding["code"] for finding in command("check", *words, "--json").data["findings"]]


def test_findings_with_all_their_keys(command: Run, ladder: Path) -> None:
    ran = command("check", ladder, "--json")
    assert ran.status == 0
    findings = ran.data["findings"]
    assert findings
    assert all(set(finding) >= KEYS for finding in findings)
    assert all(finding["dollars"] is None for finding in findings)
    assert all(finding["matrix"] == "ladder" for finding in findings)
    assert all(finding["message"] and "\n" not in finding["message"] for finding in findings)


def test_they_stand_in_rank_order(command: Run, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(HEAD + "0.01,9.99,100\n10.01,50.00,80\n50.01,100.00,70\n")
    findings = command("check", path, "--json").data["findings"]
    order = [finding["severity"] for finding in findings]
    assert order == sorted(order, key=["error", "warning", "advice"].index)
    assert order[0] == "error"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("0.01,9.99,100\n10.01,,75\n", "gap"),
        ("0.01,10.00,100\n9.00,,75\n", "overlap"),
        ("10.01,,75\n0.01,10.00,100\n", "unordered"),
        ("10.00,0.01,100\n10.01,,75\n", "reversed-bounds"),
        ("1.00,,75\n", "late-start"),
        ("0.01,10.00,75\n", "no-top"),
    ],
)
def test_an_error_is_exit_1(command: Run, tmp_path: Path, rows: str, code: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(HEAD + rows)
    ran = command("check", path, "--json")
    assert ran.status == 1
    assert code in [f["code"] for f in ran.data["findings"] if f["severity"] == "error"]
    assert command("check", path).status == 1


@pytest.mark.parametrize(
    ("rows", "words", "code", "fix"),
    [
        ("10.00,0.01,100\n10.01,,75\n", (), "reversed-bounds", "Swap its bounds"),
        ("500.00,1.50,100\n", (), "reversed-bounds", None),  # it would start late, and end early
        ("0.01,40.00,100\n40.01,,67\n", (), "wide-tier", "Make it a ladder"),
        ("0.01,250.00,100\n250.01,,67\n", ("--target", "twelve-levels"), "wide-tier", None),
    ],
)
def test_the_fix_that_is_told_is_one_that_holds(
    command: Run, tmp_path: Path, rows: str, words: tuple[str, ...], code: str, fix: str | None
) -> None:
    path = tmp_path / "t.csv"
    path.write_text(HEAD + rows)
    findings = command("check", path, *words, "--json").data["findings"]
    assert [each["fix"] for each in findings if each["code"] == code][:1] == [fix]
    assert (f"Fix: {fix}" in command("check", path, *words).out) is (fix is not None)


def test_an_empty_design_is_an_error(command: Run, tmp_path: Path) -> None:
    path = tmp_path / "d.pmatrix"
    command("new", "--template", "empty", "--out", path)
    assert codes(command, path)[0] == "no-tiers"


def test_a_goal_is_judged_over_the_sales(command: Run, tmp_path: Path, ladder: Path) -> None:
    sales = tmp_path / "sales.csv"
    sales.write_text(SALES + "A,20.00,40.00,5,35.00\nB,30.00,50.00,5,45.00\n")
    assert "below-goal" not in codes(command, ladder, "--sales", sales)
    assert "below-goal" not in codes(command, ladder, "--sales", sales, "--goal", "44")
    found = command("check", ladder, "--sales", sales, "--goal", "46", "--json").data["findings"]
    below = next(finding for finding in found if finding["code"] == "below-goal")
    assert below["severity"] == "warning"
    assert below["dollars"] == "12.96"


def test_a_target_is_judged(command: Run, tmp_path: Path) -> None:
    path = tmp_path / "d.pmatrix"
    command("new", "--template", "acg-ladder", "--out", path)
    assert not [code for code in codes(command, path) if code.startswith("target-")]
    assert "target-levels" in codes(command, path, "--target", "twelve-levels")


@pytest.mark.parametrize(
    "words",
    [
        ("--goal", "100"),
        ("--goal", "-1"),
        ("--goal", "forty"),
        ("--goal", "NaN"),
        ("--goal", ""),
        ("--goal", "42.12345"),
        ("--target", "none"),
        ("--target", ""),
        ("--sales", "none.csv"),
        ("--sales", "."),
        ("--sales", ""),
    ],
)
def test_what_cannot_be_used(command: Run, ladder: Path, words: tuple[str, ...]) -> None:
    assert is_refusal(command("check", ladder, *words))


def test_people_read_what_where_and_how_many(command: Run, ladder: Path) -> None:
    text = command("check", ladder).out
    assert "warning  inversion" in text
    assert "“ladder”, tier 1" in text
    found = command("check", ladder, "--json").data["findings"]
    warnings = sum(finding["severity"] == "warning" for finding in found)
    advice = sum(finding["severity"] == "advice" for finding in found)
    assert text.endswith(f"\n0 errors, {warnings} warnings, {advice} pieces of advice.\n")
