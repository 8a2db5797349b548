"""Carries a zoom into layouts and fixed sizes, which are set once and not painted.

Knows Qt's layouts and size limits only. A widget that sets a size of its own in `set_theme` does
so afterwards and has the last word.
"""

from __future__ import annotations

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
    for place in range(layout.count()):
        item = layout.itemAt(place)
        inner = None if item is None else item.layout()
        spacer = None if item is None else item.spacerItem()
        if inner is not None:
            _spread(inner, ratio)
        elif spacer is not None and isinstance(layout, QBoxLayout):
            hint = spacer.sizeHint()
            sizes = (hint.width(), hint.height())
            wide, high = _times(layout, f"spacer {place}", sizes, ratio)
            policy = spacer.sizePolicy()
            spacer.changeSize(wide, high, policy.horizontalPolicy(), policy.verticalPolicy())
    layout.invalidate()


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
