"""Several files make one history: the same totals however it is cut, nothing counted twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Sales, Tally
from matrix_designer.core.query import LineQuery
from matrix_designer.formats.database import CancelledError, Watch
from matrix_designer.formats.line_queries import ask_lines
from matrix_designer.formats.mapping import SalesMapping
from matrix_designer.formats.sales import ImportedSales, ImportOptions, import_sales
from tests.formats import layout_generator as layouts

LIGHT = ImportOptions(keep_lines=False)
HEADER = "Date,Part,Source,Cost,Qty,Sold\n"


def plain(tally: Tally) -> tuple[int, Decimal, Decimal, Decimal]:
    pieces = Decimal(tally.pieces) / 1_000
    return tally.lines, pieces, Decimal(tally.cost) / 10**7, Decimal(tally.sales) / 10**7


def totals_of(sales: Sales) -> dict[str, tuple[int, Decimal, Decimal, Decimal]]:
    found = {reason: plain(tally) for reason, tally in sales.set_aside.items() if tally.lines}
    return {"used": plain(sales.used)} | found


def by_month(lines: Sequence[layouts.Line]) -> list[list[layouts.Line]]:
    return [[line for line in lines if line.day.month == month] for month in range(1, 13)]


def write(
    folder: Path, parts: Sequence[Sequence[layouts.Line]], names: Sequence[str]
) -> list[Path]:
    paths = []
    for place, part in enumerate(parts):
        path = folder / f"{place + 1:02d}.csv"
        layouts.write(path, list(part), layouts.LAYOUTS[names[place % len(names)]])
        paths.append(path)
    return paths


@pytest.mark.parametrize("names", [("plain",), ("plain", "semicolon", "report", "pipe")])
def test_a_history_cut_by_month_has_the_totals_of_the_whole(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    lines = layouts.make_lines(31)
    paths = write(tmp_path, by_month(lines), names)

    kept = import_sales(paths, options=ImportOptions(folder=tmp_path / "kept")).sales
    bare = import_sales(paths[::-1], options=LIGHT).sales

    assert totals_of(kept) == totals_of(bare) == layouts.expected(lines)
    assert kept.lines_read == len(lines)


def test_what_was_sold_in_one_file_may_come_back_in_the_next(tmp_path: Path) -> None:
    (tmp_path / "jan.csv").write_text(HEADER + "2025-01-30,A,1,10.00,2,15.00\n")
    (tmp_path / "feb.csv").write_text(HEADER + "2025-02-03,A,1,10.00,-2,15.00\n")

    sales = import_sales([tmp_path / "jan.csv", tmp_path / "feb.csv"], options=LIGHT).sales

    assert sales.set_aside["return"].lines == 2
    assert not sales.used.lines


def test_a_repair_order_in_two_files_counts_once(tmp_path: Path) -> None:
    header = "RO,Line,Part,Cost,Qty,Sold,Description\n"
    other = "Part;Invoice;Line #;Qty;Unit Cost;Price Each\n"
    (tmp_path / "a.csv").write_text(header + "7,1,A,10.00,1,15.00,x\n7,2,B,1.00,1,2.00,y\n")
    (tmp_path / "b.csv").write_text(other + "B;7;2;1;1,00;2,00\nC;8;1;1;3,50;4,50\nA;7;3;1;10;15\n")

    imported = import_sales([tmp_path / "a.csv", tmp_path / "b.csv"], options=LIGHT)

    assert imported.sales.used.lines == 4
    assert imported.sales.set_aside["duplicate"].lines == 1
    assert any("1 line on the same repair orders stand in a.csv" in p for p in imported.problems)
    assert imported.columns["cost"] == "Cost (a.csv), Unit Cost (b.csv)"


def days(first: int, last: int, *, seed: int = 0) -> str:
    rows = []
    for day in range(first, last + 1):
        date = dt.date(2025, 1, 1) + dt.timedelta(days=day)
        rows += [
            f"{date},P{day}{one},1,{one + 2}.50,{one + 1 + seed},{one + 4}.25" for one in range(5)
        ]
    return "\n".join(rows) + "\n"


def lines_of(tmp_path: Path, texts: dict[str, str]) -> ImportedSales:
    paths = []
    for name, text in texts.items():
        (tmp_path / name).write_text(HEADER + text)
        paths.append(tmp_path / name)
    return import_sales(paths, options=LIGHT)


def test_the_same_block_of_a_day_in_two_files_counts_once(tmp_path: Path) -> None:
    imported = lines_of(tmp_path, {"a.csv": days(0, 9), "b.csv": days(8, 20)})

    assert imported.sales.used.lines == 21 * 5
    assert imported.sales.set_aside["duplicate"].lines == 2 * 5
    said = "b.csv: 10 lines of 2 days, 2025-01-09 to 2025-01-10 stand in a.csv as well"
    assert any(said in problem for problem in imported.problems)


def test_a_day_that_a_report_cut_through_is_recognised_at_its_edge(tmp_path: Path) -> None:
    whole = days(9, 20)
    cut = days(0, 8) + "".join(line + "\n" for line in days(9, 9).splitlines()[:3])

    imported = lines_of(tmp_path, {"a.csv": cut, "b.csv": whole})

    assert imported.sales.used.lines == 21 * 5
    assert imported.sales.set_aside["duplicate"].lines == 3


def test_the_same_day_of_another_store_is_no_duplicate(tmp_path: Path) -> None:
    imported = lines_of(tmp_path, {"a.csv": days(0, 5), "b.csv": days(0, 5, seed=1)})

    assert imported.sales.used.lines == 60
    assert not imported.sales.set_aside["duplicate"].lines


def test_a_file_without_orders_repeats_the_days_of_one_that_has_them(tmp_path: Path) -> None:
    rows = [
        f"2025-03-{1 + at // 4:02d},P{at % 7},1,{5 + at}.00,1,{9 + at}.00\n" for at in range(40)
    ]
    orders = "".join(f"R{at // 3},{row}" for at, row in enumerate(rows))
    (tmp_path / "orders.csv").write_text("RO," + HEADER + orders)
    (tmp_path / "bare.csv").write_text(
        HEADER + "".join(rows[8:20]) + "2025-04-01,X,1,2.00,1,3.00\n"
    )

    imported = import_sales([tmp_path / "orders.csv", tmp_path / "bare.csv"], options=LIGHT)

    assert (imported.sales.used.lines, imported.sales.set_aside["duplicate"].lines) == (41, 12)
    (told,) = imported.problems
    assert told.startswith("bare.csv: 12 lines of 3 days, 2025-03-03 to 2025-03-05 stand in orders")


def test_a_few_lines_over_the_counter_may_be_what_an_order_had(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("RO," + HEADER + "R1,2025-03-03,A,1,10.00,2,15.00\n")
    (tmp_path / "counter.csv").write_text(HEADER + "2025-03-03,A,1,10.00,2,15.00\n")

    imported = import_sales([tmp_path / "orders.csv", tmp_path / "counter.csv"], options=LIGHT)

    assert imported.sales.used.lines == 2


def test_orders_in_two_files_count_once_beside_a_file_without_orders(tmp_path: Path) -> None:
    rows = "R1,2025-03-03,A,1,10.00,2,15.00\nR1,2025-03-03,B,1,11.00,1,16.00\n"
    (tmp_path / "one.csv").write_text("RO," + HEADER + rows)
    (tmp_path / "two.csv").write_text("RO," + HEADER + rows + "R2,2025-03-03,A,1,10.00,2,15.00\n")
    (tmp_path / "counter.csv").write_text(HEADER + "2025-03-04,C,1,10.00,2,15.00\n")
    paths = [tmp_path / name for name in ("one.csv", "two.csv", "counter.csv")]

    sales = import_sales(paths, options=LIGHT).sales

    assert (sales.used.lines, sales.set_aside["duplicate"].lines) == (4, 2)


def test_equal_lines_of_one_file_without_orders_are_all_used(tmp_path: Path) -> None:
    line = "2025-01-05,A,1,10.00,1,15.00\n"

    imported = lines_of(tmp_path, {"a.csv": line * 4 + days(6, 7), "b.csv": days(30, 31)})

    assert not imported.sales.set_aside["duplicate"].lines
    assert imported.sales.used.lines == 4 + 10 + 10


def test_a_ranking_without_days_in_two_files_counts_once(tmp_path: Path) -> None:
    header, rows = "Part,Cost,Qty,Sold\n", "A,1.00,2,3.00\nB,2.00,4,5.00\n"
    (tmp_path / "a.csv").write_text(header + rows)
    (tmp_path / "b.csv").write_text(header + rows)
    (tmp_path / "c.csv").write_text(header + rows + "C,1.00,1,2.00\n")
    paths = [tmp_path / name for name in ("a.csv", "b.csv", "c.csv")]

    imported = import_sales(paths, options=LIGHT)

    assert imported.sales.set_aside["duplicate"].lines == 2
    assert imported.sales.used.lines == 5


def test_a_kept_history_joins_a_new_file_and_tells_its_files(tmp_path: Path) -> None:
    lines = layouts.make_lines(32)
    first, *rest = write(tmp_path, by_month(lines), ("plain",))
    options = ImportOptions(folder=tmp_path / "kept")
    old = import_sales([first, *rest[:5]], options=options).sales
    assert old.lines_file is not None

    sales = import_sales([Path(old.lines_file), *rest[5:]], options=options).sales

    assert totals_of(sales)["used"] == layouts.expected(lines)["used"]
    assert sales.lines_read == len(lines)
    assert sales.lines_file is not None
    files = ask_lines(Path(sales.lines_file), LineQuery(keys=("file",), sums=("lines",)))
    assert len(files) == 7


def test_the_same_files_make_the_same_bytes(tmp_path: Path) -> None:
    paths = write(tmp_path, by_month(layouts.make_lines(33)), ("plain",))

    digests = {
        import_sales(paths, options=ImportOptions(folder=tmp_path / str(place))).sales.digest
        for place in range(2)
    }

    assert len(digests) == 1


def test_each_file_may_have_a_mapping_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A|1.00|2|3.00\n")
    (tmp_path / "b.txt").write_text("2|B|3.00|1.00\n")
    mappings = [
        SalesMapping({"part": 1, "cost": 2, "quantity": 3, "sold": 4}, header=0),
        SalesMapping({"part": 2, "cost": 4, "quantity": 1, "sold": 3}, header=0),
    ]

    imported = import_sales([tmp_path / "a.txt", tmp_path / "b.txt"], mappings, LIGHT)

    assert plain(imported.sales.used) == (2, Decimal(4), Decimal(4), Decimal(12))
    assert np.array_equal(imported.sales.rows.cost, [10_000])


def test_a_file_without_prices_does_not_mix_with_one_that_has_them(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Part,Cost,List,Qty\nA,1.00,2.00,2\n")
    (tmp_path / "b.csv").write_text("Part,Cost,Qty,Sold\nA,1.00,2,3.00\n")

    with pytest.raises(MatrixDesignerError, match=r"a\.csv has no sold price"):
        import_sales([tmp_path / "a.csv", tmp_path / "b.csv"], options=LIGHT)


def test_a_file_named_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(HEADER + days(0, 1))

    with pytest.raises(MatrixDesignerError, match="named twice"):
        import_sales([path, tmp_path / "." / "a.csv"], options=LIGHT)


def test_it_can_be_cancelled_and_tells_how_far_it_is(tmp_path: Path) -> None:
    paths = write(tmp_path, by_month(layouts.make_lines(34)), ("plain",))
    told: list[float] = []
    watch = Watch(lambda fraction, _: told.append(fraction))
    import_sales(paths, options=ImportOptions(folder=tmp_path / "kept"), watch=watch)
    assert told == sorted(told)
    assert 0 <= told[0] < told[-1] <= 1

    answers = iter([False] * 20 + [True] * 10_000)
    with pytest.raises(CancelledError):
        import_sales(paths, options=LIGHT, watch=Watch(is_cancelled=lambda: next(answers)))
