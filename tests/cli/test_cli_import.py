"""The command `import`: published layouts, several files, and files that are no history."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.cli.conftest import Run, is_refusal
from tests.layouts.catalogue import ASK, READ
from tests.layouts.histories import Layout
from tests.layouts.truth import History, Listing


def written(name: str, folder: Path) -> tuple[Path, History | Listing]:
    layout = next(layout for layout in READ if layout.name == name)
    path = folder / name
    return path, layout.write(path)


def test_a_known_layout_is_named(command: Run, tmp_path: Path) -> None:
    path, truth = written("reynolds-bare.csv", tmp_path)
    assert isinstance(truth, History)

    told = command("import", path, "--json")

    assert told.status == 0
    assert told.data["layouts"] == ["Reynolds custom report, parts sales"]
    assert (told.data["rows"], told.data["used"]) == (truth.rows, truth.used[0])
    assert told.data["columns"]["sold"] == "ActualPrice"
    assert "Recognised: Reynolds custom report, parts sales." in command("import", path).out


FRENCH = 'decimal = ","\n[columns]\ncost = "Achat"\nquantity = "Pieces"\nsold = "Vente"\n'
GERMAN = 'decimal = ","\n[columns]\ncost = "EK"\nquantity = "Menge"\nsold = "VK"\n'


@pytest.fixture(name="two")
def _two(tmp_path: Path) -> tuple[Path, Path, Path, Path]:
    """Write two files with other words for their columns, and a mapping for each."""
    texts = {
        "june.csv": "Code;Pieces;Achat;Vente\nA1;2;10,00;15,50\n",
        "july.csv": "Code;Menge;EK;VK\nA2;1;7,00;9,50\n",
        "june.toml": FRENCH,
        "july.toml": GERMAN,
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    june, july, first, second = (tmp_path / name for name in texts)
    return june, july, first, second


def test_each_of_several_files_may_have_its_own_mapping(
    command: Run, two: tuple[Path, Path, Path, Path]
) -> None:
    june, july, first, second = two

    told = command("import", june, july, "--map", first, "--map", second, "--json")

    assert (told.status, told.data["rows"], told.data["used"]) == (0, 2, 2)
    assert told.data["columns"]["cost"] == "Achat (june.csv), EK (july.csv)"
    july.write_text(june.read_text().replace("A1", "A2").replace("10,00", "20,00"))
    told = command("import", june, july, "--map", first, "--json")
    assert (told.status, told.data["used"]) == (0, 2)


def test_more_mappings_than_files_or_too_few_are_refused(
    command: Run, two: tuple[Path, Path, Path, Path]
) -> None:
    june, july, first, second = two

    for words in (
        ("import", june, "--map", first, "--map", second),
        ("import", june, july, first, "--map", first, "--map", second),
    ):
        ran = command(*words)
        assert is_refusal(ran)
        assert "Give --map once for all files, or once for each" in ran.err
    page = " ".join(command("import", "--help").out.split())
    assert "once for every file, or once for each file in their order" in page


def test_a_price_tape_is_told_for_what_it_is(command: Run, tmp_path: Path) -> None:
    path, truth = written("tape318.txt", tmp_path)
    assert isinstance(truth, Listing)

    told = command("import", path, "--json")

    assert told.status == 0
    assert (told.data["kind"], told.data["rows"], told.data["used"]) == ("prices", truth.rows, 0)
    assert {name: Decimal(value) for name, value in told.data["sums"].items()} == truth.sums
    assert "no history of sales" in told.data["problems"][0]
    assert "International price tape 118/318" in command("import", path).out


def test_a_price_tape_is_no_sales_to_keep_or_to_replay(
    command: Run, ladder: Path, tmp_path: Path
) -> None:
    path, _ = written("tape318.txt", tmp_path)

    for ran in (
        command("import", path, "--out", tmp_path / "sales.parquet"),
        command("replay", ladder, "--sales", path),
    ):
        assert is_refusal(ran)
        assert "no history of sales" in ran.err
    assert not (tmp_path / "sales.parquet").exists()


@pytest.mark.parametrize("layout", ASK, ids=[layout.name for layout in ASK])
def test_what_nobody_could_guess_is_asked_in_one_sentence(
    command: Run, layout: Layout, tmp_path: Path
) -> None:
    path, mapping = tmp_path / layout.name, tmp_path / "map.toml"
    truth = layout.write(path)
    mapping.write_text(layout.choice)
    assert isinstance(truth, History)

    asked = command("import", path)
    told = command("import", path, "--map", mapping, "--json")

    assert is_refusal(asked)
    assert "import --map" in asked.err
    assert (told.status, told.data["used"]) == (0, truth.used[0])


def test_several_files_make_one_history(command: Run, tmp_path: Path) -> None:
    header = "RO,Line,Part,Cost,Qty,Sold\n"
    (tmp_path / "jan.csv").write_text(header + "1,1,A,1.00,1,2.00\n2,1,B,1.00,1,2.00\n")
    (tmp_path / "feb.csv").write_text(header + "2,1,B,1.00,1,2.00\n3,1,C,1.00,1,2.00\n")
    out = tmp_path / "both.parquet"

    told = command("import", tmp_path / "jan.csv", tmp_path / "feb.csv", "--out", out, "--json")

    assert told.status == 0
    assert (told.data["rows"], told.data["used"]) == (4, 3)
    assert told.data["set_aside"]["duplicate"]["lines"] == 1
    assert any("stand in jan.csv as well" in problem for problem in told.data["problems"])
    assert command("import", out, "--json").data["used"] == 3


def test_a_file_that_is_missing_among_several_is_named(command: Run, tmp_path: Path) -> None:
    (tmp_path / "jan.csv").write_text("Part,Cost,Qty,Sold\nA,1,1,2\n")

    ran = command("import", tmp_path / "jan.csv", tmp_path / "feb.csv")

    assert is_refusal(ran)
    assert "feb.csv" in ran.err


def test_a_ranking_without_prices_is_replayed_with_sold_unknown(
    command: Run, ladder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "ranking.csv"
    path.write_text("Part,Cost,List,Qty\nA,10.00,18.00,4\nB,20.00,,1\n")

    told = command("replay", ladder, "--sales", path, "--json")

    assert told.status == 0
    assert told.data["sold"] is None
    assert told.data["compared_with"] is None
    assert told.data["must_be_true"] is None
    assert told.data["replayed"]["sales"] == "116.00"
    assert {row["sold"] for row in told.data["tiers"]} == {None}
    assert "As sold" not in command("replay", ladder, "--sales", path).out


@pytest.mark.parametrize(
    ("text", "asked", "said", "used"),
    [
        (
            "Part,Qty,DR/CR,Cost,Price\nA,1,DR,1.00,2.00\nB,2,DR,1.00,2.00\nC,1,CR,1.00,2.00\n",
            "“DR/CR” has CR on 1 of 3 lines",
            'returns = {column = "DR/CR", marked = ["CR"]}',
            2,
        ),
        (
            (
                "Source,Qty,Cost,Sales\n10,3,3.00,6.00\n20,1,1.00,2.00\n\n"
                "Part,Qty,Cost,Price\nA,1,1.00,2.00\nB,2,1.00,2.00\nC,1,1.00,2.00\n"
            ),
            "it has 2 tables whose columns differ",
            "header = 5",
            3,
        ),
        (
            "Part,Qty,List,Net\nA,1,3.00,2.00\nB,2,3.50,2.20\n",
            "“Net” may be the cost, or what was charged",
            'cost = "Net"',
            2,
        ),
    ],
)
def test_what_would_be_read_wrongly_is_asked(
    command: Run, tmp_path: Path, text: str, asked: str, said: str, used: int
) -> None:
    path, mapping = tmp_path / "sales.csv", tmp_path / "map.toml"
    path.write_text(text)
    mapping.write_text(f"{said}\n")

    ran = command("import", path)

    assert is_refusal(ran)
    assert asked in ran.err
    assert said in ran.err
    assert "import --map" in ran.err
    assert command("import", path, "--map", mapping, "--json").data["used"] == used
