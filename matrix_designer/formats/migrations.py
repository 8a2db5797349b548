"""Every older version of design.json, brought up to the current one step by step.

A step takes the plain JSON value of one version and returns that of the next. Steps are never
changed or removed once a version has been published. Knows no nouns and no files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from matrix_designer.core.errors import MatrixDesignerError

Step = Callable[[dict[str, Any]], dict[str, Any]]


def _as_it_is(content: dict[str, Any]) -> dict[str, Any]:
    """Version 2 may have plans, prices, families, versions; version 1 has none and stays so."""
    return content


STEPS: Mapping[int, Step] = {1: _as_it_is}
"""From version -> the step to the next one. Version 1 is the first."""


def migrate(
    content: dict[str, Any], version: int, current: int, steps: Mapping[int, Step] = STEPS
) -> dict[str, Any]:
    """Bring plain JSON content from `version` up to `current`."""
    for number in range(version, current):
        step = steps.get(number)
        if step is None:
            raise MatrixDesignerError(
                f"The design is of version {number}, which was never published",
                "",
                "Where a copy stands beside it as .bak, open that",
            )
        content = {**step(content), "version": number + 1}
    return content
