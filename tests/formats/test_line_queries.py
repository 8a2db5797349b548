"""Every answer about single lines is what a count over the plain rows says."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.query import (
    Filters,
    LineQuery,
    Order,
    PriceTable,
    Range,
    RatioRange,
    Where,
)
from matrix_designer.formats.database import CancelledError, Watch
from matrix_designer.formats.line_queries import ask_lines
from tests.formats.lines_by_hand import HandLine, random_lines, write_lines

_REASONS = (
    *("", "unreadable", "total-line", "duplicate", "return", "zero-quantity", "zero-cost"),
    *("negative-cost", "core", "internal", "warranty"),
)
_NOTHING = -(2**62)
_TEXTS = (
    *("part", "description", "source", "class", "ro", "ro_line", "pay_type", "counterperson"),
    *("customer_type", "price_code", "channel", "store"),
)
_EVERYTHING = Where(reasons=None)
Row = dict[str, Any]


def _shown(row: Row, name: str) -> Any:
    if name == "reason":
        return _REASONS[row["reason"] or 0]
    value = row[name]
    if name == "day":
        return _NOTHING if value is None else (value - dt.date(1970, 1, 1)).days
    if value is None:
        return -1 if name == "list" else _NOTHING
    return value


def _passes(row: Row, where: Where) -> bool:
    said = [where.reasons is None or _REASONS[row["reason"] or 0] in where.reasons]
    filters = where.filters
    if filters.first_day is not None:
        said.append(row["day"] is not None and row["day"] >= filters.first_day)
    if filters.last_day is not None:
        said.append(row["day"] is not None and row["day"] <= filters.last_day)
    for name, texts in (
        ("source", filters.sources),
        ("pay_type", filters.pay_types),
        ("customer_type", filters.customer_types),
        ("counterperson", filters.counterpersons),
        ("store", filters.stores),
        *where.among.items(),
    ):
        said.append(texts is None or _shown(row, name) in texts)
    for one in where.ranges:
        value = _shown(row, one.column)
        is_there = row[one.column] is not None or (one.low is None and one.high is None)
        said.append(is_there and (one.low is None or value >= one.low))
        said.append(is_there and (one.high is None or value <= one.high))
    for ratio in where.ratios:
        over, under = row[ratio.over], row[ratio.under]
        is_there = under is not None and under > 0 and over is not None
        is_open = ratio.low is None and ratio.high is None and under is not None and under > 0
        said.append(
            is_open
            or (
                is_there
                and (ratio.low is None or over / under >= ratio.low / 10_000)
                and (ratio.high is None or over / under < ratio.high / 10_000)
            )
        )
    said.append(where.marks is None or bool((row["marks"] or 0) & where.marks))
    said += [row[name] != "" for name in where.present]
    said += [row[name].lower().startswith(text.lower()) for name, text in where.begins.items()]
    for name, texts in where.alike.items():
        said.append("".join(one for one in row[name].lower() if one not in "- ") in texts)
    return all(said)


def _sum(rows: list[Row], name: str) -> int:
    days = [_shown(row, "day") for row in rows if row["day"] is not None]
    if name == "first_day":
        return min(days, default=_NOTHING)
    if name == "last_day":
        return max(days, default=_NOTHING)
    return {
        "lines": len(rows),
        "pieces": sum(row["quantity"] or 0 for row in rows),
        "cost": sum((row["cost"] or 0) * (row["quantity"] or 0) for row in rows),
        "sales": sum(row["sold"] or 0 for row in rows),
        "parts": len({row["part"] for row in rows} - {""}),
        "ros": len({row["ro"] for row in rows} - {""}),
    }[name]


def _latest(rows: list[Row], name: str) -> Any:
    row = max(rows, key=lambda row: (row["day"] or dt.date.min, row["line"]))
    return _shown(row, name)


def _answer(lines: Iterable[Row], query: LineQuery) -> list[tuple[Any, ...]]:
    """Answer by plain counting."""
    rows = [row for row in lines if _passes(row, query.where)]
    prices: dict[tuple[int, int], tuple[int, ...]] = {}
    if query.prices is not None:
        table = query.prices
        keys = zip(table.cost.tolist(), table.list_price.tolist(), strict=True)
        values = zip(*(column.tolist() for column in table.prices.values()), strict=True)
        prices = dict(zip(keys, values, strict=True))
        rows = [row for row in rows if (row["cost"], _shown(row, "list")) in prices]

    def priced(row: Row) -> tuple[int, ...]:
        return prices[(row["cost"], _shown(row, "list"))] if query.prices is not None else ()

    names = list(query.columns)
    made: list[dict[str, Any]] = []
    if query.columns:
        for row in sorted(rows, key=lambda row: row["line"]):
            shown = {name: _shown(row, name) for name in names}
            made.append(shown | {f"price{n}": value for n, value in enumerate(priced(row))})
    else:
        groups: dict[tuple[Any, ...], list[Row]] = {} if query.keys else {(): []}
        for row in rows:
            groups.setdefault(tuple(_shown(row, key) for key in query.keys), []).append(row)
        for key_values, group in sorted(groups.items()):
            shown = dict(zip(query.keys, key_values, strict=True))
            shown = {key: value for key, value in shown.items() if key not in query.unnamed}
            shown |= {name: _latest(group, name) for name in query.latest}
            shown |= {name: _sum(group, name) for name in query.sums}
            count = len(query.prices.prices) if query.prices is not None else 0
            for place in range(count):
                shown[f"price{place}"] = sum(priced(row)[place] * row["quantity"] for row in group)
            made.append(shown)
    for one in reversed(query.order):
        made.sort(key=lambda shown: shown[one.name], reverse=one.is_descending)
    return [tuple(shown.values()) for shown in made[: query.limit]]


def _random_where(dice: random.Random) -> Where:
    def some(*texts: str) -> frozenset[str] | None:
        return frozenset(dice.sample(texts, dice.randrange(len(texts)))) if maybe() else None

    def maybe() -> bool:
        return dice.random() < 0.25

    def bound(least: int, most: int) -> int | None:
        return None if maybe() else dice.randrange(least, most)

    filters = Filters(
        dt.date(2026, 1, dice.randrange(1, 9)) if maybe() else None,
        dt.date(2026, 1, dice.randrange(1, 9)) if maybe() else None,
        some("", "03", "12", "GM", "none"),
        some("", "C", "W", "I"),
        some("", "retail", "shop"),
        some("", "Ann", "Bo"),
        some("", "North", "South"),
    )
    ranges = []
    if maybe():
        ranges.append(Range("cost", bound(0, 300_000), bound(100_000, 999_999)))
    if maybe():
        ranges.append(Range("day", bound(20_454, 20_459), bound(20_454, 20_463)))
    ratios = []
    if maybe():
        over, under = dice.choice([("unit_sold", "list"), ("list", "cost"), ("unit_sold", "cost")])
        ratios.append(RatioRange(over, under, bound(0, 20_000), bound(10_000, 90_000)))
    reasons = [None, frozenset({""}), frozenset({"", "internal"}), frozenset({"core", "return"})]
    among = {"part": frozenset({"A1", "C'3", ""})} if maybe() else {}
    marks = dice.choice([None, None, None, 2, 5])
    present = frozenset(dice.sample(["ro", "store", "part"], 2)) if maybe() else frozenset()
    reason = dice.choice(reasons)
    begins = {"part": dice.choice(["a", "A1", "", "'"])} if dice.random() < 0.3 else {}
    alike = {"part": frozenset({"a1", "b2"} if maybe() else {"c'3"})} if maybe() else {}
    named = (present, begins, alike)
    return Where(filters, reason, tuple(ranges), tuple(ratios), among, marks, *named)


def _random_query(dice: random.Random) -> LineQuery:
    where = _random_where(dice)
    prices = None
    if dice.random() < 0.4:
        keys = [(cost, price) for cost in (0, 5, 100_000) for price in (-1, 1, 200_000)]
        kept = dice.sample(keys, dice.randrange(1, len(keys)))
        cost, list_price = np.array(kept, np.int64).T
        made = {
            f"price{place}": np.array([dice.randrange(900_000) for _ in kept], np.int64)
            for place in range(dice.choice([1, 2]))
        }
        prices = PriceTable(cost, list_price, made)
    limit = dice.choice([None, None, 3])
    if dice.random() < 0.3:
        numbers = ("line", "cost", "list", "quantity", "sold", "unit_sold", "marks", "day")
        names = dice.sample([*_TEXTS, *numbers, "reason"], 4)
        return LineQuery((), tuple(names), (), prices, where, limit=limit)
    sums = ("lines", "pieces", "cost", "sales", "parts", "ros", "first_day", "last_day")
    picked = tuple(dice.sample(sums, dice.randrange(1, 5)))
    keys_ = tuple(
        dice.sample([*_TEXTS, "unit_sold", "list", "day", "reason"], dice.randrange(0, 3))
    )
    others = [name for name in ("description", "quantity", "source") if name not in keys_]
    latest = tuple(dice.sample(others, dice.choice([0, 1]))) if keys_ else ()
    unnamed = frozenset(keys_[:1]) if dice.random() < 0.2 else frozenset()
    order = (Order(picked[0], dice.random() < 0.5),) if dice.random() < 0.5 else ()
    return LineQuery(keys_, (), picked, prices, where, latest, unnamed, order, limit)


@pytest.fixture(scope="module", name="lines")
def _lines() -> list[HandLine]:
    return random_lines(20_261, 300)


@pytest.fixture(scope="module", name="path")
def _path(lines: list[HandLine], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_lines(tmp_path_factory.mktemp("lines") / "lines.parquet", lines)


@pytest.mark.parametrize("seed", range(15))
def test_random_questions_get_the_answer_of_a_plain_count(
    path: Path, lines: list[HandLine], seed: int
) -> None:
    dice = random.Random(seed)  # noqa: S311 - test data
    rows = [line.row() for line in lines]
    for _ in range(8):
        query = _random_query(dice)
        found = ask_lines(path, query)
        columns = [
            found.numbers[name].tolist() if name in found.numbers else list(found.texts[name])
            for name in query.names
        ]
        expected = _answer(rows, query)
        assert list(zip(*columns, strict=True)) == expected, query
        assert len(found) == len(expected)


def test_a_file_from_before_the_stores_says_nothing_of_them(
    lines: list[HandLine], tmp_path: Path
) -> None:
    path = write_lines(tmp_path / "older.parquet", lines, is_old=True)
    found = ask_lines(path, LineQuery(("store",), (), ("lines",), where=_EVERYTHING))
    assert (found.texts["store"], found.numbers["lines"].tolist()) == (("",), [len(lines)])
    named = Where(Filters(stores=frozenset({"North"})), None)
    assert ask_lines(path, LineQuery(sums=("lines",), where=named)).number("lines") == 0


def test_no_line_at_all_adds_up_to_nothing(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "none.parquet", [])
    total = ask_lines(path, LineQuery(sums=("lines", "cost", "sales", "first_day")))
    assert [total.number(name) for name in ("lines", "cost", "sales")] == [0, 0, 0]
    assert len(ask_lines(path, LineQuery(("part",), (), ("lines",)))) == 0
    assert len(ask_lines(path, LineQuery(columns=("part", "cost")))) == 0


def test_sums_beyond_what_can_be_believed_are_refused(tmp_path: Path) -> None:
    most = HandLine(1, sold=2**62)
    path = write_lines(tmp_path / "huge.parquet", [most, replace(most, line=2)])
    with pytest.raises(MatrixDesignerError, match="more than can be believed"):
        ask_lines(path, LineQuery(sums=("sales",)))


def test_lines_that_are_gone_or_damaged_are_told(tmp_path: Path) -> None:
    query = LineQuery(sums=("lines",))
    with pytest.raises(MatrixDesignerError, match="not at hand") as gone:
        ask_lines(tmp_path / "gone.parquet", query)
    assert gone.value.hint == "Import the sales again"
    damaged = write_lines(tmp_path / "damaged.parquet", random_lines(1, 50))
    damaged.write_bytes(damaged.read_bytes()[:-9])
    with pytest.raises(MatrixDesignerError, match="is damaged"):
        ask_lines(damaged, query)


def test_a_question_that_nobody_waits_for_stops(path: Path) -> None:
    told: list[str] = []
    watch = Watch(lambda _, text: told.append(text), lambda: bool(told))
    with pytest.raises(CancelledError):
        ask_lines(path, LineQuery(sums=("lines",)), watch)
    assert told


def test_an_answer_has_one_column_of_a_name() -> None:
    with pytest.raises(ValueError, match="two columns of one name"):
        LineQuery(("cost",), (), ("cost",))
    with pytest.raises(ValueError, match="do not have"):
        LineQuery(("phone",))
