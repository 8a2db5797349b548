"""Faults in handlers that Qt calls from Python, in the form that PySide6 can hand on.

Up to Python 3.11 a fault such as that of `[][0]` travels unfinished until something catches it.
Where a handler was called from Python through Qt, PySide6 takes it for finished and brings the
program down, with no report and no last keeping of the work. Knows neither widgets nor events.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

_Words = ParamSpec("_Words")
_Result = TypeVar("_Result")


def finishes_faults(handler: Callable[_Words, _Result]) -> Callable[_Words, _Result]:
    """Let a handler raise what it raises, finished."""

    @wraps(handler)
    def carried_out(*words: _Words.args, **named: _Words.kwargs) -> _Result:
        try:
            return handler(*words, **named)
        except BaseException:  # noqa: TRY203 - catching it is what finishes it
            raise

    return carried_out
