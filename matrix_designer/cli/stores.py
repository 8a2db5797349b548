"""The stores of a replay, as text for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from matrix_designer.analysis.by_store import StoreFigures, group_of
from matrix_designer.analysis.replay import Totals
from matrix_designer.cli.answer import shown_percent, table
from matrix_designer.core.evidence import Tally
from matrix_designer.core.money import quantity_text, total_text


def stores_json(stores: tuple[StoreFigures, ...]) -> list[dict[str, object]]:
    """Return each store as the contract names the parts of a replay."""
    return [_store_json(one) for one in stores]


def _store_json(store: StoreFigures) -> dict[str, object]:
    data: dict[str, object] = {
        "store": store.store,
        "used": store.lines,
        "unpriced": _tally(store.unpriced),
        "sold": None if store.sold is None else _totals(store.sold),
        "replayed": _totals(store.replayed),
    }
    if store.in_force is not None:
        data["in_force"] = _totals(store.in_force)
    if store.against is not None:
        data["against"] = _totals(store.against)
    return data


def _totals(totals: Totals) -> dict[str, object]:
    return {
        "pieces": quantity_text(totals.pieces),
        "cost": total_text(totals.cost),
        "sales": total_text(totals.sales),
        "gp": total_text(totals.gp),
        "gp_percent": totals.gp_percent,
    }


def _tally(tally: Tally) -> dict[str, object]:
    return {
        "lines": tally.lines,
        "pieces": quantity_text(tally.pieces),
        "cost": total_text(tally.cost),
        "sales": total_text(tally.sales),
    }


def store_lines(stores: tuple[StoreFigures, ...]) -> Iterator[str]:
    """Yield the stores and the group, where there is more than one."""
    if len(stores) > 1:
        yield ""
        rows = [(one.store or "none named", one) for one in stores]
        rows.append(("Group", group_of(stores)))
        yield from table(
            (
                (
                    name,
                    quantity_text(one.replayed.pieces),
                    total_text(one.replayed.cost),
                    "-" if one.sold is None else total_text(one.sold.sales),
                    "-" if one.sold is None else shown_percent(one.sold.gp_percent),
                    total_text(one.replayed.sales),
                    total_text(one.replayed.gp),
                    shown_percent(one.replayed.gp_percent),
                )
                for name, one in rows
            ),
            ("Store", "Pieces", "Cost $", "Sold $", "GP %", "Proposed $", "GP $", "GP %"),
        )
