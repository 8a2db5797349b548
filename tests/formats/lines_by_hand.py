"""Files of single lines made by hand: plain rows, written without the package's own writer."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import duckdb

_TYPES = {
    "line": "BIGINT",
    "part": "VARCHAR",
    "description": "VARCHAR",
    "source": "VARCHAR",
    "class": "VARCHAR",
    "cost": "BIGINT",
    "list": "BIGINT",
    "quantity": "BIGINT",
    "sold": "BIGINT",
    "unit_sold": "BIGINT",
    "ro": "VARCHAR",
    "ro_line": "VARCHAR",
    "day": "DATE",
    "pay_type": "VARCHAR",
    "counterperson": "VARCHAR",
    "customer_type": "VARCHAR",
    "price_code": "VARCHAR",
    "channel": "VARCHAR",
    "reason": "TINYINT",
    "marks": "INTEGER",
    "store": "VARCHAR",
    "stocking_group": "VARCHAR",
    "vendor": "VARCHAR",
}
LATER = ("store", "stocking_group", "vendor")
"""Columns that files of lines did not always have."""


@dataclass(frozen=True)
class HandLine:
    """One line; the names that Python cannot have end in an underscore."""

    line: int
    part: str = "A1"
    description: str = ""
    source: str = ""
    class_: str = ""
    cost: int | None = 100_000
    list: int | None = None
    quantity: int | None = 1_000
    sold: int | None = 150_000_000
    unit_sold: int | None = 150_000
    ro: str = ""
    ro_line: str = ""
    day: dt.date | None = None
    pay_type: str = ""
    counterperson: str = ""
    customer_type: str = ""
    price_code: str = ""
    channel: str = ""
    reason: int | None = None
    marks: int | None = 0
    store: str = ""
    stocking_group: str = ""
    vendor: str = ""

    def row(self) -> dict[str, Any]:
        return {name.rstrip("_"): value for name, value in asdict(self).items()}


def write_lines(path: Path, lines: list[HandLine], *, is_old: bool = False) -> Path:
    names = [name for name in _TYPES if not (is_old and name in LATER)]
    with duckdb.connect(":memory:") as connection:
        types = ", ".join(f'"{name}" {_TYPES[name]}' for name in names)
        connection.execute(f"CREATE TABLE made ({types})")
        marks = ", ".join("?" for _ in names)
        rows = [[line.row()[name] for name in names] for line in lines]
        if rows:
            connection.executemany(f"INSERT INTO made VALUES ({marks})", rows)  # noqa: S608 - names
        connection.execute(f"COPY made TO '{path}' (FORMAT parquet)")
    return path


def random_lines(seed: int, count: int) -> list[HandLine]:
    dice = random.Random(seed)  # noqa: S311 - test data
    made = []
    for number in range(count):
        reason = dice.choice([None] * 6 + list(range(1, 11)))
        quantity = dice.choice([1_000, 2_000, 500, 4_500, 0, -1_000])
        unit = dice.randrange(0, 900_000)
        is_blank = reason == 1
        made.append(
            HandLine(
                line=number + 1,
                part=dice.choice(["", "A1", "B-2", "C'3", "D4", "Ä5"]),
                description=dice.choice(["", "FILTER", "O'RING"]),
                source=dice.choice(["", "03", "12", "GM"]),
                class_=dice.choice(["", "X"]),
                cost=None if is_blank else dice.choice([0, 5, 100_000, 213_800, 999_999]),
                list=dice.choice([None, 1, 200_000, 421_000]),
                quantity=None if is_blank else quantity,
                sold=None if is_blank else unit * quantity,
                unit_sold=None if is_blank else unit,
                ro=dice.choice(["", "R1", "R2", "R3"]),
                ro_line=dice.choice(["", "1", "2"]),
                day=dice.choice([None, *(dt.date(2026, 1, 1 + day) for day in range(9))]),
                pay_type=dice.choice(["", "C", "W", "I"]),
                counterperson=dice.choice(["", "Ann", "Bo"]),
                customer_type=dice.choice(["", "retail", "shop"]),
                price_code=dice.choice(["", "P"]),
                channel=dice.choice(["", "counter"]),
                reason=reason,
                marks=None if is_blank else dice.randrange(0, 32),
                store=dice.choice(["", "North", "South"]),
                stocking_group=("", "G1", "G2")[number % 3],
                vendor=("", "V1")[number // 3 % 2],
            )
        )
    return made


NAMES = tuple(one.name.rstrip("_") for one in fields(HandLine))
