"""The look as values: colours, text sizes, spacing and heights, light and dark.

Knows Qt's fonts and palettes and nothing of the program's parts. A widget is given a Theme by
its constructor and a new one through its own `set_theme`; nobody else names a colour.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import Enum

from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPalette


@dataclass(frozen=True, slots=True)
class Colours:
    """Every colour of the program, by what it stands for."""

    window: QColor
    surface: QColor
    sunken: QColor
    line: QColor
    line2: QColor
    grid: QColor
    control: QColor
    text: QColor
    text2: QColor
    muted: QColor
    accent: QColor
    on_accent: QColor
    tint: QColor
    tint2: QColor
    in_force: QColor
    goal: QColor
    error: QColor
    refused: QColor
    warning: QColor
    warning_graphic: QColor
    shade: QColor
    bars: QColor
    bars_strong: QColor


def _colours(*values: str) -> Colours:
    """Make the colours from hexadecimal texts, in the order of the fields."""
    names = [field.name for field in fields(Colours)]
    return Colours(**{name: QColor(value) for name, value in zip(names, values, strict=True)})


LIGHT = _colours(
    *("#F4F5F7", "#FFFFFF", "#FAFBFC", "#E4E7EC", "#C6CCD5", "#EDEFF3", "#7D8694"),
    *("#16191F", "#414955", "#5B6370"),
    *("#1B57C8", "#FFFFFF", "#E8EFFC", "#D3E1FA"),
    *("#59626F", "#16191F"),
    *("#B3261E", "#FBEAE8", "#8A5200", "#B86E00", "#FFE9BF"),
    *("#7F8CA1", "#5C6B82"),
)
DARK = _colours(
    *("#101216", "#181B20", "#1C1F25", "#2A2E36", "#444B57", "#23272E", "#77808E"),
    *("#E8EAEE", "#BFC5CF", "#98A1AF"),
    *("#84ABFF", "#0B1530", "#1E2B45", "#2A3D63"),
    *("#A3ABB8", "#E8EAEE"),
    *("#FF7F78", "#3A1F1E", "#F0BC4B", "#E5AC35", "#4A3615"),
    *("#6C7A92", "#97A4BA"),
)


WIDE, NARROW = 1400, 1100
"""Window widths under which the list becomes a menu, and the side pane becomes tabs.

These and the height are measured in unzoomed pixels: compare them with `Theme.unzoomed`.
"""
TALL = 1000
"""The window height from which the findings stand below, full width."""
_FUSION_EDGE = 140
"""Fusion draws edges by so many percent darker than the window."""
LEAST_ZOOM, ZOOM_STEP, MOST_ZOOM = 80, 10, 200
"""Percents by which fonts and metrics are enlarged."""


class TextSize(Enum):
    """Text sizes, in parts of the platform's user-interface font."""

    CAPTION = 0.92
    BODY = 1.0
    TITLE = 1.17
    HEADLINE = 1.5
    FIGURE = 1.75
    POSTER_SMALL = 2.6
    POSTER = 4.0


@dataclass(frozen=True, slots=True)
class Metrics:
    """Spacing and heights in logical pixels; `unit` steps are 4, 8, 12, 16 and 24."""

    unit: int = 4
    margin: int = 14
    page_margin: int = 24
    radius_field: int = 4
    radius_row: int = 5
    radius_card: int = 7
    menu: int = 30
    figures: int = 74
    figures_short: int = 46
    grid_title: int = 36
    grid_head: int = 40
    row: int = 22
    row_short: int = 20
    total: int = 26
    chart_title: int = 34
    status: int = 24
    field: int = 25
    button: int = 28
    finding: int = 42
    finding_long: int = 58
    rail: int = 72
    rail_short: int = 44
    matrices: int = 170
    side: int = 304
    icon_rail: int = 20
    icon: int = 16
    icon_small: int = 14

    def zoomed(self, zoom: float) -> Metrics:
        """Return every size times a zoom, in whole pixels."""
        sizes = {one.name: round(getattr(self, one.name) * zoom) for one in fields(self)}
        return Metrics(**sizes)


