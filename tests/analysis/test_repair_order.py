"""Changed parts, repair orders and proposed parts, held to plain loops over rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import pytest

from matrix_designer.analysis import changed_parts, proposed_parts
from matrix_designer.analysis.line_prices import of_fold
from matrix_designer.analysis.repair_order import (
    FoundOrder,
    OrderPart,
    Origin,
    ask_order,
    judge_order,
    kind_of,
    price_order,
)
from matrix_designer.core.design import Design, InForce
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales
from matrix_designer.core.money import DOLLAR
from matrix_designer.core.part_class import Classes, PartClass
from matrix_designer.core.pricing import compile_matrix
from matrix_designer.evaluation.evaluate import evaluate
from matrix_designer.formats.line_queries import ask_lines
from matrix_designer.formats.sales import ImportOptions, import_sales
from tests.formats.lines_by_hand import HandLine, write_lines
from tests.oracle.bridge import matrix_of
from tests.oracle.pricing_oracle import Oracle
from tests.oracle.random_matrices import any_matrix, part_near, seeded

USED = frozenset({""})


@pytest.mark.parametrize("has_in_force", [True, False])
def test_changed_parts_are_those_of_a_loop_over_the_lines(
    tmp_path: Path, *, has_in_force: bool
) -> None:
    for case in range(6):
        rng = seeded(f"changed {has_in_force} {case}")
        proposed, now = any_matrix(rng), any_matrix(rng)
        costs = [part_near(rng, rng.choice((proposed, now))) for _ in range(25)]
        rows = []
        for _ in range(300):
            cost, list_price = rng.choice(costs)
            cost = max(cost, 50)
            sold = rng.randint(0, 900_000) * 100
            quantity = rng.choice((1, 2, 4))
            rows.append((f"P{rng.randint(1, 9)}", cost, list_price, quantity, sold))
        text = ["RO,Line,Date,Part Number,Cost,List,Qty,Sold Price"]
        for place, (part, cost, list_price, quantity, sold) in enumerate(rows):
            listed = "" if not list_price else f"{list_price / 10_000:.4f}"
            amounts = f"{cost / 10_000:.4f},{listed},{quantity},{sold / 10_000:.2f}"
            text.append(f"{place},1,2025-07-01,{part},{amounts}")
        path = tmp_path / f"sales{case}.csv"
        path.write_text("\n".join(text))
        sales = import_sales(path, None, ImportOptions(folder=tmp_path)).sales
        in_force = InForce(matrix_of(now, "now")) if has_in_force else None
        analysis = evaluate(Design("d", (matrix_of(proposed),), in_force=in_force), sales)
        priced = analysis.states.priced
        assert priced is not None
        assert sales.lines_file is not None
        query = changed_parts.ask(sales, of_fold(priced))
        found = changed_parts.judge(ask_lines(Path(sales.lines_file), query))
        mine, theirs = Oracle(proposed), Oracle(now)
        expected: dict[str, list[Fraction]] = defaultdict(lambda: [Fraction(0)] * 3)
        for part, cost, list_price, quantity, sold in rows:
            after = mine.price(cost, list_price).cents
            before = theirs.price(cost, list_price).cents if has_in_force else sold // 100
            if after is None or before is None:
                continue
            expected[part][0] += quantity
            expected[part][1] += Fraction(before * quantity, 100)
            expected[part][2] += Fraction(after * quantity, 100)
        moved = {part: sums for part, sums in expected.items() if sums[1] != sums[2]}
        assert {
            one.number: [
                Fraction(one.pieces, 1000),
                Fraction(one.before, 10**7),
                Fraction(one.after, 10**7),
            ]
            for one in found.parts
        } == moved
        assert found.count == len(moved)
        sizes = [abs(one.change) for one in found.parts]
        assert sizes == sorted(sizes, reverse=True)
        assert analysis.replay is not None
        replayed = analysis.replay
        reference = replayed.in_force or replayed.sold
        assert reference is not None
        assert found.change == replayed.replayed.gp - reference.gp


def order_lines(tmp_path: Path) -> Path:
    day = dt.date(2025, 9, 3)
    return write_lines(
        tmp_path / "lines.parquet",
        [
            HandLine(
                1, "A1", "GASKET", "10", "A", 12_000, 24_100, 2_000, 0, 29_100, "48213", day=day
            ),
            HandLine(2, "B2", "FILTER", "", "competitive", 49_800, None, 1_000, 0, 82_500, "48213"),
            HandLine(3, "C3", "CORE CHARGE", "10", "A", 5, 5, 1_000, 0, 9, "48213", reason=8),
            HandLine(4, "D4", "OTHER", "10", "A", 5, 5, 1_000, 0, 9, "48214"),
            HandLine(5, "E5", "WARRANTY", "10", "A", 70_000, 5, 1_000, 0, 9, "48213", reason=10),
        ],
    )


def test_a_repair_order_has_its_used_lines_and_tells_the_others(tmp_path: Path) -> None:
    path = order_lines(tmp_path)

    def found(number: str, reasons: frozenset[str] = USED) -> FoundOrder:
        used, aside = (ask_lines(path, query) for query in ask_order(number, reasons))
        return judge_order(number, used, aside, reasons)

    order = found("48213")
    assert [
        (p.number, p.kind, p.cost, p.list_price, p.quantity, p.unit_sold) for p in order.parts
    ] == [
        ("A1", "source 10, class A", 12_000, 24_100, 2_000, 29_100),
        ("B2", "competitive", 49_800, None, 1_000, 82_500),
    ]
    assert order.day == (dt.date(2025, 9, 3) - dt.date(1970, 1, 1)).days
    assert order.set_aside == {"core": 1, "warranty": 1}
    more = found("48213", frozenset({"", "warranty"}))
    assert [part.number for part in more.parts] == ["A1", "B2", "E5"]
    assert more.set_aside == {"core": 1}
    with pytest.raises(MatrixDesignerError, match="No repair order has the number “4821”"):
        found("4821")


def test_an_order_is_priced_line_by_line_and_added_up_as_by_hand() -> None:
    for case in range(40):
        rng = seeded(f"order {case}")
        proposed, now = any_matrix(rng), any_matrix(rng)
        mine, theirs = Oracle(proposed), Oracle(now)
        drawn = [part_near(rng, rng.choice((proposed, now))) for _ in range(8)]
        parts = [
            OrderPart(f"P{at}", "", "", max(cost, 50), listed, rng.choice((1000, 2500)), None)
            for at, (cost, listed) in enumerate(drawn)
        ]
        order = price_order(
            parts, compile_matrix(matrix_of(proposed)), compile_matrix(matrix_of(now))
        )
        sums = [Fraction(0)] * 3
        for part, line in zip(parts, order.lines, strict=True):
            after = mine.price(part.cost, part.list_price)
            before = theirs.price(part.cost, part.list_price)
            assert line.after == (None if after.cents is None else after.cents * 100)
            assert line.before == (None if before.cents is None else before.cents * 100)
            row = after.row if after.cents is not None else None
            name = "" if row is None else f"tier {row + 1}" if isinstance(row, int) else row
            assert line.row_after == name
            if after.cents is None or before.cents is None:
                assert line.change is None
                continue
            quantity = Fraction(part.quantity, 1000)
            sums[0] += Fraction(part.cost, DOLLAR) * quantity
            sums[1] += Fraction(before.cents, 100) * quantity
            sums[2] += Fraction(after.cents, 100) * quantity
        total = order.total
        assert total.before is not None
        assert [Fraction(each, 10**7) for each in (total.cost, total.before, total.after)] == sums
        assert total.left_out == sum(line.change is None for line in order.lines)


def test_without_a_matrix_in_force_an_order_is_held_against_what_was_asked() -> None:
    rng = seeded("sold")
    schedule = compile_matrix(matrix_of(any_matrix(rng)))
    parts = (
        OrderPart("A", "", "", 120_000, 300_000, 1000, 250_000, Origin.ORDER),
        OrderPart("B", "", "", 120_000, None),
    )
    order = price_order(parts, schedule, None)
    assert [line.before for line in order.lines] == [250_000, None]


def test_an_order_without_any_price_before_is_added_up_by_what_is_proposed() -> None:
    parts = [OrderPart(name, "", "", 120_000, 300_000, 2000) for name in "AB"]
    rng, after = seeded("nothing before"), None
    while after is None:
        order = price_order(parts, compile_matrix(matrix_of(any_matrix(rng))), None)
        after = order.lines[0].after
    total = order.total
    assert (total.cost, total.listed, total.after) == (480_000_000, 1_200_000_000, 4000 * after)
    assert (total.before, total.change, total.percent_before) == (None, None, None)
    assert total.left_out == 0


def test_a_set_of_parts_goes_from_low_to_high_cost_in_both_kinds(tmp_path: Path) -> None:
    lines, number = [], 0
    for step in range(40):
        cost = round(5_000 * 1.2**step)
        for words in ("GASKET, VALVE COVER", "FILTER, OIL", "CLIP"):
            for _ in range(3 if words == "CLIP" else 2):
                number += 1
                lines.append(HandLine(number, f"{words[:2]}{step}", words, "10", "A", cost))
    path = write_lines(tmp_path / "lines.parquet", lines)
    query = proposed_parts.ask(import_sales_of(tmp_path))
    proposed = proposed_parts.judge(ask_lines(path, query))
    costs = [part.cost for part in proposed]
    assert costs == sorted(costs)
    assert costs[0] < 7_500
    assert costs[-1] > 4_000_000
    kinds = [part.kind for part in proposed]
    assert kinds.count("captive, source 10") == proposed_parts.CAPTIVES
    assert kinds.count("competitive, source 10") == proposed_parts.COMPETITIVES
    assert len({part.number for part in proposed}) == len(proposed)
    captive = [part.description for part in proposed if part.kind.startswith("captive")]
    assert captive.count("GASKET, VALVE COVER") >= 3  # of the powertrain, before what sells more


def import_sales_of(tmp_path: Path) -> Sales:
    path = tmp_path / "one.csv"
    path.write_text("Part,Cost,Qty,Sold Price\nA,1.00,1,2.00\n")
    return import_sales(path, None, ImportOptions(folder=tmp_path)).sales


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("FILTER, OIL", "competitive"),
        ("SEAL, OIL", "captive"),
        ("Brake pads", "competitive"),
        ("HEATER CORE", "captive"),
        ("captive FILTER", "captive"),
        ("Motorcraft WIDGET", "competitive"),
        ("", "captive"),
    ],
)
def test_kinds_are_told_by_words(words: str, kind: str) -> None:
    assert proposed_parts.kind_by_words(words) == kind


def test_a_set_of_one_kind_alone_is_still_as_large(tmp_path: Path) -> None:
    lines = [HandLine(n, f"P{n}", "GASKET", "", "", 1000 * (n + 1)) for n in range(30)]
    path = write_lines(tmp_path / "lines.parquet", lines)
    proposed = proposed_parts.judge(ask_lines(path, proposed_parts.ask(import_sales_of(tmp_path))))
    assert len(proposed) == proposed_parts.CAPTIVES + proposed_parts.COMPETITIVES
    assert {part.kind for part in proposed} == {"captive"}


def test_a_class_of_the_design_counts_before_words(tmp_path: Path) -> None:
    lines = [HandLine(n, f"P{n}", "GASKET", "10", "", 1000 * (n + 1)) for n in range(30)]
    path = write_lines(tmp_path / "lines.parquet", lines)
    columns = ask_lines(path, proposed_parts.ask(import_sales_of(tmp_path)))
    known = Classes((("10", PartClass.MAINTENANCE),), (("p3", PartClass.CAPTIVE),))
    kinds = {part.number: part.kind for part in proposed_parts.judge(columns, known)}
    assert kinds.pop("P3") == "captive, source 10"
    assert set(kinds.values()) == {"maintenance, source 10"}


def test_what_a_part_is_called() -> None:
    assert kind_of("10", "competitive") == "competitive"
    assert kind_of("10", "") == "source 10"
    assert kind_of("", "B") == "class B"
    assert not kind_of(" ", " ")
