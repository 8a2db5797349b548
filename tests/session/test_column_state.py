"""What was chosen of columns is kept as a text; a text that is none means nothing chosen."""

from __future__ import annotations

import pytest

from matrix_designer.session.column_state import ColumnState, read_column_state


def test_a_choice_is_kept() -> None:
    state = ColumnState(("gp",), ("basis", "pieces"), (("to", 80), ("typed", 120)))
    assert read_column_state(state.text) == state


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", '{"off": 3}', '{"off": [], "pinned": [], "widths": {"to": "x"}}']
)
def test_a_text_that_holds_none_means_none(text: str) -> None:
    assert read_column_state(text) == ColumnState()


def test_a_width_stays_in_bounds() -> None:
    text = '{"off": [], "pinned": [], "widths": {"to": 9999999, "from": -4}}'
    assert read_column_state(text).widths == (("to", 2_000), ("from", 1))
