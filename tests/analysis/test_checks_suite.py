"""All checks together: every code fires and stays silent, silences, rank, targets."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from matrix_designer.analysis.checks.suite import ALL_CHECKS, judge, run_checks
from matrix_designer.analysis.findings import Finding, Severity, rank_findings
from matrix_designer.core.design import Design, Silence
from matrix_designer.core.factor import Basis, FactorKind
from matrix_designer.core.matrix import Cap, CapRule, Ending, EndingKind, Matrix, Mode, Rails
from matrix_designer.core.target import Target
from tests.analysis.check_cases import Sale, amount, context, extended, findings, found, matrix

CAP = Cap(amount("250.00"), CapRule.COST_PLUS_67)
STEPS = (1, 2, 3, 4, 5, 10, 15, 20, 25, 40, 55, 70, 85, 100, 250)
LOWER = (0, *STEPS)
CLEAN = matrix(
    *(f"{LOWER[place]}.01-{top}.00 {250 - place}% of cost" for place, top in enumerate(STEPS)),
    mode=Mode.COMPOUND,
    cap=CAP,
)
"""A compound ladder in which nothing is wrong but the fall into the cap."""
SOLD: list[Sale] = [("12.00", "29.00", "1", "30.00"), ("60.00", "140.00", "1", "150.00")]
TWELVE = Target(
    id="twelve",
    title="Twelve levels",
    max_levels=12,
    max_name=3,
    factor_kind=FactorKind.MULTIPLIER,
    decimals=2,
)
CASES: dict[str, tuple[Matrix, dict[str, Any]]] = {
    "gap": (matrix("0.01-5.00 x2", "5.02- x1.5"), {}),
    "overlap": (matrix("0.01-5.00 x2", "4.00- x1.5"), {}),
    "shared-bound": (matrix("0.01-5.00 x2", "5.00- x1.5"), {}),
    "unordered": (matrix("5.01- x1.5", "0.01-5.00 x2"), {}),
    "reversed-bounds": (matrix("5.00-0.01 x2", "5.01- x1.5"), {}),
    "late-start": (matrix("0.02- x2"), {}),
    "no-top": (matrix("0.01-5.00 x2"), {}),
    "no-tiers": (matrix(), {}),
    "sub-cent-bound": (matrix("0.01-5.005 x2", "5.01- x1.5"), {}),
    "mode-mix": (matrix("0.01- +$5.00", mode=Mode.LINEAR), {}),
    "equal-neighbours": (matrix("0.01-5.00 x2", "5.01- x2"), {}),
    "too-few-levels": (matrix("0.01- x2"), {}),
    "wide-tier": (matrix("0.01-5.00 x2", "5.01- x1.5"), {}),
    "uncapped": (matrix("0.01- x2"), {}),
    "cap-too-high": (replace(CLEAN, cap=Cap(amount("300.00"), CapRule.LIST)), {}),
    "inversion": (matrix("0.01-5.00 x2", "5.01- x1.5"), {}),
    "rising-factor": (matrix("0.01-5.00 x2", "5.01- x2.5"), {}),
    "below-cost": (matrix("0.01- x0.9"), {}),
    "below-goal": (CLEAN, {"sales": SOLD, "goal": "70"}),
    "below-goal-tier": (CLEAN, {"sales": SOLD, "goal": "70"}),
    "above-list": (matrix("0.01- x3"), {"sales": SOLD}),
    "below-list": (matrix("0.01- x2"), {"sales": SOLD}),
    "coarse-cent": (CLEAN, {"sales": [("0.0375", None, "9", "0.10")]}),
    "percent-kind": (matrix("0.01- x175"), {}),
    "list-based": (matrix("0.01- x1.1", basis=Basis.LIST), {}),
    "target-levels": (CLEAN, {"target": TWELVE}),
    "target-name": (replace(CLEAN, name="long"), {"target": TWELVE}),
    "target-decimals": (matrix("0.01- x1.725"), {"target": TWELVE}),
    "target-feature": (CLEAN, {"target": TWELVE}),
}


@pytest.mark.parametrize("code", CASES)
def test_every_code_fires(code: str) -> None:
    judged, more = CASES[code]
    assert found(code, judged, **more)


def test_a_sound_ladder_has_nothing_but_the_fall_into_its_cap() -> None:
    assert [(each.code, each.tier) for each in findings(CLEAN)] == [("inversion", 15)]
    within = [each.code for each in findings(CLEAN, SOLD, goal="40")]
    assert within == ["inversion"]


def test_a_code_fires_on_its_own_case_only_where_it_should() -> None:
    fired = {
        code: {each.code for each in findings(case[0], **case[1])} for code, case in CASES.items()
    }
    for code in CASES:
        assert any(code not in others for others in fired.values()), f"{code} is never silent"
    assert "gap" not in fired["shared-bound"] | fired["overlap"] | fired["unordered"]
    assert "overlap" not in fired["shared-bound"] | fired["gap"]
    assert "shared-bound" not in fired["overlap"]
    assert "inversion" not in fired["gap"]
    assert "cap-too-high" not in fired["uncapped"]


def test_the_order_of_the_checks_does_not_matter() -> None:
    judged = context(CASES["wide-tier"][0], SOLD, goal="70")
    shuffled = list(ALL_CHECKS)
    random.Random(1).shuffle(shuffled)  # noqa: S311 - a test's dice
    assert run_checks(judged, tuple(shuffled)) == run_checks(judged)


def test_silenced_findings_are_left_out_and_kept_apart() -> None:
    judged = CASES["gap"][0]
    design = Design(
        "d",
        (judged,),
        silences=(
            Silence("gap", "m", 1, "meant"),
            Silence("wide-tier", "m", 9, "another tier"),
            Silence("inversion", "other", 1, "another matrix"),
            Silence("too-few-levels", "m", None, "small shop"),
        ),
    )
    result = judge(context(judged, design=design))
    assert [each.code for each in result.silenced] == ["gap", "too-few-levels"]
    loud = run_checks(context(judged))
    assert result.findings == tuple(each for each in loud if each not in result.silenced)


def test_rank_is_severity_then_dollars_then_tier_then_code() -> None:
    def finding(code: str, severity: Severity, dollars: int | None, tier: int | None) -> Finding:
        return Finding(code, severity, "", "", "", "m", tier, dollars)

    ranked = [
        finding("z", Severity.ERROR, None, None),
        finding("a", Severity.WARNING, 200, 9),
        finding("b", Severity.WARNING, 100, 1),
        finding("a", Severity.WARNING, 100, 2),
        finding("b", Severity.WARNING, 100, 2),
        finding("a", Severity.WARNING, 0, 1),
        finding("a", Severity.WARNING, None, 1),
        finding("a", Severity.ADVICE, 900, 1),
    ]
    for seed in range(5):
        mixed = list(ranked)
        random.Random(seed).shuffle(mixed)  # noqa: S311 - a test's dice
        assert list(rank_findings(mixed)) == ranked


def test_what_changes_prices_is_an_error_and_what_does_not_a_warning() -> None:
    (decimals,) = found("target-decimals", matrix("0.01-250.00 x1.725", cap=None), target=TWELVE)
    assert decimals.severity is Severity.ERROR
    assert "would change" in decimals.message
    (name,) = found("target-name", replace(matrix("0.01- x2"), name="long"), target=TWELVE)
    assert (name.severity, name.dollars) == (Severity.WARNING, None)
    levels = matrix(*(f"{n}.01-{n + 1}.00 x2" for n in range(13)), "13.01- x2")
    (merged,) = found("target-levels", levels, SOLD, target=TWELVE)
    assert (merged.severity, merged.dollars) == (Severity.WARNING, 0)


def test_the_dollars_of_a_target_are_what_the_sold_parts_move() -> None:
    judged = matrix("0.01- x1.725")
    (decimals,) = found("target-decimals", judged, [("100.00", None, "3", "1.00")], target=TWELVE)
    assert decimals.dollars == extended("1.50"), "172.50 becomes 173.00"
    (down,) = found(
        "target-decimals", matrix("0.01- x1.724"), [("100", None, "1", "1")], target=TWELVE
    )
    assert down.dollars == extended("0.40"), "172.40 becomes 172.00"


def test_rails_and_endings_are_features() -> None:
    judged = matrix("0.01- x2", rails=Rails(ceiling=0), ending=Ending(EndingKind.X9))
    assert len(found("target-feature", judged, SOLD, target=TWELVE)) == 2
    assert found("target-feature", judged) == []


def test_two_hundred_tiers_with_sales_are_judged_alike_twice() -> None:
    tiers = [f"{n}.01-{n + 1}.00 x{3 - n / 200:.3f}" for n in range(199)]
    judged = matrix(*tiers, "199.01- x1.9")
    sales = [
        (f"{cents / 4 + 0.25:.2f}", f"{cents:.2f}.".rstrip("."), "1", "9.99")
        for cents in range(1, 400)
    ]
    first = findings(judged, sales, goal="45")
    assert first == findings(judged, sales, goal="45")
    assert len([each for each in first if each.code == "inversion"]) > 150
