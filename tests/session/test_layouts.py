"""What was said about a layout holds for its next file, and never for another that is cut alike."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from matrix_designer.formats.mapping import SalesMapping
from matrix_designer.session.importing import Looked, look, look_again, remember
from matrix_designer.session.jobs import Progress
from matrix_designer.session.layouts import LayoutMemory

Writer = Callable[[Random, int], str]
QUIET = Progress(lambda _text, _part: None)


def part_first(rng: Random, _month: int) -> str:
    """Write part, pieces, cost, a unit and price, nothing between them: 37 characters."""
    return f"{part(rng)}-A{pieces(rng):04}{cost(rng):09}EACH {cost(rng) * 2:09}"


def part_last(rng: Random, _month: int) -> str:
    """Write the same in another order: 37 characters as well."""
    return f"{cost(rng):09}{cost(rng) * 2:09}{pieces(rng):04}PIECE{part(rng)}-A"


def bare(rng: Random, month: int) -> str:
    return f"{part(rng)};{pieces(rng)};{cost(rng) / 100:.2f};{cost(rng) / 50:.2f};{day(rng, month)}"


def bare_otherwise(rng: Random, month: int) -> str:
    return f"{cost(rng) / 100:.2f};{cost(rng) / 50:.2f};{day(rng, month)};{part(rng)};{pieces(rng)}"


def part(rng: Random) -> str:
    return f"{rng.choice('ABK')}{rng.randrange(10**6, 10**7)}"


def pieces(rng: Random) -> int:
    return rng.choice((1, 1, 1, 2, 4, 12))


def cost(rng: Random) -> int:
    return rng.randrange(100, 90_000)


def day(rng: Random, month: int) -> str:
    return f"2025{month:02}{rng.randrange(1, 29):02}"


A = SalesMapping(
    positions={"part": (0, 10), "quantity": (10, 14), "cost": (14, 23), "sold": (28, 37)},
    implied={"cost": 2, "sold": 2},
)
B = SalesMapping(
    positions={"cost": (0, 9), "sold": (9, 18), "quantity": (18, 22), "part": (27, 37)},
    implied={"cost": 2, "sold": 2},
)
C = SalesMapping(header=0, columns={"part": 1, "quantity": 2, "cost": 3, "sold": 4, "date": 5})
D = SalesMapping(header=0, columns={"cost": 1, "sold": 2, "date": 3, "part": 4, "quantity": 5})


@pytest.fixture(name="memory")
def _memory(tmp_path: Path) -> LayoutMemory:
    return LayoutMemory(tmp_path / "layouts")


def file_of(folder: Path, write: Writer, month: int, lines: int = 120) -> Path:
    rng = Random(month * 97 + len(write.__name__))  # noqa: S311 - test data
    path = folder / f"{write.__name__}-{month}.txt"
    path.write_text("".join(f"{write(rng, month)}\n" for _ in range(lines)))
    return path


def say(looked: Looked, mapping: SalesMapping, memory: LayoutMemory) -> None:
    """Say how a file is to be understood, as somebody does on the page, and import it."""
    remember(look_again(looked, [lambda _preview: mapping], QUIET), memory)


@pytest.mark.parametrize(
    ("one", "said", "other", "said_otherwise"),
    [(part_first, A, part_last, B), (bare, C, bare_otherwise, D)],
    ids=["packed", "delimited"],
)
def test_two_layouts_that_are_cut_alike_do_not_share_a_memory(
    memory: LayoutMemory,
    tmp_path: Path,
    one: Writer,
    said: SalesMapping,
    other: Writer,
    said_otherwise: SalesMapping,
) -> None:
    first = look(file_of(tmp_path, one, 6), memory, QUIET)
    assert not first.is_remembered
    say(first, said, memory)

    beside = look(file_of(tmp_path, other, 6), memory, QUIET)
    assert beside.signature == first.signature
    assert not beside.is_remembered
    assert beside.question is not None

    say(beside, said_otherwise, memory)
    for write, mapping in ((one, said), (other, said_otherwise)):
        for month in (7, 12):
            later = look(file_of(tmp_path, write, month), memory, QUIET)
            assert later.is_remembered
            assert later.mapping == mapping
            assert later.is_clear


def test_what_is_said_anew_takes_the_place_of_what_was_said(
    memory: LayoutMemory, tmp_path: Path
) -> None:
    say(look(file_of(tmp_path, bare, 6), memory, QUIET), C, memory)
    silent = SalesMapping(header=0, columns={**C.columns, "date": ""})
    say(look(file_of(tmp_path, bare, 7), memory, QUIET), silent, memory)
    assert look(file_of(tmp_path, bare, 8), memory, QUIET).mapping == silent
    assert len(list((tmp_path / "layouts").iterdir())) == 1


def test_names_tell_a_layout_whatever_stands_below(memory: LayoutMemory, tmp_path: Path) -> None:
    path = tmp_path / "named.csv"
    path.write_text("Part,Qty,Price A,Price B\nA,1,2.00,3.00\n")
    mapping = SalesMapping(columns={"cost": "Price A", "sold": "Price B"})
    say(look(path, memory, QUIET), mapping, memory)
    path.write_text("Part,Qty,Price A,Price B\nan other,,0,\n7,7,7,7\n")
    assert look(path, memory, QUIET).is_remembered


def test_a_damaged_memory_is_none(memory: LayoutMemory, tmp_path: Path) -> None:
    say(look(file_of(tmp_path, bare, 6), memory, QUIET), C, memory)
    (kept,) = (tmp_path / "layouts").iterdir()
    text = kept.read_text()
    for broken in (text.rpartition("# content")[0], text.replace(",", ";"), text + "1,2,3\n", ""):
        kept.write_text(broken)
        assert not look(file_of(tmp_path, bare, 7), memory, QUIET).is_remembered


@pytest.mark.parametrize(
    ("heads", "is_clear"), [(("Cost", "Cost"), False), (("Cost", "List"), True)]
)
def test_a_sheet_is_remembered_where_others_have_other_columns(
    memory: LayoutMemory, tmp_path: Path, heads: tuple[str, str], is_clear: bool
) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, head in zip(("Jan", "Feb"), heads, strict=True):
            sheet = book.add_worksheet(name)
            last = "Ext Cost" if head == "List" else "Source"
            for at, row in enumerate((("Part", "Qty", head, "Price", last), ("A", 1, 2, 3, 2))):
                sheet.write_row(at, 0, row)
    asked = look(path, memory, QUIET)
    assert asked.question is not None
    remember(look_again(asked, (asked.question.answers[0].change,), QUIET), memory)

    assert look(path, memory, QUIET).is_clear is is_clear
