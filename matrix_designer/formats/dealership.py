"""The sample dealership as files: its synthetic sales as CSV, and the design that goes with it.

Everything in it is invented. Knows files; the invention itself is `core.sample`.
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

from matrix_designer.core.design import Design
from matrix_designer.core.sample import GOAL, NAME, in_force, sample_rows
from matrix_designer.formats.storage import write_file
from matrix_designer.formats.templates import load_template

SALES_FILE = "sales.csv"


def write_sample_sales(path: Path) -> None:
    """Write the synthetic sales, always the same bytes, whole or not at all."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(sample_rows())
    write_file(path, text.getvalue().encode("utf-8"))


def sample_design() -> Design:
    """Return the sample design: the ladder proposed, seven wide tiers in force, goal 46 %."""
    ladder = load_template("acg-ladder").design
    return replace(ladder, name=NAME, goal=GOAL, in_force=in_force())
