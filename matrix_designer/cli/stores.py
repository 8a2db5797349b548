"""The stores of a replay, as text for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from matrix_designer.analysis.by_store import StoreFigures, group_of
from matrix_designer.cli.answer import shown_percent, table
from matrix_designer.cli.totals import tally_json, totals_json
from matrix_designer.core.money import quantity_text, total_text


def stores_json(stores: tuple[StoreFigures, ...]) -> list[dict[str, object]]:
    """Return each store as the contract names the parts of a replay."""
    return [_store_json(one) for one in stores]


def _store_json(store: StoreFigures) -> dict[str, object]:
    data: dict[str, object] = {
        "store": store.store,
        "used": store.lines,
        "unpriced": tally_json(store.unpriced, is_sold_known=store.sold is not None),
        "sold": None if store.sold is None else totals_json(store.sold),
        "replayed": totals_json(store.replayed),
    }
    if store.in_force is not None:
        data["in_force"] = totals_json(store.in_force)
    if store.against is not None:
        data["against"] = totals_json(store.against)
    return data


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
