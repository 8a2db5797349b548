"""The pages of the rail: their keys, names, icons, shortcuts and the question that each answers.

A page that is not on the rail belongs to one that is. Knows words only, no widget.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page of the rail: its key, name, icon, shortcut and what it is for.

    `menu` is its name in the menu, with the letter that chooses it.
    """

    key: str
    name: str
    menu: str
    icon: str
    shortcut: str
    question: str

    @property
    def tip(self) -> str:
        """What the mouse is told over it."""
        return f"{self.question} ({self.shortcut})"


DESIGN: Final = "design"
SALES: Final = "sales"
PLAN: Final = "plan"
COMPARE: Final = "compare"
EXPORT: Final = "export"
HELP: Final = "help"
IMPORT: Final = "import"
SET_ASIDE: Final = "set-aside"
VERSIONS: Final = "versions"
STEPS: Final = "steps"

PAGES = (
    PageEntry(DESIGN, "Design", "&Design", "table-2", "Ctrl+1", "What does this matrix do?"),
    PageEntry(
        SALES,
        "Sales",
        "S&ales",
        "chart-column",
        "Ctrl+2",
        "What do we sell, at what cost, and where is the money?",
    ),
    PageEntry(
        PLAN,
        "Plan",
        "P&lan",
        "route",
        "Ctrl+3",
        "Which parts are on which matrix, and which are kept off it?",
    ),
    PageEntry(
        COMPARE,
        "Compare",
        "Co&mpare",
        "git-compare-arrows",
        "Ctrl+4",
        "What changes against the matrix in force?",
    ),
    PageEntry(EXPORT, "Export", "&Export", "file-output", "Ctrl+7", "What goes into the DMS?"),
)
"""The pages that work on a document, in the order of the rail; a shortcut is a page's for good."""

HELP_PAGE = PageEntry(
    HELP, "Help", "&Help", "circle-question-mark", "F1", "What does this word or this key mean?"
)

RAIL_PAGE_OF = {IMPORT: SALES, SET_ASIDE: SALES, VERSIONS: COMPARE, STEPS: DESIGN}
"""Which page of the rail is marked while one shows that is not on it."""

WITH_FIGURES = (DESIGN, PLAN)
"""The pages over which the strip of figures stands: those that are worked on."""
