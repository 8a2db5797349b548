"""Carries a zoom into layouts and fixed sizes, which are set once and not painted.

Knows Qt's layouts and size limits only. A widget that sets a size of its own in `set_theme` does
so afterwards and has the last word.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLayout, QWidget

_LARGEST = 16_777_215
_KEPT = "exact sizes"


def rescale(widget: QWidget, ratio: float) -> None:
    """Multiply margins, spacings and size limits of a widget's whole tree.

    What was set is remembered unrounded, so that zooming up and down again ends where it began.
    """
    if ratio == 1:
        return
    for one in (widget, *widget.findChildren(QWidget)):
        if one is not widget:
            _limits(one, ratio)
        layout = one.layout()
        if layout is not None:
            _spread(layout, ratio)


def _spread(layout: QLayout, ratio: float) -> None:
    """Rescale a layout and those inside it."""
    margins = layout.contentsMargins()
    sides = (margins.left(), margins.top(), margins.right(), margins.bottom())
    layout.setContentsMargins(*_times(layout, "margins", sides, ratio))
    if isinstance(layout, QGridLayout):
        across = (layout.horizontalSpacing(), layout.verticalSpacing())
        wide, high = _times(layout, "spacing", across, ratio)
        layout.setHorizontalSpacing(wide)
        layout.setVerticalSpacing(high)
    elif layout.spacing() > 0:
        layout.setSpacing(*_times(layout, "spacing", (layout.spacing(),), ratio))
    rows = [one for one in layout.children() if isinstance(one, QLayout)]
    for row in rows:
        _spread(row, ratio)
    if isinstance(layout, QBoxLayout):
        for place in _spaces(layout, rows):
            _respace(layout, place, ratio)
    layout.invalidate()


def _spaces(layout: QBoxLayout, rows: list[QLayout]) -> list[int]:
    """Return the places of a layout that hold neither a widget nor a layout.

    No other item is asked for: Python would keep what it knows of the item of a widget after Qt
    has deleted it, and take whatever stands at its address later for that item.
    """
    holder = layout.parentWidget()
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    widgets = [] if holder is None else holder.findChildren(QWidget, options=direct)
    held = {*map(layout.indexOf, widgets), *map(layout.indexOf, rows)}
    return [place for place in range(layout.count()) if place not in held]


def _respace(layout: QBoxLayout, place: int, ratio: float) -> None:
    """Rescale the space at a place of a layout."""
    item = layout.itemAt(place)
    spacer = None if item is None else item.spacerItem()
    if spacer is None:
        return
    hint, policy = spacer.sizeHint(), spacer.sizePolicy()
    sizes = (hint.width(), hint.height())
    wide, high = _times(layout, f"spacer {place}", sizes, ratio)
    spacer.changeSize(wide, high, policy.horizontalPolicy(), policy.verticalPolicy())


def _limits(widget: QWidget, ratio: float) -> None:
    """Rescale the least and greatest size that were asked for."""
    least, most = widget.minimumSize(), widget.maximumSize()
    wide, high = _times(widget, "least", (least.width(), least.height()), ratio)
    broad, tall = _times(widget, "most", (most.width(), most.height()), ratio)
    widget.setMinimumSize(wide, high)
    widget.setMaximumSize(broad, tall)


def _times(
    holder: QWidget | QLayout, name: str, sizes: tuple[int, ...], ratio: float
) -> tuple[int, ...]:
    """Return sizes times a ratio; those that were set last time are not rounded twice."""
    kept = holder.property(_KEPT)
    memory = dict(kept) if isinstance(kept, dict) else {}
    exact = memory.get(name)
    if exact is None or tuple(round(size) for size in exact) != sizes:
        exact = sizes
    made = tuple(size if size >= _LARGEST or size < 0 else size * ratio for size in exact)
    memory[name] = made
    holder.setProperty(_KEPT, memory)
    return tuple(round(size) for size in made)
