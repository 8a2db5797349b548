"""The entry point: hands the arguments to the command line, or serves as a workbook's reader."""

from __future__ import annotations

import sys

_WORKER = "--worker"
"""How a frozen program starts itself to read a workbook in a process of its own."""


def main() -> int:
    """Run the program; returns the exit status."""
    if sys.argv[1:2] == [_WORKER]:
        from matrix_designer.formats.workbook_worker import main as read_workbook

        return read_workbook(sys.argv[2:])
    from matrix_designer.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
