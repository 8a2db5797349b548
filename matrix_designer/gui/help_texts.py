"""The help pages: which there are, where each word of the window is explained, and their text.

Knows the shipped files and what widgets are called; it shows nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from matrix_designer.resources import resource

KEYS = "keys"
"""The topic that is made from the window's own actions."""
_TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of help: the word that links name it by, and its title."""

    key: str
    title: str


TOPICS = (
    Topic("start", "Beginning"),
    Topic("figures", "The figures"),
    Topic("must-be-true", "What must be true"),
    Topic("sales", "The Sales page"),
    Topic("plan", "The Plan page"),
    Topic("compare", "The Compare page"),
    Topic("versions", "Versions and steps"),
    Topic("grid", "The tier grid"),
    Topic("factors", "Factors and modes"),
    Topic("curves", "The curves"),
    Topic("price-test", "The price test"),
    Topic("findings", "Findings"),
    Topic("matrix", "Rules of a matrix"),
    Topic("importing", "Importing"),
    Topic("exporting", "Exporting"),
    Topic("saving", "Saving and recovery"),
    Topic("presentation", "Presentation and size"),
    Topic(KEYS, "Keyboard"),
    Topic("glossary", "Glossary"),
)
TOPIC_OF = {
    "FiguresStrip": "figures",
    "MustBeTruePanel": "must-be-true",
    "MustBeTrueDetails": "must-be-true",
    "VolumeSlider": "must-be-true",
    "TornadoRows": "must-be-true",
    "SalesPage": "sales",
    "FilterBar": "sales",
    "PlanPage": "plan",
    "RuleSheet": "plan",
    "SourcesPanel": "plan",
    "FlatSheet": "plan",
    "FamilySheet": "plan",
    "ClassSheet": "plan",
    "MenuSheet": "plan",
    "ChannelPanel": "plan",
    "VersionsPage": "versions",
    "StepsPage": "versions",
    "WhyPanel": "price-test",
    "ComparePage": "compare",
    "TierGrid": "grid",
    "CurvesView": "curves",
    "FindingsPanel": "findings",
    "PriceTestPanel": "price-test",
    "MatricesPane": "matrix",
    "ExportPage": "exporting",
    "ImportPage": "importing",
    "SetAsidePage": "importing",
    "StartPage": "start",
    "MessageLine": "saving",
    "RecoveryPanel": "saving",
    "PresentationPage": "presentation",
}
"""The page that explains a widget and everything in it, by the widget's class."""


def topic_for(widget: QWidget | None) -> tuple[str, str]:
    """Return the page that fits where the keyboard is, and the entry that a widget asks for."""
    while widget is not None:
        for kind in type(widget).__mro__:
            topic = TOPIC_OF.get(kind.__name__)
            if topic is not None:
                return topic, str(getattr(widget, "help_anchor", ""))
        widget = widget.parentWidget()
    return TOPICS[0].key, ""


def read_topic(key: str) -> str:
    """Return a page's text as HTML; the page of keys has none of its own."""
    return resource("help", f"{key}.html").read_text(encoding="utf-8")


def matches(html: str, words: Sequence[str]) -> bool:
    """Whether a page has every word, wherever they stand in it."""
    plain = _TAGS.sub(" ", html).casefold()
    return all(word.casefold() in plain for word in words)
