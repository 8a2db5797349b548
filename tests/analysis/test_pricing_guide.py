"""The pricing guide: what is quoted without a look-up, each price once."""

from __future__ import annotations

from matrix_designer.analysis.pricing_guide import GuideGroup, pricing_guide
from matrix_designer.core.factor import Basis, read_factor
from matrix_designer.core.family import Family
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.menu import ServiceMenu
from matrix_designer.core.money import POINT
from matrix_designer.core.part_class import Classes, PartClass
from matrix_designer.core.plan import ByMatrix, ByPercent, Conditions, Plan, Rule
from matrix_designer.core.strategy import Strategy
from tests.analysis.plan_cases import Sold, part_sales

LADDER = Matrix("Retail", (Tier(100, None, read_factor("×2").factor),))


def test_every_fixed_price_stands_in_it_once() -> None:
    strategy = Strategy(
        (LADDER,),
        Plan(
            (
                Rule(
                    ByPercent(Basis.COST, 45 * POINT),
                    Conditions(classes=(PartClass.MAINTENANCE,)),
                ),
                Rule(ByMatrix("Retail")),
            )
        ),
        (FlatPrice("PF63", 89_500, "Oil filter"),),
        (Family("Wiper blades", descriptions=("wiper",), price=59_500), Family("Plugs")),
        Classes((("20", PartClass.MAINTENANCE), ("30", PartClass.CAPTIVE))),
        (ServiceMenu("Oil change", 399_500, note="5 quarts"),),
    )
    sales = part_sales(
        [
            Sold("B2", "20", 20, description="Brake pad"),
            Sold("PF63", "20", 4.5, description="Oil filter"),
            Sold("W1", "20", 3, description="Wiper blade"),
            Sold("C3", "30", 3.1, description="Clip"),
        ]
    )
    found = [
        (line.group, line.part, line.description, line.price)
        for line in pricing_guide(strategy, sales)
    ]
    assert found == [
        (GuideGroup.FLAT, "PF63", "Oil filter", 89_500),
        (GuideGroup.FAMILY, "Wiper blades", "wiper", 59_500),
        (GuideGroup.CLASS, "B2", "Brake pad", 290_000),
        (GuideGroup.MENU, "Oil change", "5 quarts", 399_500),
    ]


def test_without_sales_the_lists_of_the_design_are_all() -> None:
    strategy = Strategy((LADDER,), flat_prices=(FlatPrice("A", 100),))
    assert [line.part for line in pricing_guide(strategy)] == ["A"]
