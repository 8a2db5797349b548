"""A program that puts texts on the clipboard and stays until it is ended; for the outside tests.

Run: python other_program.py PLAIN-FILE [HTML-FILE]
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication


def main() -> int:
    """Offer both forms, as a browser or a spreadsheet does."""
    app = QGuiApplication(sys.argv)
    content = QMimeData()
    content.setText(Path(sys.argv[1]).read_text(encoding="utf-8"))
    if len(sys.argv) > 2:
        content.setHtml(Path(sys.argv[2]).read_text(encoding="utf-8"))
    app.clipboard().setMimeData(content)
    sys.stdout.write("offered\n")
    sys.stdout.flush()
    return int(app.exec())


if __name__ == "__main__":
    sys.exit(main())
