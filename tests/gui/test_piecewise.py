"""A package that is imported in pieces is there in whole for whoever asks for it in between."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from matrix_designer.gui.piecewise import import_pieces

_NAME = "toy_of_pieces"
_FIRST = '''"""A toy."""
from __future__ import annotations
STEPS = ["first"]
from . import child
STEPS.append("second")
def later(word: Unknown) -> int:
    return len(STEPS)
STEPS.append("third")
'''


@pytest.fixture(autouse=True)
def _forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Write the toy where it is found, and forget it afterwards."""
    folder = tmp_path / _NAME
    folder.mkdir()
    (folder / "__init__.py").write_text(_FIRST, encoding="utf-8")
    child = f"from {_NAME} import STEPS\nSTEPS.append('child')\n"
    (folder / "child.py").write_text(child, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    finders = list(sys.meta_path)
    yield
    sys.meta_path[:] = finders
    for name in [name for name in sys.modules if name.partition(".")[0] == _NAME]:
        del sys.modules[name]


def test_the_pieces_together_are_the_package() -> None:
    finders, pieces = list(sys.meta_path), 0
    for _ in import_pieces(_NAME):
        assert _NAME not in sys.modules
        pieces += 1
    assert pieces == 7
    made = import_module(_NAME)
    assert made is sys.modules[_NAME]
    assert made.STEPS == ["first", "child", "second", "third"]
    assert made.later(1) == 4
    assert made.child.STEPS is made.STEPS
    assert made.__spec__ is not None
    assert made.__file__ == made.__spec__.origin
    assert sys.meta_path == finders


@pytest.mark.parametrize("taken", range(1, 8))
@pytest.mark.parametrize("asked", [_NAME, f"{_NAME}.child"])
def test_whoever_asks_in_between_gets_the_rest_at_once(taken: int, asked: str) -> None:
    finders = list(sys.meta_path)
    pieces = import_pieces(_NAME)
    for _ in range(taken):
        next(pieces)
    import_module(asked)
    made = import_module(_NAME)
    assert made.STEPS == ["first", "child", "second", "third"]
    assert made.child.STEPS is made.STEPS
    assert list(pieces) == []
    assert sys.modules[_NAME] is made
    assert made.STEPS == ["first", "child", "second", "third"]
    assert made.__spec__ is not None
    assert made.__spec__.loader is made.__loader__
    assert sys.meta_path == finders


def test_pieces_that_are_left_lying_are_taken_up_by_an_import() -> None:
    pieces = import_pieces(_NAME)
    for _ in range(4):
        next(pieces)
    del pieces
    assert import_module(_NAME).STEPS == ["first", "child", "second", "third"]


def test_a_fault_is_met_again_by_whoever_imports_it(tmp_path: Path) -> None:
    (tmp_path / _NAME / "child.py").write_text("raise OSError('broken')\n", encoding="utf-8")
    finders = list(sys.meta_path)
    with pytest.raises(OSError, match="broken"):
        list(import_pieces(_NAME))
    assert sys.meta_path == finders
    assert _NAME not in sys.modules
    with pytest.raises(OSError, match="broken"):
        import_module(_NAME)


def test_what_is_there_already_takes_no_step() -> None:
    made = import_module(_NAME)
    assert list(import_pieces(_NAME)) == []
    assert sys.modules[_NAME] is made


def test_a_package_that_nobody_has_is_refused_as_ever() -> None:
    with pytest.raises(ModuleNotFoundError):
        list(import_pieces("no_such_toy_of_pieces"))
