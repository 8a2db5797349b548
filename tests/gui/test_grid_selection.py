"""Selections move as a spreadsheet moves them, and columns share the width as the look says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from matrix_designer.gui.grid.selection import Block, Selection
from matrix_designer.gui.grid.widths import MOST_SPARE, MOST_SQUEEZE, Need, share_out

NEEDS = (
    Need("from", "range", 60),
    Need("to", "range", 60),
    Need("basis", "factor", 40),
    Need("typed", "factor", 60),
    Need("share", "sold", 90),
)
FULL = 60 + 60 + 40 + 60 + 90 + 3 * 8


def test_an_arrow_moves_the_active_cell_and_stops_at_the_edges() -> None:
    start = Selection((0, 0), (0, 0))
    assert start.moved((1, 0), 3, [0, 2], is_extending=False).active == (1, 0)
    assert start.moved((0, 1), 3, [0, 2], is_extending=False).active == (0, 2)
    assert start.moved((-1, 0), 3, [0, 2], is_extending=False).active == (0, 0)
    assert start.moved((9, 9), 3, [0, 2], is_extending=False).active == (2, 2)


def test_shift_stretches_the_block_and_leaves_the_active_cell() -> None:
    grown = Selection((1, 1), (1, 1)).moved((1, 0), 5, [0, 1], is_extending=True)
    assert grown.active == (1, 1)
    assert grown.block == Block(1, 1, 2, 1)
    back = grown.moved((-2, 0), 5, [0, 1], is_extending=True)
    assert back.block == Block(0, 1, 1, 1)


def test_a_selection_counts_each_cell_once() -> None:
    both = Selection((0, 0), (1, 1)).with_another((1, 1)).extended_to((2, 1))
    assert sorted(both.cells()) == [(0, 0), (0, 1), (1, 0), (1, 1), (2, 1)]
    assert both.tinted_in(1) == {0}
    assert both.tinted_in(0) == {0, 1}
    assert not both.has_row(3)


def test_a_selection_stays_inside_fewer_rows() -> None:
    kept = Selection((4, 1), (9, 2), (Block(0, 0, 9, 0), Block(8, 0, 9, 0))).clipped(3)
    assert kept == Selection((2, 1), (2, 2), (Block(0, 0, 2, 0),))


def test_columns_are_squeezed_before_one_hides() -> None:
    shares = share_out(NEEDS, FULL - MOST_SQUEEZE * 5, ("basis", "typed"))
    assert [one.key for one in shares] == [need.key for need in NEEDS]
    shares = share_out(NEEDS, FULL - MOST_SQUEEZE * 5 - 1, ("basis", "typed"))
    assert [one.key for one in shares] == ["from", "to", "typed", "share"]


def test_pinned_columns_stay_and_others_go_in_their_place() -> None:
    keys = [one.key for one in share_out(NEEDS, 250, ("basis", "typed"), pinned={"basis"})]
    assert keys == ["from", "to", "basis", "share"]


def test_spare_width_is_shared_and_the_rest_goes_to_the_last() -> None:
    spare = 5 * MOST_SPARE + 31
    shares = share_out(NEEDS, FULL + spare)
    grown = [
        share.width - need.width - share.gap for share, need in zip(shares, NEEDS, strict=True)
    ]
    assert grown == [MOST_SPARE] * 4 + [MOST_SPARE + 31]


def test_the_first_shown_column_of_a_group_stands_off() -> None:
    shares = share_out(NEEDS, FULL, off={"basis"})
    assert [one.gap for one in shares] == [8, 0, 8, 8]


@given(st.integers(0, 900), st.sets(st.sampled_from([need.key for need in NEEDS])))
def test_the_shares_fill_the_width_exactly_where_everything_fits(width: int, off: set[str]) -> None:
    shares = share_out(NEEDS, width, ("basis", "typed"), off)
    total = sum(one.width for one in shares)
    least = sum(need.width for need in NEEDS if need.key in {one.key for one in shares})
    if shares and width >= least + 24:
        assert total == width
