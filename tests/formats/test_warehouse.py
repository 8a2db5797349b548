"""Naming a warehouse; what it answers is tested where Spark is (tests/cluster)."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.warehouse import ENGINES, read_warehouse, sum_in_warehouse


@pytest.mark.parametrize("engine", ENGINES)
def test_a_url_names_engine_and_table(engine: str) -> None:
    warehouse = read_warehouse(f"{engine}://me:secret@host:8080/shop/sales#lines_2026")
    assert warehouse.url == f"{engine}://me:secret@host:8080/shop/sales"
    assert (warehouse.engine, warehouse.table) == (engine, "lines_2026")
    assert warehouse.name == f"lines_2026 on {ENGINES[engine]}"


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("mysql://host/shop#lines", "no warehouse “mysql”"),
        ("trino://host/shop", "names no table"),
        ("trino://[host/shop#lines", "cannot be read"),
        ("://#", "no warehouse “”"),
    ],
)
def test_a_url_that_cannot_be_asked_says_why(word: str, words: str) -> None:
    with pytest.raises(MatrixDesignerError, match=words) as caught:
        read_warehouse(word)
    assert "ENGINE://…#TABLE" in caught.value.hint


def test_without_the_extra_the_line_to_run_is_told() -> None:
    assert find_spec("ibis") is None
    with pytest.raises(MatrixDesignerError, match="extra for it is not installed") as caught:
        sum_in_warehouse(read_warehouse("trino://me:secret@host/shop#lines"))
    assert "matrix-designer[cluster]" in caught.value.hint
    assert "secret" not in caught.value.sentence