class Appearance(Enum):
    """Which theme the user asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Theme:
    """One look: colours, the platform's font and the metrics; each font is made once.

    Fonts and metrics come zoomed; every other size goes through `px`.
    """

    colours: Colours
    is_dark: bool
    base: QFont
    metrics: Metrics = Metrics()
    zoom: float = 1.0
    _fonts: dict[tuple[TextSize, bool, bool], QFont] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def px(self, size: float) -> int:
        """Return a size in logical pixels times the zoom, in whole pixels."""
        return round(size * self.zoom)

    def unzoomed(self, size: float) -> float:
        """Return how large a size of the window is where everything is drawn at 100 %."""
        return size / self.zoom

    def zoomed(self, zoom: float) -> Theme:
        """Return the same look in another zoom, 1 being 100 %."""
        return Theme(self.colours, self.is_dark, self.base, Metrics().zoomed(zoom), zoom)

    def on_paper(self) -> Theme:
        """Return the light look, for pictures that are laid on white documents."""
        return make_theme(is_dark=False, base=self.base, zoom=self.zoom)

    def font(self, size: TextSize = TextSize.BODY, *, is_semibold: bool = False) -> QFont:
        """Return the platform's font in a size, weight 400 or 600."""
        key = (size, is_semibold, False)
        made = self._fonts.get(key)
        if made is None:
            made = self._fonts[key] = QFont(self.base)
            made.setPointSizeF(self.base.pointSizeF() * size.value * self.zoom)
            made.setWeight(QFont.Weight.DemiBold if is_semibold else QFont.Weight.Normal)
        return made

    def number_font(self, size: TextSize = TextSize.BODY, *, is_semibold: bool = False) -> QFont:
        """Return a font whose digits all have one width: `tnum` on and kerning off."""
        key = (size, is_semibold, True)
        made = self._fonts.get(key)
        if made is None:
            made = self._fonts[key] = QFont(self.font(size, is_semibold=is_semibold))
            made.setFeature(QFont.Tag("tnum"), 1)
            made.setKerning(False)
        return made

    def digit_width(self, size: TextSize = TextSize.BODY) -> float:
        """Return the width of `0` in logical pixels, from which column widths are made."""
        return QFontMetricsF(self.number_font(size)).horizontalAdvance("0")

    def palette(self) -> QPalette:
        """Return the palette that Fusion draws stock widgets with."""
        c = self.colours
        role = QPalette.ColorRole
        made = QPalette()
        for one, colour in {
            role.Window: c.surface,
            role.WindowText: c.text,
            role.Base: c.surface,
            role.AlternateBase: c.sunken,
            role.Text: c.text,
            role.Button: c.surface,
            role.ButtonText: c.text,
            role.BrightText: c.on_accent,
            role.Highlight: c.tint2,
            role.HighlightedText: c.text,
            role.Accent: c.accent,
            role.Link: c.accent,
            role.LinkVisited: c.accent,
            role.PlaceholderText: c.muted,
            role.ToolTipBase: c.surface,
            role.ToolTipText: c.text,
            role.Light: c.surface,
            role.Midlight: c.line,
            role.Mid: c.line2,
            role.Dark: c.control,
            role.Shadow: c.control,
        }.items():
            made.setColor(one, colour)
        for one in (role.WindowText, role.Text, role.ButtonText):
            made.setColor(QPalette.ColorGroup.Disabled, one, c.control)
        return made

    def menu_palette(self) -> QPalette:
        """Return the palette of menus: Fusion draws their edge as a darker window."""
        made = self.palette()
        made.setColor(QPalette.ColorRole.Window, self.colours.line2.lighter(_FUSION_EDGE))
        return made


def make_theme(*, is_dark: bool, base: QFont, zoom: float = 1.0) -> Theme:
    """Return the light or the dark theme over the platform's font."""
    return Theme(DARK if is_dark else LIGHT, is_dark, QFont(base)).zoomed(zoom)
