"""Places and exponents found in bytes equal those found one by one."""

from __future__ import annotations

import random
import re
from pathlib import Path

import numpy as np

from matrix_designer.formats.byte_places import overflows, places_of
from matrix_designer.formats.byte_survey import LONGEST_BLANK, survey

OVERFLOW = re.compile(
    rb'[,;|\t"\r\n](?=[0-9]{0,7}[1-9])[0-9]{1,8}([eE])0{0,4}[1-9][0-9]{2,8}[,;|\t"\r\n]'
)


def test_places_are_those_of_the_flags_set() -> None:
    """Of any length and any density, in order."""
    rng = np.random.default_rng(1)
    for length in (0, 1, 7, 8, 9, 64, 1000, 4099):
        for share in (0.0, 0.001, 0.3, 1.0):
            flags = rng.random(length) < share
            assert places_of(flags).tolist() == np.flatnonzero(flags).tolist()


def test_overflows_are_what_a_pattern_finds() -> None:
    """Cells made of digits, letters and zeros in every length, at the edges of the bytes too."""
    dice = random.Random(2)  # noqa: S311 - repeatable texts
    told = 0
    for _ in range(3_000):
        cells = []
        for _ in range(dice.randrange(1, 6)):
            left = "".join(dice.choices("0019", k=dice.randrange(11)))
            zeros = "0" * dice.randrange(7)
            right = "".join(dice.choices("0123", k=dice.randrange(12)))
            cells.append(f"{left}{dice.choice('eExE')}{zeros}{right}{dice.choice(('', '', '-'))}")
        text = dice.choice(",;|\t").join(cells).join(dice.choice(("\n\n", '""', "  ")))
        data = text.encode() + b" " * 16
        data = b" " * 16 + data
        places = [place for place, byte in enumerate(data) if byte in b"eE"]
        # cells share the sign between them, so that every place is searched from its own
        wanted = [
            any(
                found.start(1) == place
                for start in range(max(place - 10, 0), place)
                if (found := OVERFLOW.match(data, start))
            )
            for place in places
        ]
        given = overflows(np.frombuffer(data, np.uint8), np.array(places, np.int64)).tolist()
        assert given == wanted, data
        told += sum(wanted)
    assert told > 300


def test_the_first_and_the_last_cell_of_some_lines_end_with_them() -> None:
    """As a file may, that ends without a line's end."""
    data = b"9e999,x,8E0777"
    assert overflows(np.frombuffer(data, np.uint8), np.array([1, 9])).tolist() == [True, True]


def test_a_run_of_blanks_is_found_wherever_it_stands(tmp_path: Path) -> None:
    """One blank more than may be, at any place; as many as may be are plain."""
    path = tmp_path / "sales.csv"
    for shift in (0, 1, 511, 512, 513, 1023, 70_000):
        for length in (LONGEST_BLANK, LONGEST_BLANK + 1):
            path.write_bytes(b"x" * shift + b"," + b" " * length + b",y\n" + b"1,2,3\n" * 2_000)
            assert survey(path).has_plain_blanks is (length <= LONGEST_BLANK), (shift, length)
