"""A filtered history is what a plain count of the lines that pass says, to the last unit."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Grain, Sales, Tally
from matrix_designer.core.filters import OFF, Filters
from matrix_designer.formats.database import CancelledError, Watch
from matrix_designer.formats.filtering import HistoryFilter
from matrix_designer.formats.sales import import_sales, load_sales_parquet
from tests.formats.lines_by_hand import HandLine, random_lines, write_lines
from tests.formats.part_rows_by_hand import described, rows_of, words_of

_REASONS = (
    *("", "unreadable", "total-line", "duplicate", "return", "zero-quantity", "zero-cost"),
    *("negative-cost", "core", "internal", "warranty"),
)
_DAYS = tuple(dt.date(2026, 1, day) for day in range(1, 10))


def _lines(seed: int, *, is_exact: bool = True) -> list[HandLine]:
    made = random_lines(seed, 400)
    used = [
        replace(line, cost=line.cost or 7, quantity=abs(line.quantity or 1_000) or 1_000)
        if line.reason is None
        else line
        for line in made
    ]
    return [
        replace(line, sold=(line.unit_sold or 0) * line.quantity + (0 if is_exact else 123))
        if line.reason is None and line.quantity is not None
        else line
        for line in used
    ]


@pytest.fixture(name="lines")
def _made(tmp_path: Path) -> list[HandLine]:
    lines = _lines(3)
    write_lines(tmp_path / "lines.parquet", lines)
    return lines


@pytest.fixture(name="sales")
def _sales(lines: list[HandLine], tmp_path: Path) -> Sales:
    del lines
    return load_sales_parquet(tmp_path / "lines.parquet")


@pytest.fixture(name="history")
def _history(sales: Sales) -> Iterator[HistoryFilter]:
    made = HistoryFilter(sales)
    yield made
    made.close()


def _tally(lines: list[HandLine]) -> Tally:
    return Tally(
        len(lines),
        sum(line.quantity or 0 for line in lines),
        sum((line.cost or 0) * (line.quantity or 0) for line in lines),
        sum(line.sold or 0 for line in lines),
    )


def _passes(line: HandLine, filters: Filters) -> bool:
    named = (
        (line.source, filters.sources),
        (line.pay_type, filters.pay_types),
        (line.customer_type, filters.customer_types),
        (line.counterperson, filters.counterpersons),
        (line.store, filters.stores),
    )
    in_days = (filters.first_day is None and filters.last_day is None) or (
        line.day is not None
        and (filters.first_day is None or line.day >= filters.first_day)
        and (filters.last_day is None or line.day <= filters.last_day)
    )
    return in_days and all(texts is None or text in texts for text, texts in named)


def _row_of(line: HandLine) -> tuple[Any, ...]:
    price = -1 if line.list is None else line.list
    return line.cost, price, line.unit_sold, line.source, line.class_, line.pay_type


def _compare(found: Sales, lines: list[HandLine], switched: frozenset[str] = frozenset()) -> None:
    """Hold a history to a plain count of lines."""

    def is_used(line: HandLine) -> bool:
        return _REASONS[line.reason or 0] in {"", *switched}

    used = [line for line in lines if is_used(line)]
    assert found.lines_read == len(lines)
    assert found.used == _tally(used)
    for code, reason in enumerate(_REASONS[1:], start=1):
        aside = [line for line in lines if line.reason == code and not is_used(line)]
        assert found.set_aside[reason] == _tally(aside), reason
    assert found.parts == len({line.part for line in used} - {""})
    noted = {
        "missing-list": [line for line in used if line.list is None],
        "no-charge": [line for line in used if line.unit_sold == 0],
        "under-cost": [
            line for line in used if line.unit_sold and line.unit_sold < (line.cost or 0)
        ],
        "cost-precision": [line for line in used if (line.marks or 0) & 1],
        "damaged-part": [line for line in used if (line.marks or 0) & 2],
        "damaged-list": [line for line in used if (line.marks or 0) & 4],
        "price-mismatch": [line for line in used if (line.marks or 0) & 8],
        "unreadable-date": [line for line in used if (line.marks or 0) & 16],
    }
    assert found.notes == {note: _tally(those) for note, those in noted.items() if those}
    quantity: Counter[Any] = Counter()
    sold: Counter[Any] = Counter()
    count: Counter[Any] = Counter()
    for line in used:
        quantity[_row_of(line)] += line.quantity or 0
        sold[_row_of(line)] += line.sold or 0
        count[_row_of(line)] += 1
    rows = found.rows
    expected = sorted((*row, quantity[row], sold[row], count[row]) for row in count)
    names = (
        [found.sources[code] for code in rows.source.tolist()],
        [found.classes[code] for code in rows.sale_class.tolist()],
        [found.pay_types[code] for code in rows.pay_type.tolist()],
    )
    numbers = (rows.cost, rows.list_price, rows.unit_sold)
    sums = (rows.quantity, rows.sold, rows.lines)
    columns = [column.tolist() for column in numbers]
    columns += [*names, *(column.tolist() for column in sums)]
    assert list(zip(*columns, strict=True)) == expected
    assert list(found.sources) == sorted({line.source for line in used})


def _random_filters(dice: random.Random) -> Filters:
    def some(*texts: str) -> frozenset[str] | None:
        is_on = dice.random() < 0.4
        return frozenset(dice.sample(texts, dice.randrange(1, len(texts)))) if is_on else None

    return Filters(
        dice.choice([None, None, *_DAYS]),
        dice.choice([None, None, *_DAYS]),
        some("", "03", "12", "GM", "none"),
        some("", "C", "W", "I"),
        some("", "retail", "shop"),
        some("", "Ann", "Bo"),
        some("", "North", "South"),
    )


@pytest.mark.parametrize("is_exact", [True, False])
@pytest.mark.parametrize("switched", [frozenset(), frozenset({"internal", "warranty"})])
def test_random_filters_give_what_a_plain_count_says(
    tmp_path: Path, is_exact: bool, switched: frozenset[str]
) -> None:
    dice = random.Random(11)  # noqa: S311 - test data
    lines = _lines(5, is_exact=is_exact)
    # what is switched in was judged like a used line before it was set aside
    lines = [
        line if line.reason not in (9, 10) else replace(line, cost=9, quantity=1_000, sold=5_000)
        for line in lines
    ]
    lines = [
        replace(line, unit_sold=5, list=line.list) if line.reason in (9, 10) else line
        for line in lines
    ]
    path = write_lines(tmp_path / "lines.parquet", lines)
    history = HistoryFilter(load_sales_parquet(path, switched_in=switched))
    try:
        for _ in range(20):
            filters = _random_filters(dice)
            found = history.sums(filters)
            _compare(found, [line for line in lines if _passes(line, filters)], switched)
            assert found.filters == filters
    finally:
        history.close()


@pytest.mark.parametrize("is_exact", [True, False])
@pytest.mark.parametrize("switched", [frozenset[str](), frozenset({"internal", "warranty"})])
def test_random_filters_tell_parts_apart_as_a_plain_count_does(
    tmp_path: Path, is_exact: bool, switched: frozenset[str]
) -> None:
    dice = random.Random(13)  # noqa: S311 - test data
    lines = [
        replace(line, cost=9, quantity=1_000, sold=5_000, unit_sold=5)
        if line.reason in (9, 10)
        else line
        for line in _lines(6, is_exact=is_exact)
    ]
    path = write_lines(tmp_path / "lines.parquet", lines)
    whole = load_sales_parquet(path, switched_in=switched, grain=Grain.PART)
    slim = HistoryFilter(load_sales_parquet(path, switched_in=switched))
    history = HistoryFilter(whole)
    used = {None, *(code for code, name in enumerate(_REASONS) if name in switched)}
    told = described([line for line in lines if line.reason in used])
    try:
        for _ in range(20):
            filters = _random_filters(dice)
            found, alike = history.sums(filters), slim.sums(filters)
            passing = [line for line in lines if _passes(line, filters)]
            by_amounts = [row[:2] for row in words_of(found)]
            assert by_amounts == sorted(by_amounts)
            assert sorted(words_of(found)) == rows_of(passing, used, told)
            assert (found.used, found.set_aside) == (alike.used, alike.set_aside)
            assert (found.notes, found.parts) == (alike.notes, alike.parts)
            assert set(found.channels) == {line.channel for line in passing if line.reason in used}
    finally:
        history.close()
        slim.close()


def test_with_all_filters_off_the_history_is_the_very_same(
    sales: Sales, history: HistoryFilter
) -> None:
    assert history.sums(OFF) is sales


def test_filters_that_let_everything_through_change_nothing(
    sales: Sales, history: HistoryFilter, lines: list[HandLine]
) -> None:
    everybody = frozenset(line.counterperson for line in lines)
    found = history.sums(Filters(counterpersons=everybody))
    for one in fields(found.rows):
        assert np.array_equal(getattr(found.rows, one.name), getattr(sales.rows, one.name))
    assert replace(found, rows=sales.rows, filters=OFF).__repr__() == repr(sales)


def test_a_period_is_that_of_the_history_as_far_as_the_filters_reach(
    sales: Sales, history: HistoryFilter
) -> None:
    found = history.sums(Filters(first_day=dt.date(2026, 1, 4), sources=frozenset({"03"})))
    assert (found.first_day, found.last_day) == (dt.date(2026, 1, 4), sales.last_day)
    wide = history.sums(Filters(first_day=dt.date(2020, 1, 1), last_day=dt.date(2030, 1, 1)))
    assert (wide.first_day, wide.last_day) == (sales.first_day, sales.last_day)


def test_filters_that_let_nothing_through_leave_an_empty_history(history: HistoryFilter) -> None:
    found = history.sums(Filters(sources=frozenset({"none"})))
    assert (found.used, found.lines_read, len(found.rows.cost)) == (Tally(), 0, 0)


def test_what_can_be_chosen_is_what_the_lines_say(history: HistoryFilter) -> None:
    assert history.choices() == {
        "sources": ("", "03", "12", "GM"),
        "pay_types": ("", "C", "I", "W"),
        "customer_types": ("", "retail", "shop"),
        "counterpersons": ("", "Ann", "Bo"),
        "stores": ("", "North", "South"),
    }


def test_filtering_that_nobody_waits_for_stops_and_can_be_asked_again(
    history: HistoryFilter, lines: list[HandLine]
) -> None:
    told: list[str] = []
    watch = Watch(lambda _, text: told.append(text), lambda: len(told) > 1)
    filters = Filters(sources=frozenset({"03"}))
    with pytest.raises(CancelledError):
        history.sums(filters, watch)
    _compare(history.sums(filters), [line for line in lines if line.source == "03"])


def test_sales_without_their_lines_cannot_be_filtered(sales: Sales) -> None:
    with pytest.raises(MatrixDesignerError, match="single lines were kept"):
        HistoryFilter(replace(sales, lines_file=None))
    gone = HistoryFilter(replace(sales, lines_file=Path("/nowhere/lines.parquet")))
    with pytest.raises(MatrixDesignerError, match="not at hand"):
        gone.sums(Filters(sources=frozenset({"03"})))
    gone.close()


def test_a_history_without_sold_prices_gave_nothing_away(tmp_path: Path) -> None:
    source = tmp_path / "unsold.csv"
    source.write_text(
        "Part Number,Cost,List,Qty,Date\nP1,12.00,30.00,4,2025-07-01\nP2,3.00,,1,2025-08-01\n"
    )
    sales = import_sales(source).sales
    history = HistoryFilter(sales)
    part = history.sums(Filters(first_day=dt.date(2025, 7, 1)))
    history.close()
    assert not sales.is_sold_known
    assert part.notes == sales.notes == {"missing-list": Tally(1, 1_000, 30_000_000, 0)}


def test_filters_beyond_the_history_leave_no_day(history: HistoryFilter) -> None:
    part = history.sums(Filters(last_day=dt.date(2020, 1, 1)))
    assert (part.lines_read, part.days) == (0, 0)
