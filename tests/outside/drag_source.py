"""A small window from which files are dragged, as from a file manager; for the outside tests.

Run: python drag_source.py FILE...; it prints what the target did, and stays until it is ended: the
target reads the names of the files after the drop.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

TITLE = "files to drag"
SIDE = 60


class DragSource(QLabel):
    """Takes its files along when the mouse is pressed and moved."""

    def __init__(self, files: list[Path]) -> None:
        """Stay over every other window."""
        super().__init__("files")
        self._files = files
        self.setWindowTitle(TITLE)
        self.setWindowFlags(Qt.WindowType.WindowStaysOnTopHint | Qt.WindowType.FramelessWindowHint)
        self.setFixedSize(SIDE, SIDE)
        self.move(0, 0)

    def mouseMoveEvent(self, _event: QMouseEvent) -> None:
        """Begin the drag; it returns when the files are dropped."""
        content = QMimeData()
        content.setUrls([QUrl.fromLocalFile(str(file)) for file in self._files])
        drag = QDrag(self)
        drag.setMimeData(content)
        sys.stdout.write(f"{drag.exec(Qt.DropAction.CopyAction).name}\n")
        sys.stdout.flush()


def main() -> int:
    """Show the window until its files were dragged."""
    app = QApplication(sys.argv)
    source = DragSource([Path(name) for name in sys.argv[1:]])
    source.show()
    return int(app.exec())


if __name__ == "__main__":
    sys.exit(main())
