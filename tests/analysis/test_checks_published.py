"""The findings of the published matrices: what their sources show, and a golden list of all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from matrix_designer.core.factor import Basis, FactorKind, read_factor
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.money import amount_text, read_bound
from matrix_designer.core.pricing import compile_matrix
from tests.analysis.check_cases import edges_of, findings, found

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
RECORDS: dict[str, dict[str, Any]] = {
    record["id"]: record
    for record in json.loads((GOLDEN / "published_matrices.json").read_text(encoding="utf-8"))
}
FINDINGS: dict[str, list[str]] = json.loads(
    (GOLDEN / "published_findings.json").read_text(encoding="utf-8")
)


def published(name: str) -> Matrix:
    record = RECORDS[name]
    kind = FactorKind(record["factor_kind"])
    return Matrix(
        name,
        tuple(
            Tier(
                read_bound(tier["from"]),
                None if tier["to"] is None else read_bound(tier["to"]),
                read_factor(tier["factor"], kind).factor,
                Basis(record["price_basis"]),
            )
            for tier in record["tiers"]
        ),
        lookup=Basis(record["lookup_basis"]),
    )


@pytest.mark.parametrize("name", [name for name in RECORDS if "boundaries" in RECORDS[name]])
def test_every_published_inversion_is_found_and_no_other(name: str) -> None:
    falling = [bound["after_tier"] for bound in RECORDS[name]["boundaries"] if bound["inverts"]]
    assert sorted(each.tier or 0 for each in found("inversion", published(name))) == falling


@pytest.mark.parametrize("name", [name for name in RECORDS if "boundaries" in RECORDS[name]])
def test_the_prices_at_every_published_boundary(name: str) -> None:
    edges = {edge.tier: edge for edge in edges_of(compile_matrix(published(name)))}
    for bound in RECORDS[name]["boundaries"]:
        edge = edges[bound["after_tier"]]
        after = None if edge.price_after is None else amount_text(edge.price_after)
        assert edge.price_at_top is not None
        assert amount_text(edge.price_at_top) == bound["price_at_top"]
        assert after == bound["price_one_cent_later"]


def test_what_the_sources_show() -> None:
    assert [each.tier for each in found("gap", published("estimatebuilder"))] == [1, 2]
    assert [each.tier for each in found("shared-bound", published("easytruckshop"))] == [2]
    assert [each.tier for each in found("no-top", published("easytruckshop"))] == [4]
    assert len(found("shared-bound", published("gearmike"))) == 6
    assert len(found("shared-bound", published("public-code"))) == 7
    equal = found("equal-neighbours", published("shop-app-default"))
    assert [each.tier for each in equal] == [5, 6, 7]
    by_list = found("inversion", published("hartle-2000-list-ranges"))
    assert [each.tier for each in by_list] == [1, 2, 3, 4, 5]
    for name in RECORDS:
        assert found("overlap", published(name)) == []


@pytest.mark.parametrize("name", RECORDS)
def test_all_findings_in_their_order(name: str) -> None:
    listed = [
        f"{each.severity.value} {each.code} {each.tier or '-'}"
        for each in findings(published(name))
    ]
    assert listed == FINDINGS[name]
