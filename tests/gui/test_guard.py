"""The one pair of Python and PySide6 that must not start."""

from __future__ import annotations

import subprocess
import sys

import pytest

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.gui.guard import refuse_pair, require_sound_qt


@pytest.mark.parametrize("version", ["6.12.0", "6.12.1", "6.13.0", "7.0.0"])
def test_6_12_is_refused_below_python_3_12_in_one_sentence(version: str) -> None:
    with pytest.raises(MatrixDesignerError) as refused:
        refuse_pair((3, 11), version)
    assert refused.value.sentence.startswith(f"PySide6 {version} crashes under Python 3.11")
    assert "\n" not in refused.value.sentence


@pytest.mark.parametrize(
    ("python", "version"), [((3, 11), "6.11.3"), ((3, 12), "6.12.0"), ((3, 13), "6.12.1")]
)
def test_sound_pairs_start(python: tuple[int, int], version: str) -> None:
    refuse_pair(python, version)
    require_sound_qt()


def test_the_guard_asks_before_qt_is_loaded() -> None:
    code = (
        "import sys; from matrix_designer.gui.guard import require_sound_qt; require_sound_qt();"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
