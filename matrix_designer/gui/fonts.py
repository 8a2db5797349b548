"""The user-interface font: the platform's own, or the one shipped font where there is none.

Knows Qt's font database and the shipped files only.
"""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase

from matrix_designer.resources import resource

_BODY_POINTS = 9.0
_FILES = ("OpenSans-Regular.ttf", "OpenSans-SemiBold.ttf")


def interface_font() -> QFont:
    """Return the platform's font, or the shipped Open Sans where the system has no font."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if not QFontDatabase.families():
        font = QFont(load_shipped_font())
    if font.pointSizeF() <= 0:
        font.setPointSizeF(_BODY_POINTS)
    return font


def load_shipped_font() -> str:
    """Load the shipped font into this process and return its family."""
    family = ""
    for name in _FILES:
        number = QFontDatabase.addApplicationFont(str(resource("fonts", name)))
        family = (QFontDatabase.applicationFontFamilies(number) or [family])[0]
    return family
