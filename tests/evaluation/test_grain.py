"""The sample dealership told apart by part: without a plan every figure is what it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from matrix_designer.core.evidence import Grain, Sales
from matrix_designer.core.plan import ByMatrix, Conditions, Plan, Rule
from matrix_designer.evaluation.evaluate import evaluate
from matrix_designer.formats.dealership import SALES_FILE, sample_design, write_sample_sales
from matrix_designer.formats.sales import ImportOptions, import_sales, load_sales_parquet


@pytest.fixture(scope="module")
def slim(tmp_path_factory: pytest.TempPathFactory) -> Sales:
    folder = tmp_path_factory.mktemp("sample")
    write_sample_sales(folder / SALES_FILE)
    return import_sales(folder / SALES_FILE, options=ImportOptions(folder=folder)).sales


@pytest.fixture(scope="module")
def fine(slim: Sales) -> Sales:
    return load_sales_parquet(Path(str(slim.lines_file)), slim.name, slim.digest, grain=Grain.PART)


def test_without_a_plan_finer_rows_change_no_figure(slim: Sales, fine: Sales) -> None:
    one, other = evaluate(sample_design(), slim), evaluate(sample_design(), fine)

    assert len(fine.rows.cost) > len(slim.rows.cost)
    assert len(fine.part_names) == fine.parts
    assert other.replay == one.replay
    assert other.findings == one.findings
    assert other.tier_rows == one.tier_rows
    assert other.summary == one.summary


def test_a_plan_that_leads_everything_to_one_matrix_changes_no_figure(fine: Sales) -> None:
    design = sample_design()
    number = fine.part_names[0].number
    rules = (
        Rule(ByMatrix(design.matrix.name), Conditions(parts=(number,))),
        Rule(ByMatrix(design.matrix.name)),
    )
    plain, planned = (
        evaluate(one, fine).replay for one in (design, replace(design, plan=Plan(rules)))
    )

    assert plain is not None
    assert planned is not None
    assert planned.replayed == plain.replayed
    assert planned.in_force == plain.in_force
    told = [replace(row, matrix=None) for row in planned.tiers if row.lines]
    assert told == [row for row in plain.tiers if row.lines]
