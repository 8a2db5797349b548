"""Edits of flat prices, families, classes and menus: what each makes, and what is refused."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from matrix_designer.core.class_edits import AssignClass
from matrix_designer.core.design import Design
from matrix_designer.core.edits import Edit
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.factor import read_factor
from matrix_designer.core.family import Averaged, Family
from matrix_designer.core.family_edits import (
    AcceptFamilyPrice,
    DeleteFamilies,
    InsertFamilies,
    MoveFamilies,
    SetFamily,
    TakeFamilies,
)
from matrix_designer.core.flat_price import FlatPrice
from matrix_designer.core.flat_price_edits import (
    DeleteFlatPrices,
    InsertFlatPrices,
    ReviewFlatPrices,
    SetFlatPrice,
    SetFlatPrices,
    TakeFlatPrices,
    locked_apart,
)
from matrix_designer.core.matrix import Matrix, Tier
from matrix_designer.core.menu import MenuPart, ServiceMenu
from matrix_designer.core.menu_edits import DeleteMenus, InsertMenus, MoveMenus, SetMenu
from matrix_designer.core.menu_part_edits import DeleteMenuParts, InsertMenuParts, SetMenuPart
from matrix_designer.core.money import CENT, DOLLAR
from matrix_designer.core.part_class import Classes, PartClass

PLUG = FlatPrice("SP-1", 4 * DOLLAR, cost=2 * DOLLAR)
WIPER = FlatPrice("WB 22", 9 * DOLLAR, is_locked=True, agreed="owner, March")
OIL = Family("Oil filters", descriptions=("oil filter*",))
AIR = Family("Air filters", price=12 * DOLLAR)
LUBE = ServiceMenu("Lube", 40 * DOLLAR, (MenuPart("OF-1"),))
DESIGN = Design(
    "test",
    (Matrix("Retail", (Tier(CENT, None, read_factor("x2").factor),)),),
    flat_prices=(PLUG, WIPER),
    families=(OIL, AIR),
    classes=Classes((("FM", PartClass.CAPTIVE),), (("12 34", PartClass.COMPETITIVE),)),
    menus=(LUBE,),
)


def refusal(edit: Edit) -> str:
    with pytest.raises(MatrixDesignerError) as caught:
        edit.apply(DESIGN)
    return caught.value.sentence


def priced(price: FlatPrice, dollars: int, agreed: str | None = None) -> FlatPrice:
    return replace(price, price=dollars * DOLLAR, agreed=price.agreed if agreed is None else agreed)


def test_a_flat_price_is_set_and_an_equal_one_changes_nothing() -> None:
    after = SetFlatPrice(0, priced(PLUG, 5)).apply(DESIGN)
    assert after.flat_prices == (priced(PLUG, 5), WIPER)
    assert SetFlatPrice(0, priced(PLUG, 5)).apply(after) is after
    assert SetFlatPrices(((0, PLUG), (1, WIPER))).apply(DESIGN) is DESIGN


def test_a_locked_price_changes_only_with_a_new_note_of_who_agreed() -> None:
    said = (
        "The price of “WB 22” is locked. Agreed: owner, March. "
        "Write who agreed to the change now, and when."
    )
    assert refusal(SetFlatPrice(1, priced(WIPER, 8))) == said
    assert refusal(SetFlatPrice(1, priced(WIPER, 8, "owner, March "))) == said
    assert refusal(SetFlatPrice(1, priced(WIPER, 8, " "))) == said
    assert refusal(SetFlatPrice(1, replace(WIPER, is_locked=False))) == said
    assert refusal(SetFlatPrice(1, replace(WIPER, part="WB 23"))) == said
    assert refusal(TakeFlatPrices((FlatPrice("wb22", 8 * DOLLAR),))) == said
    made = SetFlatPrice(1, priced(WIPER, 8, "owner, May")).apply(DESIGN)
    assert made.flat_prices[1].price == 8 * DOLLAR
    noted = SetFlatPrice(1, replace(WIPER, description="22 inch")).apply(DESIGN)
    assert noted.flat_prices[1].description == "22 inch"


def test_a_locked_price_is_not_deleted() -> None:
    assert refusal(DeleteFlatPrices((0, 1))).startswith("The price of “WB 22” is locked")
    assert DeleteFlatPrices((0,)).apply(DESIGN).flat_prices == (WIPER,)


def test_a_part_stands_on_the_list_once() -> None:
    twin = FlatPrice("sp - 1", 3 * DOLLAR)
    assert refusal(InsertFlatPrices(0, (twin,))) == (
        "“SP-1” would stand twice on the flat price list. As “sp - 1” and as “SP-1”. "
        "Change the price that it has there."
    )
    assert refusal(SetFlatPrice(0, replace(PLUG, part="WB22"))).startswith("“WB 22” would stand")
    assert refusal(TakeFlatPrices((twin, twin))).startswith("“sp - 1” would stand twice")


def test_a_list_is_taken_in_over_what_there_is() -> None:
    new = FlatPrice("AB-9", DOLLAR)
    after = TakeFlatPrices((FlatPrice("sp-1", 6 * DOLLAR), new)).apply(DESIGN)
    assert after.flat_prices == (FlatPrice("sp-1", 6 * DOLLAR), WIPER, new)


def test_what_is_locked_is_kept_apart_from_a_list_that_comes_in() -> None:
    free, agreed = FlatPrice("sp-1", 6 * DOLLAR), replace(WIPER, price=DOLLAR, agreed="owner, May")
    assert locked_apart(DESIGN, (free, agreed)) == ((free, agreed), ())
    taken, refusals = locked_apart(DESIGN, (FlatPrice("wb22", 8 * DOLLAR), free))
    assert taken == (free,)
    assert [one.title for one in refusals] == ["The price of “WB 22” is locked"]


def test_a_review_notes_day_person_and_cost() -> None:
    day = dt.date(2026, 5, 1)
    after = ReviewFlatPrices(((0, 3 * DOLLAR), (1, None)), day, " Ann ").apply(DESIGN)
    assert after.flat_prices == (
        replace(PLUG, cost=3 * DOLLAR, reviewed=day, by="Ann"),
        replace(WIPER, reviewed=day, by="Ann"),
    )


def test_a_line_that_is_not_there_is_refused() -> None:
    said = "The flat price list has no line 3. It has 2 lines."
    assert refusal(SetFlatPrice(2, PLUG)) == said
    assert refusal(DeleteFlatPrices((2,))) == said
    assert refusal(ReviewFlatPrices(((2, None),), dt.date(2026, 5, 1), "Ann")) == said


def test_families_are_put_in_changed_moved_and_taken_out() -> None:
    cabin = Family("Cabin filters")
    assert InsertFamilies(1, (cabin,)).apply(DESIGN).families == (OIL, cabin, AIR)
    assert SetFamily(0, cabin).apply(DESIGN).families == (cabin, AIR)
    assert MoveFamilies((0,), 2).apply(DESIGN).families == (AIR, OIL)
    assert DeleteFamilies((0,)).apply(DESIGN).families == (AIR,)
    taken = TakeFamilies((replace(AIR, name="AIR filters"), cabin)).apply(DESIGN)
    assert [family.name for family in taken.families] == [
        "Oil filters",
        "AIR filters",
        "Cabin filters",
    ]
    assert SetFamily(0, OIL).apply(DESIGN) is DESIGN
    assert MoveFamilies((1,), 2).apply(DESIGN) is DESIGN


def test_no_two_families_share_a_name() -> None:
    said = "There is a family “oil  FILTERS” already. Type another name."
    assert refusal(SetFamily(1, Family("oil  FILTERS"))) == said.replace("  ", " ")
    assert refusal(InsertFamilies(0, (Family("oil filters"),))).startswith("There is a family")


def test_a_family_price_is_accepted_with_what_it_was_made_of() -> None:
    factor, average = read_factor("x1.5").factor, Averaged(14_000_000, 1_000)
    edit = AcceptFamilyPrice(0, 21_000, factor, average, "GM")
    after = edit.apply(DESIGN)
    assert after.families[0] == replace(
        OIL, price=21_000, factor=factor, averaged=average, agreed="GM"
    )
    assert edit.apply(after) is after
    assert "whole cents" in refusal(AcceptFamilyPrice(0, 21_001))


def test_classes_are_assigned_and_taken_away() -> None:
    after = AssignClass(PartClass.MAINTENANCE, ("fm", " AB "), ("1234", "99")).apply(DESIGN)
    assert after.classes.sources == (
        ("FM", PartClass.MAINTENANCE),
        ("AB", PartClass.MAINTENANCE),
    )
    assert after.classes.parts == (
        ("12 34", PartClass.MAINTENANCE),
        ("99", PartClass.MAINTENANCE),
    )
    none = AssignClass(None, ("FM",), ("12 34", "unknown")).apply(DESIGN)
    assert none.classes == Classes()
    assert AssignClass(PartClass.CAPTIVE, ("fm",)).apply(DESIGN) is DESIGN
    assert AssignClass(None, ("unknown",)).apply(DESIGN) is DESIGN
    assert (
        refusal(AssignClass(PartClass.CAPTIVE, (" ",))) == "A class needs the name of the source."
    )


def test_menus_are_put_in_changed_moved_and_taken_out() -> None:
    tires = ServiceMenu("Tires", 90 * DOLLAR)
    two = InsertMenus(1, (tires,)).apply(DESIGN)
    assert two.menus == (LUBE, tires)
    assert MoveMenus((1,), 0).apply(two).menus == (tires, LUBE)
    assert DeleteMenus((0,)).apply(two).menus == (tires,)
    assert SetMenu(0, LUBE).apply(DESIGN) is DESIGN
    assert refusal(InsertMenus(0, (ServiceMenu("lube", DOLLAR),))) == (
        "There is a menu “Lube” already. Type another name."
    )
    assert refusal(DeleteMenus((1,))) == "The design has no menu 2. It has 1."


def test_lines_of_a_menu_are_put_in_changed_and_taken_out() -> None:
    gasket = MenuPart("GK-1")
    two = InsertMenuParts(0, 0, (gasket,)).apply(DESIGN)
    assert two.menus[0].parts == (gasket, LUBE.parts[0])
    assert SetMenuPart(0, 2, MenuPart("X")).apply(two).menus[0].parts[2] == MenuPart("X")
    assert DeleteMenuParts(0, (0,)).apply(two) == DESIGN
    for edit in (
        InsertMenuParts(0, -1, (gasket,)),
        InsertMenuParts(0, 2, (gasket,)),
        DeleteMenuParts(0, (0, 1)),
        SetMenuPart(0, 2, gasket),
    ):
        assert refusal(edit).startswith("The menu “Lube” has no line")
