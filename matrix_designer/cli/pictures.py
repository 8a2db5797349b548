"""The command `screenshot`: the real window, drawn into a picture without a display."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from matrix_designer.cli.answer import Answer, RefusedArgumentError
from matrix_designer.cli.display import draw_without_display, load_application
from matrix_designer.cli.opening import existing, free_place

_SIZE = re.compile(r"([0-9]{3,5})x([0-9]{3,5})")
_SCALE = re.compile(r"[0-9](?:\.[0-9]{1,2})?")
LEAST_SIZE = (400, 300)
GREATEST_SIDE = 8_000
GREATEST_SCALE = 4.0
PAGES = (
    *("design", "sales", "plan", "compare", "export"),
    *("versions", "steps", "import", "set-aside", "start", "presentation", "help"),
)


def run_screenshot(arguments: argparse.Namespace) -> Answer:
    """Draw one page of the window on a design."""
    design = existing(arguments.design)
    sales = None if arguments.sales is None else existing(arguments.sales)
    out = free_place(
        arguments.out, is_forced=arguments.force, inputs=(arguments.design, arguments.sales)
    )
    if out.suffix.lower() != ".png":
        raise RefusedArgumentError(f"{arguments.out} is not a PNG file", "", "Let it end in .png")
    if arguments.page not in PAGES:
        raise RefusedArgumentError(
            f"There is no page “{arguments.page}”", "", f"The pages are {', '.join(PAGES)}"
        )
    size, scale = _size(arguments.size), _scale(arguments.scale)
    draw(design, sales, out, theme=arguments.theme, size=size, scale=scale, page=arguments.page)
    width, height = round(size[0] * scale), round(size[1] * scale)
    data = {"file": str(out), "width": width, "height": height}
    return Answer(data, (f"Wrote {out}, {width} by {height} pixels.",))


def draw(
    design: Path,
    sales: Path | None,
    out: Path,
    *,
    theme: str = "light",
    size: tuple[int, int] = (1600, 1000),
    scale: float = 1.0,
    page: str = "design",
) -> None:
    """Draw the window without opening it."""
    draw_without_display()
    load_application().take_screenshot(design, sales, page, theme, size, scale, out)


def _size(text: str) -> tuple[int, int]:
    """Read a size such as 1600x1000."""
    match = _SIZE.fullmatch(text.strip().lower())
    if match is not None:
        width, height = int(match.group(1)), int(match.group(2))
        is_large = width >= LEAST_SIZE[0] and height >= LEAST_SIZE[1]
        if is_large and max(width, height) <= GREATEST_SIDE:
            return width, height
    raise RefusedArgumentError(
        f"--size {text} cannot be used",
        "",
        f"Write it like 1600x1000, from 400x300 to {GREATEST_SIDE} a side",
    )


def _scale(text: str) -> float:
    """Read a scale such as 2 or 1.25."""
    if _SCALE.fullmatch(text.strip()):
        scale = float(text)
        if 1.0 <= scale <= GREATEST_SCALE:
            return scale
    raise RefusedArgumentError(f"--scale {text} cannot be used", "", "Give a number from 1 to 4")
