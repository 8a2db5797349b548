"""The command `replay`: a sales history under a design, beside what was sold."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from matrix_designer.analysis.bridge import bridge_of
from matrix_designer.analysis.by_store import StoreFigures
from matrix_designer.analysis.replay import ComparedWith, Move, Period, Replay, RowKind
from matrix_designer.analysis.without_list import WithoutList
from matrix_designer.cli.answer import (
    FINE,
    WRONG,
    Answer,
    RefusedArgumentError,
    amount,
    counted,
    shown_percent,
    shown_total,
    table,
    total,
)
from matrix_designer.cli.days import day_of
from matrix_designer.cli.must_be_true import (
    bridge_json,
    must_be_true_json,
    must_be_true_lines,
)
from matrix_designer.cli.opening import existing, is_warehouse, open_project, open_sales
from matrix_designer.cli.rankings import (
    Rankings,
    ranking_lines,
    rankings_json,
    rankings_of,
)
from matrix_designer.cli.stores import store_lines, stores_json
from matrix_designer.cli.totals import tallies_json, tally_json, totals_json
from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.core.evidence import Tally
from matrix_designer.core.money import amount_text, quantity_text, total_text
from matrix_designer.core.question import Question
from matrix_designer.evaluation.evaluate import evaluate
from matrix_designer.evaluation.must_be_true import truth_of, work_out
from matrix_designer.evaluation.stores import stores_of
from matrix_designer.formats.scratch import scratch_folder

_COMPARED = {
    ComparedWith.AGAINST: "the other design",
    ComparedWith.IN_FORCE: "the matrix in force",
    ComparedWith.SOLD: "the sold prices",
}

_LARGEST_KEPT = 64 * 1024 * 1024
"""The size of a sales file, in bytes, up to which its single lines are kept without being asked.

