"""Plans, flat prices, families, versions in design.json: identical after a save, small, refused."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from matrix_designer.core.derivation import Derivation, DerivationKind
from matrix_designer.core.derivation_edits import DeriveMatrix
from matrix_designer.core.design import Design, InForce, Silence
from matrix_designer.core.edits import SetFactor
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import read_factor
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.flat_price_edits import SetFlatPrice
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import CENT, DOLLAR
from matrix_designer.core.plan import ByMatrix, Plan, Rule
from matrix_designer.core.strategy import Strategy
from matrix_designer.core.version import Proposal, StepRecord
from matrix_designer.core.version_edits import Publish
from matrix_designer.formats import project as project_file
from matrix_designer.formats.designs import ReadOptions, read_design
from matrix_designer.formats.encoding import decode_project, encode_project
from matrix_designer.formats.project import load_project, save_design
from matrix_designer.formats.schema import EvidenceRecord
from tests.core.random_edits import any_edit
from tests.oracle.bridge import matrix_of
from tests.oracle.random_matrices import any_matrix, seeded

GOLDEN = Path(__file__).parent.parent / "golden"
MAY = dt.date(2026, 5, 1)
TIER = Tier(CENT, None, read_factor("x2").factor)
BARE = Design("test", (Matrix("Retail", (TIER,)), Matrix("Fleet", (TIER,))))


def planned(number: int, edits: int = 60) -> Design:
    """Return a design that random edits made."""
    rng = seeded(f"saved plan {number}")
    design = Design("d", (matrix_of(any_matrix(rng), "main"),))
    for _ in range(edits):
        _, _, design = any_edit(rng, design)
    return design


def test_designs_with_plans_are_identical_after_save_and_load(tmp_path: Path) -> None:
    path = tmp_path / "a.pmatrix"
    seen: set[str] = set()
    for number in range(60):
        design = planned(number)
        save_design(path, design)
        opened = load_project(path).design
        assert opened == design
        assert encode_project(opened) == encode_project(design)
        seen |= {
            name
            for name in ("plan", "versions", "proposals", "steps", "menus", "families")
            if getattr(design, name)
        }
        seen |= {"derived" for matrix in design.matrices if matrix.derived_from}
    assert seen == {"plan", "versions", "proposals", "steps", "menus", "families", "derived"}


def test_a_design_without_a_plan_is_written_as_it_always_was() -> None:
    data = (GOLDEN / "design_version_1.json").read_bytes()
    design, evidence = decode_project(data)
    assert design.name == "Saved before plans"
    assert [matrix.name for matrix in design.matrices] == ["Retail", "Fleet", "Größe"]
    assert encode_project(design, evidence) == data


def test_a_design_of_version_2_opens_for_ever() -> None:
    data = (GOLDEN / "design_version_2.json").read_bytes()
    design, evidence = decode_project(data)
    assert evidence == ()
    assert [rule.name for rule in design.plan.rules] == ["Brake parts", "", "Everything else"]
    assert [price.part for price in design.flat_prices] == ["SP-1", "WB 22"]
    assert [version.number for version in design.versions] == [1, 2]
    assert design.in_force is not None
    assert design.in_force.strategy is design.versions[1].strategy
    assert encode_project(design) == data


@pytest.mark.parametrize(
    "newer",
    [
        replace(BARE, plan=Plan((Rule(ByMatrix("Fleet")),))),
        replace(BARE, flat_prices=(FlatPrice("A", DOLLAR),)),
        replace(BARE, in_force=InForce(BARE.matrix, strategy=BARE.strategy)),
        replace(BARE, steps=(StepRecord(1),)),
        replace(BARE, proposals=(Proposal("Bold", BARE.strategy),)),
        replace(BARE, silences=(Silence("dead-rule", "", None, "known", "rule"),)),
        DeriveMatrix(Derivation("Retail", DerivationKind.FACTOR, 9_000), "Derived").apply(BARE),
    ],
)
def test_older_programs_are_told_of_what_they_do_not_know(newer: Design) -> None:
    assert json.loads(encode_project(BARE))["version"] == 1
    assert json.loads(encode_project(newer))["version"] == 2


def published(prices: int, versions: int) -> Design:
    """Return a design with versions that differ in one flat price each."""
    flat = tuple(
        FlatPrice(f"PART-{place}", (place + 1) * CENT, f"part {place}", cost=place * CENT)
        for place in range(prices)
    )
    design = Publish(MAY).apply(replace(BARE, flat_prices=flat))
    for number in range(versions - 1):
        at = number * 7 % prices
        changed = replace(design.flat_prices[at], price=(number + 5) * DOLLAR)
        design = Publish(MAY).apply(SetFlatPrice(at, changed).apply(design))
    return design


def test_fifty_versions_of_a_long_list_are_little_more_than_one() -> None:
    one, fifty = published(2_000, 1), published(2_000, 50)
    alone, all_of_them = encode_project(one), encode_project(fifty)
    assert len(all_of_them) < 1.2 * len(alone)
    start = time.process_time()
    opened, _ = decode_project(all_of_them)
    took = time.process_time() - start
    assert opened == fifty
    start = time.process_time()
    decode_project(alone)
    assert took < 4 * (time.process_time() - start) + 0.1


def test_versions_share_what_is_equal_when_they_are_opened() -> None:
    design = Publish(MAY).apply(
        SetFactor("Fleet", 0, read_factor("x3").factor).apply(published(50, 1))
    )
    opened, _ = decode_project(encode_project(design))
    first, second = (version.strategy for version in opened.versions)
    assert first.flat_prices is opened.flat_prices
    assert second.flat_prices is opened.flat_prices
    assert second.matrices is opened.matrices
    assert first.matrices[0] is opened.matrices[0]
    assert first.matrices[1] != opened.matrices[1]


def damaged(change: Callable[[dict[str, Any]], object]) -> str:
    """Change the JSON of a design of version 2 and return what is said of it."""
    content = json.loads((GOLDEN / "design_version_2.json").read_bytes())
    change(content["design"])
    with pytest.raises(MatrixDesignerError) as caught:
        decode_project(json.dumps(content).encode())
    return caught.value.sentence


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d["plan"][0].update(color="red"), "unknown field `color`"),
        (lambda d: d["plan"][1]["treatment"].update(matrix="Gone"), "“Gone”, which is not there"),
        (lambda d: d["plan"][0]["treatment"].update(by="magic"), "magic"),
        (lambda d: d["plan"][0].update(starts="2027-01-01", ends="2026-01-01"), "ends before"),
        (lambda d: d["flat_prices"].append(d["flat_prices"][0]), "would stand twice"),
        (lambda d: d["flat_prices"][0].update(price="1.234"), "whole cents"),
        (lambda d: d["flat_prices"][0].update(price="-1"), "damaged"),
        (lambda d: d["families"].append(d["families"][0]), "There is a family"),
        (lambda d: d["menus"].append(d["menus"][0]), "There is a menu"),
        (lambda d: d["classes"]["sources"].append(d["classes"]["sources"][0]), "two classes"),
        (lambda d: d["versions"][0]["strategy"].update(flat_prices="0-900"), "does not hold"),
        (lambda d: d["versions"][0]["strategy"].update(flat_prices="1-0"), "does not hold"),
        (lambda d: d["versions"][0]["strategy"].update(matrices=""), "no matrix, or two"),
        (lambda d: d["versions"][0]["strategy"].update(matrices="0 0"), "or two"),
        (lambda d: d["versions"].pop(0), "not numbered one after the other"),
        (lambda d: d["in_force"].update(version=7), "Version 7 is in force"),
        (lambda d: d["matrices"][2]["derived_from"].update(value="0.5"), "not what it says"),
        (lambda d: d["matrices"][2]["derived_from"].update(parent="Gone"), "which is not there"),
        (lambda d: d["steps"][0].update(step=14), "damaged"),
        (lambda d: d["families"][0]["averaged"].update(pieces=0), "damaged"),
        (lambda d: d.update(plan=d["plan"] * 4_000), "damaged"),
    ],
)
def test_what_no_edit_makes_is_refused_in_a_sentence(
    change: Callable[[dict[str, Any]], object], said: str
) -> None:
    assert said in damaged(change)


def test_versions_that_unfold_without_end_are_refused() -> None:
    def unfold(design: dict[str, Any]) -> None:
        first = design["versions"][0]
        design["versions"] = [
            {
                **first,
                "number": number + 1,
                "strategy": {**first["strategy"], "menus": "0 " * (499_990 - number) + "0"},
            }
            for number in range(5)
        ]

    start = time.process_time()
    assert "more than 20,000,000 lines together" in damaged(unfold)
    assert time.process_time() - start < 5


def test_a_design_that_is_too_large_to_open_is_not_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project_file, "MAX_DESIGN_BYTES", 2_000)
    path = tmp_path / "a.pmatrix"
    save_design(path, BARE)
    before = path.read_bytes()
    with pytest.raises(MatrixDesignerError) as caught:
        save_design(path, published(200, 1))
    assert "is too large to be saved" in caught.value.sentence
    assert path.read_bytes() == before


def test_evidence_stands_beside_a_plan() -> None:
    digest = "a" * 64
    evidence = (EvidenceRecord("sales", "May", f"evidence/{digest}.parquet", digest),)
    design = replace(BARE, plan=Plan((Rule(ByMatrix("Fleet")),)))
    assert decode_project(encode_project(design, evidence)) == (design, evidence)


def test_a_record_with_a_strategy_of_its_own_is_kept() -> None:
    other = Strategy((Matrix("Old", (TIER,)),), flat_prices=(FlatPrice("A", DOLLAR),))
    design = replace(BARE, in_force=InForce(other.matrix, MAY, "as keyed", other))
    assert decode_project(encode_project(design))[0] == design


def test_a_design_with_a_plan_goes_on_record_whole(tmp_path: Path) -> None:
    plan = Plan((Rule(ByMatrix("Fleet")),))
    path = tmp_path / "before.pmatrix"
    save_design(path, replace(BARE, plan=plan))
    table = tmp_path / "matrix.csv"
    table.write_text("From,To,Multiplier\n0.01,,2\n")
    in_force = read_design(table, ReadOptions(in_force=path)).design.in_force
    assert in_force is not None
    assert in_force.strategy == Strategy(BARE.matrices, plan)
    assert BARE.as_record(MAY, "as keyed") == InForce(BARE.matrix, MAY, "as keyed")


def test_options_of_read_fall_on_a_design_with_a_plan(tmp_path: Path) -> None:
    path = tmp_path / "planned.pmatrix"
    design = Design("d", (Matrix("Retail", (TIER,)),), plan=Plan((Rule(ByMatrix("Retail")),)))
    save_design(path, design)
    read = read_design(path, ReadOptions(cap="250", name="Shop")).design
    assert read.matrix.cap is not None
    assert read.matrix.name == "Shop"
    assert read.plan.rules[0].treatment == ByMatrix("Shop")
    followed = DeriveMatrix(Derivation("Retail", DerivationKind.FACTOR, 9_000), "Fleet").apply(
        design
    )
    save_design(path, followed)
    read = read_design(path, ReadOptions(cap="250")).design
    assert read.matrix_named("Fleet").cap == read.matrix.cap
