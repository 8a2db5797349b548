"""The command `check` on a design with a plan: its findings, their rules, their fixes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from matrix_designer.core.design import Silence
from matrix_designer.core.plan import ByMatrix, Conditions, Rule
from matrix_designer.formats.project import save_design
from tests.analysis.plan_cases import AT_LIST, design
from tests.cli.conftest import Run

SALES = (
    "Part Number,Source,Channel,Unit Cost,List,Qty,Sold Price\n"
    "A1,BRK,Counter,10.00,18.00,2,20.00\n"
    "A1,BRK,RO,10.00,18.00,1,20.00\n"
    "B1,AC,RO,12.00,20.00,1,19.00\n"
)
PLAN = (
    Rule(AT_LIST, Conditions(sources=("BRK",), channels=("Counter",)), "Brakes"),
    Rule(ByMatrix("Main"), Conditions(sources=("BRK",))),
    Rule(ByMatrix("Main"), Conditions(sources=("BRK",), channels=("RO",)), "Late"),
)


@pytest.fixture
def planned(tmp_path: Path) -> tuple[Path, Path]:
    path, sales = tmp_path / "plan.pmatrix", tmp_path / "sold.csv"
    save_design(path, design(*PLAN))
    sales.write_text(SALES)
    return path, sales


def test_findings_of_the_plan_name_their_rule_and_have_no_matrix(
    command: Run, planned: tuple[Path, Path]
) -> None:
    path, sales = planned
    ran = command("check", path, "--sales", sales, "--json")
    assert ran.status == 1
    found = {one["code"]: one for one in ran.data["findings"] if one["matrix"] is None}
    assert set(found) == {"uncovered-source", "dead-rule", "counter-and-repair-differ"}
    dead, apart = found["dead-rule"], found["counter-and-repair-differ"]
    assert (dead["rule"], dead["tier"], dead["dollars"]) == (3, None, "20.00")
    assert dead["fix"] == "Move rule 3 before rule 2"
    assert (apart["rule"], apart["dollars"]) == (1, "6.00")
    uncovered = found["uncovered-source"]
    assert (uncovered["rule"], uncovered["subject"]) == (None, "AC")
    assert (uncovered["severity"], uncovered["dollars"]) == ("error", "19.00")
    assert uncovered["fix"] == "Put it on the matrix “Main” by a rule"


def test_people_read_which_rule(command: Run, planned: tuple[Path, Path]) -> None:
    text = command("check", *planned[:1], "--sales", planned[1]).out
    assert "dead-rule                 the plan, rule 3, $20.00" in text
    assert "uncovered-source          the plan, $19.00" in text


def test_a_silence_is_kept_in_the_file(command: Run, tmp_path: Path) -> None:
    path = tmp_path / "plan.pmatrix"
    subject = "Late: BRK; channel RO: the matrix “Main”"
    silence = Silence("dead-rule", "", None, "next season", subject)
    made = design(*PLAN)
    save_design(path, made)
    before = command("check", path, "--json").data
    save_design(path, replace(made, silences=(silence,)))
    after = command("check", path, "--json").data
    assert after["silenced"] == before["silenced"] + 1
    codes = [one["code"] for one in after["findings"]]
    assert "dead-rule" not in codes
