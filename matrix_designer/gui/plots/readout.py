"""The read-out of the chart: what the cost at the hairline sells for, in fixed fields.

Stands in the chart's title row, never over the curve. Knows a Reading; reads nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from matrix_designer.analysis.reading import Quote, Reading
from matrix_designer.gui.numbers import Numbers
from matrix_designer.gui.text import font_lines, text_width
from matrix_designer.gui.theme import TextSize, Theme

_GAP, _GROUP_GAP = 9, 15
"""After a field stands room enough for the comma of a thousand and its digit."""
_ASIDE = 16
"""The least room between the chart's title and the row."""
_NO_PRICE = "no price"


@dataclass(frozen=True, slots=True)
class _Field:
    """A place in the row: the widest text that it is made for, its weight and colour."""

    key: str
    widest: str
    role: str
    is_semibold: bool = False
    starts_group: bool = False


_COST = _Field("cost", "Cost $999.99", "text", is_semibold=True)
_LIST = _Field("list", "list $999.99", "text2")
_TIER = _Field("tier", "tier 99", "text2")
_PROPOSED = (
    _Field("proposed", "proposed", "accent", is_semibold=True, starts_group=True),
    _Field("multiplier", "×9.999", "text2"),
    _Field("price", "$999.99", "text", is_semibold=True),
    _Field("gp", "GP $999.99", "text2"),
    _Field("percent", "99.9 %", "text", is_semibold=True),
)
_IN_FORCE_NAME = _Field("in_force", "in force", "muted", starts_group=True)
_IN_FORCE_PRICE = _Field("in_force_price", "$999.99", "muted")
_IN_FORCE_PERCENT = _Field("in_force_percent", "99.9 %", "muted")
_IN_FORCE_SHORT = (_IN_FORCE_NAME, _IN_FORCE_PRICE, _IN_FORCE_PERCENT)
_IN_FORCE = (
    _IN_FORCE_NAME,
    _Field("in_force_multiplier", "×9.999", "muted"),
    _IN_FORCE_PRICE,
    _Field("in_force_gp", "$999.99", "muted"),
    _IN_FORCE_PERCENT,
)
_ROWS: tuple[tuple[_Field, ...], ...] = (
    (_COST, _LIST, _TIER, *_PROPOSED, *_IN_FORCE),
    (_COST, _LIST, _TIER, *_PROPOSED, *_IN_FORCE_SHORT),
    (_COST, _LIST, _TIER, *_PROPOSED),
    (_COST, _TIER, *_PROPOSED),
    (_COST, *_PROPOSED),
)
"""What the row shows, from wide to narrow."""


class ReadOut(QWidget):
    """One row of fixed fields at the right of its room; empty while nothing is pointed at."""

    def __init__(self, theme: Theme, numbers: Numbers, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = theme
        self._numbers = numbers
        self._reading: Reading | None = None
        self._texts: dict[str, str] = {}
        self.setAccessibleName("Read-out of the curves")
        self.setToolTip(
            "What the cost at the hairline sells for; list is the median of parts sold around it"
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    @property
    def text(self) -> str:
        """What the row says, as one sentence; empty while nothing is pointed at."""
        return "" if self._reading is None else say_reading(self._reading, self._numbers)

    def set_theme(self, theme: Theme) -> None:
        """Take another look."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for every field."""
        return QSize(round(self._width(_ROWS[0])), self.minimumSizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the height of one line; any width is taken."""
        height, _ = font_lines(self._font(_COST))
        return QSize(0, round(height) + 2)

    def show_reading(self, reading: Reading | None) -> None:
        """Show what a cost sells for, or nothing."""
        if reading != self._reading:
            self._reading = reading
            self._texts = {} if reading is None else texts_of(reading, self._numbers)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write every field at its own place."""
        if not self._texts:
            return
        painter = QPainter(self)
        room = self.width() - self._theme.px(_ASIDE)
        fields = next((row for row in _ROWS if self._width(row) <= room), _ROWS[-1])
        x = max(self.width() - self._width(fields), 0.0)
        height, ascent = font_lines(self._font(_COST))
        base = (self.height() - height) / 2 + ascent
        for field, wide in zip(fields, self._rooms(fields), strict=True):
            x += self._theme.px(_GROUP_GAP - _GAP) if field.starts_group else 0
            painter.setFont(self._font(field))
            painter.setPen(getattr(self._theme.colours, field.role))
            painter.drawText(QPointF(round(x), round(base)), self._texts.get(field.key, ""))
            x += wide
        painter.end()

    def _font(self, field: _Field) -> QFont:
        return self._theme.number_font(TextSize.CAPTION, is_semibold=field.is_semibold)

    def _rooms(self, fields: Sequence[_Field]) -> list[float]:
        """Return the room of each field with the gap after it."""
        gap = self._theme.px(_GAP)
        return [text_width(self._font(field), field.widest) + gap for field in fields]

    def _width(self, fields: Sequence[_Field]) -> float:
        groups = sum(field.starts_group for field in fields)
        between = groups * self._theme.px(_GROUP_GAP - _GAP)
        return sum(self._rooms(fields)) + between - self._theme.px(_GAP)


def texts_of(reading: Reading, numbers: Numbers) -> dict[str, str]:
    """Return what each field says."""
    now, before = reading.proposed, reading.in_force
    texts = {
        "cost": f"Cost ${numbers.money(reading.cost)}",
        "list": "no list" if reading.list_price is None else _list_words(reading, numbers),
        "tier": now.row,
        "proposed": "proposed",
        **_quote_texts(now, "", "GP ", numbers),
    }
    if before is not None:
        texts["in_force"] = "in force"
        texts.update(_quote_texts(before, "in_force_", "", numbers))
    return texts


def say_reading(reading: Reading, numbers: Numbers) -> str:
    """Say a reading in words, for who cannot see the row."""
    texts = texts_of(reading, numbers)
    keys = ("cost", "list", "tier", "proposed", "multiplier", "price", "gp", "percent")
    before = [f"in_force{end}" for end in ("", "_multiplier", "_price", "_gp", "_percent")]
    return ", ".join(texts[key] for key in (*keys, *before) if texts.get(key))


def _list_words(reading: Reading, numbers: Numbers) -> str:
    return f"list ${numbers.money(reading.list_price or 0)}"


def _quote_texts(quote: Quote, prefix: str, gp: str, numbers: Numbers) -> dict[str, str]:
    if quote.price is None or quote.gp is None:
        return {f"{prefix}price": _NO_PRICE}
    sign = "−" if quote.gp < 0 else ""
    found = {
        "multiplier": "" if quote.multiplier is None else f"×{_points(quote.multiplier, 2)}",
        "price": f"${numbers.money(quote.price)}",
        "gp": f"{gp}{sign}${numbers.money(abs(quote.gp))}",
        "percent": "" if quote.gp_percent is None else f"{_points(quote.gp_percent, 1)} %",
    }
    return {
        f"{prefix}{key}": numbers.typed(text) if key in ("multiplier", "percent") else text
        for key, text in found.items()
    }


def _points(value: float, places: int) -> str:
    return f"{value:.{places}f}".replace("-", "−")
