"""The day on which a plan's dated rules are looked at: `--on`, else today.

The one place of the command line that looks at the clock.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re

from matrix_designer.cli.answer import RefusedArgumentError

_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def day_of(arguments: argparse.Namespace) -> dt.date:
    """Return the day that `--on` names, else today; raises a sentence for what is no day."""
    text: str | None = arguments.on
    if text is None:
        return dt.datetime.now().astimezone().date()
    if _WRITTEN.fullmatch(text.strip()):
        try:
            return dt.date.fromisoformat(text.strip())
        except ValueError:
            pass
    raise RefusedArgumentError(f"--on {text} is not a day", "", "Write it like 2026-11-30")
