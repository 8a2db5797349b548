"""The desk that the tests of one module share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.outside.desk import Desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A display for a module; nothing that was started on it may have told a fault."""
    with Desk(tmp_path_factory.mktemp("desk")) as made:
        yield made
    errors = made.errors()
    for word in ("Traceback", "QObject", "Ambiguous"):
        assert word not in errors, errors
