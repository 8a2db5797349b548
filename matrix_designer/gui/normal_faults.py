"""No fault leaves what Qt calls from Python: it is told at once, and Qt gets a harmless answer.

PySide6 6.11 cannot carry a fault from an override through Qt to a Python caller. Up to Python
3.11 it reads one such as that of `[][0]` as if it were finished, and dies. With any fault, on any
Python, it takes a reference from each other override that Qt asks for before it is back, until a
method of ours is gone while it is in use. Slots are sound. Knows neither widgets nor events.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from enum import Flag
from functools import wraps
from types import FunctionType
from typing import Any, ParamSpec, TypeVar, cast, get_type_hints

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath
from shiboken6 import Shiboken

_Words = ParamSpec("_Words")
_Result = TypeVar("_Result")
_HOOK = "__init_subclass__"
_ANSWERS: dict[str, type] = {"boundingRect": QRectF, "shape": QPainterPath}
"""What a method answers with that does not say so itself, as those of the plots' library."""
_PLAIN = (bool, int)


def guard_overrides() -> None:
    """Guard the overrides of every class of ours, and of every later one as it is made."""
    if _HOOK in vars(Shiboken.Object):
        return
    for made in frozenset(_below(Shiboken.Object)):  # one with two bases comes twice
        _guard(made)
    setattr(Shiboken.Object, _HOOK, classmethod(_on_class_made))


def overrides(made: type) -> Iterator[tuple[str, FunctionType]]:
    """Yield the methods of a class's own by which Qt calls us.

    Of the plots' library only what is called while events and pictures are on their way.
    """
    package = made.__module__.partition(".")[0]
    if package not in {"matrix_designer", "pyqtgraph"}:
        return
    qt = [vars(base) for base in made.__mro__ if base.__module__.startswith("PySide6.")]
    for name, method in tuple(vars(made).items()):
        if not isinstance(method, FunctionType) or name.startswith("__"):
            continue
        is_called = package != "pyqtgraph" or name in {"paint", *_ANSWERS} or name.endswith("Event")
        if is_called and any(name in known for known in qt):
            yield name, method


def _on_class_made(made: type, /, **words: object) -> None:
    getattr(super(Shiboken.Object, cast("Any", made)), _HOOK)(**words)
    _guard(made)


def _below(base: type) -> Iterator[type]:
    """Yield every class below one."""
    below: list[type] = base.__subclasses__()
    for made in below:
        yield made
        yield from _below(made)


def _guard(made: type) -> None:
    for name, method in overrides(made):
        setattr(made, name, _guarded(method))


def _guarded(method: Callable[_Words, _Result]) -> Callable[_Words, _Result]:
    """Let nothing out of a method but its answer."""

    @wraps(method)
    def carried_out(*words: _Words.args, **named: _Words.kwargs) -> _Result:
        try:
            return method(*words, **named)
        except SystemExit:
            raise
        except BaseException as error:  # noqa: BLE001 - told, never swallowed
            sys.excepthook(type(error), error, error.__traceback__)
        return cast("_Result", _harmless(method))

    return carried_out


def _harmless(method: Callable[..., object]) -> object:
    """Return nothing, in the type that a method answers with."""
    answer = _answer_of(method)
    if answer is None:
        return None
    if issubclass(answer, Flag):
        return answer(0)
    is_made = answer in _PLAIN or answer.__module__.startswith("PySide6.")
    return answer() if is_made else None


def _answer_of(method: Callable[..., object]) -> type | None:
    try:
        said = get_type_hints(method).get("return")
    except (NameError, TypeError):  # named for the type checker alone
        said = None
    return said if isinstance(said, type) else _ANSWERS.get(method.__name__)
