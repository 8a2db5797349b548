"""Draws the pictures: the README's, and the window in every size, scale and theme.

Writes `.github/design.png` for the README and, with a folder named, one picture a state there.
Sizes are logical: a 1920x1080 screen at 200 % is 960x540 at scale 2.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README_PICTURE = ROOT / ".github" / "design.png"
STATES = (
    ("1440x900", "1"),
    ("1366x768", "1"),
    ("1600x1000", "1"),
    ("1600x1000", "2"),
    ("960x540", "2"),
    ("1366x768", "2"),
)


def draw(program: list[str], design: Path, theme: str, size: str, scale: str, out: Path) -> None:
    """Draw one picture with the program itself; raises CalledProcessError when it fails."""
    out.parent.mkdir(parents=True, exist_ok=True)
    words = ["screenshot", str(design), "--theme", theme, "--size", size, "--scale", scale]
    subprocess.run(
        [*program, *words, "--out", str(out), "--force"],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=True,
    )


def main() -> int:
    """Draw the README's picture, and all states into the folder named on the command line."""
    program = [sys.executable, "-m", "matrix_designer"]
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder) / "demo"
        subprocess.run([*program, "demo", str(demo)], check=True, stdout=subprocess.DEVNULL)
        design = demo / "sample.pmatrix"
        draw(program, design, "light", "1440x900", "1", README_PICTURE)
        for place in sys.argv[1:2]:
            for size, scale in STATES:
                for theme in ("light", "dark"):
                    name = f"design-{theme}-{size}-at-{scale}.png"
                    draw(program, design, theme, size, scale, Path(place) / name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