Keeping them takes about three times as long as adding them up."""
_PARTS_WANTED = RefusedArgumentError(
    "The plan asks for parts, which these sales do not tell apart",
    "Their single lines are not there",
    "Name the sales file with --sales",
)
_BAND_WANTED = MatrixDesignerError(
    "Of so large a file single lines are kept only where that is asked", "", "Add --band"
)


def run_replay(arguments: argparse.Namespace) -> Answer:
    """Replay the sales; exit 1 where something is unpriced."""
    project = open_project(arguments.design, with_sales=arguments.sales is None)
    problems = project.problems
    question, other = Question(on=day_of(arguments)), None
    if arguments.against is not None:
        opened = open_project(arguments.against, with_sales=False)
        other, problems = opened.design, (*problems, *opened.problems)
        whole = other.strategy if other.plan else None
        question = replace(question, against=other.matrix, against_strategy=whole)
    with scratch_folder() as folder:
        keep_in = Path(folder) if _keeps_lines(arguments) else None
        sales = open_sales(arguments, project, keep_in, other)
        if sales is None:
            raise RefusedArgumentError(
                f"{arguments.design} carries no sales", "", "Name a sales file with --sales"
            )
        analysis = evaluate(project.design, sales, question)
        if analysis.waits_for_parts:
            raise _PARTS_WANTED
        truth, worked_out = truth_of(analysis), work_out(analysis)
        stores, money = stores_of(analysis), rankings_of(sales)
    replay, missed = analysis.replay, analysis.without_list
    if replay is None or missed is None:
        raise RefusedArgumentError(f"{sales.name} has nothing to replay", "", "Name another file")
    if truth is None or worked_out is None:
        return _uncompared(replay, missed, stores, money, problems)
    is_unkept = sales.lines_file is None and sales.lines_beside is None
    if worked_out.no_band is not None and is_unkept:
        worked_out = replace(worked_out, no_band=_BAND_WANTED)
    data = replay_json(replay, missed)
    data["where_the_money_is"] = rankings_json(money)
    data["bridge"] = bridge_json(bridge_of(analysis.stacked, replay))
    if stores:
        data["stores"] = stores_json(stores)
    data["must_be_true"] = must_be_true_json(truth, worked_out)
    compared_with = _COMPARED[truth.compared_with]
    lines = (
        *_lines(replay, missed),
        *store_lines(stores),
        *ranking_lines(money),
        "",
        *must_be_true_lines(truth, worked_out, compared_with),
        "",
        f"Volumes are assumed unchanged. {_period(replay.period)}",
    )
    status = WRONG if replay.unpriced.lines else FINE
    return Answer(data, lines, status, problems)


def _uncompared(
    replay: Replay,
    missed: WithoutList,
    stores: tuple[StoreFigures, ...],
    money: Rankings,
    problems: tuple[str, ...],
) -> Answer:
    """Tell a replay that has nothing to compare with: no matrix in force and no sold price."""
    data = replay_json(replay, missed) | {"bridge": None, "must_be_true": None}
    data["where_the_money_is"] = rankings_json(money)
    if stores:
        data["stores"] = stores_json(stores)
    said = (*_lines(replay, missed), *store_lines(stores), *ranking_lines(money))
    lines = (*said, "", _period(replay.period))
    return Answer(data, lines, WRONG if replay.unpriced.lines else FINE, problems)


def _keeps_lines(arguments: argparse.Namespace) -> bool:
    """Say whether single lines are kept for the band: of a large file only where that is asked."""
    if arguments.sales is None or is_warehouse(arguments.sales):
        return False
    return arguments.band or existing(arguments.sales).stat().st_size <= _LARGEST_KEPT


def replay_json(replay: Replay, missed: WithoutList) -> dict[str, object]:
    """Return a replay as the contract names its parts."""
    is_known = replay.sold is not None
    data: dict[str, object] = {
        "lines": replay.lines,
        "used": replay.used,
        "unpriced": tally_json(replay.unpriced, is_sold_known=is_known),
        "set_aside": tallies_json(replay.set_aside, is_sold_known=is_known),
        "sold": None if replay.sold is None else totals_json(replay.sold),
        "replayed": totals_json(replay.replayed),
    }
    if replay.in_force is not None:
        data["in_force"] = totals_json(replay.in_force)
    if replay.against is not None:
        data["against"] = totals_json(replay.against)
    data["tiers"] = [
        {
            "matrix": row.matrix,
            "tier": row.tier,
            "row": row.kind.value,
            "treatment": row.percent,
            "from": amount(row.lower),
            "to": amount(row.upper),
            "pieces": quantity_text(row.pieces),
            "cost": total_text(row.cost),
            "sold": total(row.sold),
            "in_force": total(row.in_force),
            "replayed": total_text(row.replayed),
        }
        for row in replay.tiers
    ]
    moves = replay.moves
    data |= {"up": _move(moves.up), "down": _move(moves.down), "same": _move(moves.same)}
    is_compared = moves.compared_with is not ComparedWith.NOTHING
    data["compared_with"] = moves.compared_with.value if is_compared else None
    data["above_list"] = {
        "pieces": quantity_text(replay.above_list.pieces),
        "dollars": total_text(replay.above_list.dollars),
        "no_list_pieces": quantity_text(replay.no_list_pieces),
    }
    data["without_list"] = {
        "cap_pieces": quantity_text(missed.at_cap),
        "rails_pieces": quantity_text(missed.past_rails),
    }
    data["days"] = replay.period.days
    return data


def _move(move: Move) -> dict[str, str]:
    return {"pieces": quantity_text(move.pieces), "dollars": total_text(move.dollars)}


def _lines(replay: Replay, missed: WithoutList) -> Iterator[str]:
    """Yield the replay for people."""
    aside = sum(tally.lines for tally in replay.set_aside.values())
    yield (
        f"{counted(replay.lines, 'line')}: {replay.used} used, {replay.unpriced.lines} unpriced, "
        f"{aside} set aside."
    )
    yield ""
    yield from _states(replay)
    yield ""
    yield from _tiers(replay)
    yield ""
    yield from _changes(replay)
    yield from _missed(missed)
    yield from set_aside_lines(replay.set_aside)


def _states(replay: Replay) -> list[str]:
    """Show the states side by side."""
    states = (
        ("As sold", replay.sold),
        ("In force", replay.in_force),
        ("Other design", replay.against),
        ("Proposed", replay.replayed),
    )
    return table(
        (
            (
                name,
                quantity_text(totals.pieces),
                total_text(totals.cost),
                total_text(totals.sales),
                total_text(totals.gp),
                shown_percent(totals.gp_percent),
            )
            for name, totals in states
            if totals is not None
        ),
        ("", "Pieces", "Cost $", "Sales $", "GP $", "GP %"),
    )


def _tiers(replay: Replay) -> list[str]:
    """Show what every tier sold."""
    return table(
        (
            (
                row.name if row.matrix is None else f"{row.name} of “{row.matrix}”",
                "" if row.lower is None else amount_text(row.lower),
                _upper(row.kind, row.lower, row.upper),
                quantity_text(row.pieces),
                total_text(row.cost),
                "" if row.sold is None else total_text(row.sold),
                total_text(row.replayed),
            )
            for row in replay.tiers
        ),
        ("Row", "From", "To", "Pieces", "Cost $", "Sold $", "Proposed $"),
    )


def _upper(kind: RowKind, lower: int | None, upper: int | None) -> str:
    """Write an upper bound, `and up` for an open one, nothing for a row without a range."""
    if upper is not None:
        return amount_text(upper)
    return "and up" if lower is not None and kind in (RowKind.TIER, RowKind.CAP) else ""


def _changes(replay: Replay) -> Iterator[str]:
    """Say how prices move, and how many stand above list."""
    moves = replay.moves
    if moves.compared_with is ComparedWith.NOTHING:
        yield "Compared with nothing: the sales tell no sold price, no matrix in force is recorded."
    else:
        yield f"Compared with {_COMPARED[moves.compared_with]}:"
        for name, move in (("up", moves.up), ("down", moves.down), ("same", moves.same)):
            dollars = shown_total(move.dollars)
            yield f"  {name:<5} {quantity_text(move.pieces):>12} pieces {dollars:>16}"
    above = replay.above_list
    yield (
        f"Above list: {quantity_text(above.pieces)} pieces, {shown_total(above.dollars)} over it; "
        f"{quantity_text(replay.no_list_pieces)} pieces have no list."
    )
    if replay.unpriced.lines:
        sold = f"{shown_total(replay.unpriced.sales)} sold"
        if replay.sold is None:
            sold = f"{shown_total(replay.unpriced.cost)} of cost"
        yield f"Unpriced: {counted(replay.unpriced.lines, 'line')}, {sold}, in none of the totals."


def _missed(missed: WithoutList) -> Iterator[str]:
    """Say what a missing list did to prices."""
    if missed.at_cap:
        at_cap = "Above the cap without a list, at cost × 1.67"
        yield f"{at_cap}: {quantity_text(missed.at_cap)} pieces."
    if missed.past_rails:
        rails = "Without a list, held to no ceiling and to no list"
        yield f"{rails}: {quantity_text(missed.past_rails)} pieces."


def set_aside_lines(set_aside: dict[str, Tally]) -> Iterator[str]:
    """Yield what was set aside, by reason."""
    rows = [
        (
            f"  {reason}",
            str(tally.lines),
            quantity_text(tally.pieces),
            total_text(tally.cost),
            total_text(tally.sales),
        )
        for reason, tally in set_aside.items()
        if tally.lines
    ]
    if rows:
        yield ""
        yield from table(rows, ("Set aside", "Lines", "Pieces", "Cost $", "Sales $"))


def _period(period: Period) -> str:
    """Say which time the figures cover."""
    if period.days is None:
        return "The sales carry no dates, so nothing is scaled to a year."
    return f"The sales cover {counted(period.days, 'day')}; the figures are of that time."
