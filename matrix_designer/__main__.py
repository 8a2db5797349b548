"""The entry point: hands the arguments to the command line."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the program; returns the exit status."""
    from matrix_designer.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
