"""Every way in which the program can end, seen from outside."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from matrix_designer import catalog
from matrix_designer.cli import price
from matrix_designer.cli.main import run
from matrix_designer.cli.parser import COMMANDS
from matrix_designer.core.errors import MatrixDesignerError
from tests.cli.conftest import Run, is_refusal

PROGRAM = str(Path(sys.executable).with_name("matrix-designer"))
NO_DISPLAY = {
    name: text
    for name, text in os.environ.items()
    if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
}
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="displays and /dev/full are Linux's")


def start(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *words],
        capture_output=True,
        text=True,
        timeout=60,
        env={**NO_DISPLAY, **environment},
        check=False,
    )


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",),
        ("no-such-file.pmatrix",),
        ("Check",),
        ("chek", "x.csv"),
        ("--nonsense",),
        ("-x",),
        ("--", "no-such-file"),
        ("",),
        (" ",),
        ("a\0b",),
        ("\udcff",),
        ("/",),
        ("check",),
        ("check", "no-such-file.csv"),
        ("check", "--json"),
        ("check", ""),
        ("check", "x" * 5000),
        ("check", "a\0b"),
        ("replay", "no-such-file.csv"),
        ("import", "no-such-file.csv"),
        ("export", "x.csv"),
        ("export", "x.csv", "--profile", "none", "--out", "y.csv"),
        ("read", "no-such-file.csv", "--out", "x.pmatrix"),
        ("new", "--template", "none", "--out", "x.pmatrix"),
        ("new",),
        ("profiles", "extra"),
        ("templates", "--force"),
        ("screenshot", "no-such-file", "--out", "x.png"),
        ("demo", "a", "b"),
        ("--sample", "more"),
        ("--version", "more"),
        ("--help", "--nonsense", "\0"),
    ],
)
def test_what_cannot_be_used_is_one_sentence(
    command: Run,
    words: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = command(*words)
    assert is_refusal(ran) or words[0] == "--help"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("word", ["", *COMMANDS])
def test_help_is_there_for_every_command(command: Run, word: str) -> None:
    ran = command(*([word] if word else []), "--help")
    assert ran.status == 0
    assert "usage: matrix-designer" in ran.out
    assert not ran.err


@on_linux
def test_no_display_is_a_sentence_and_loads_no_qt(ladder: Path) -> None:
    for words in ((), (str(ladder),), ("--sample",), ("--", str(ladder))):
        code = (
            "import sys; from matrix_designer.cli.main import run;"
            f"status = run({list(words)!r});"
            "print(status, any('PySide6' in name for name in sys.modules))"
        )
        ran = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            env=NO_DISPLAY,
            check=False,
        )
        assert ran.stdout.split() == ["2", "False"]
        assert len(ran.stderr.splitlines()) == 1
        assert "display" in ran.stderr


@on_linux
def test_an_unknown_word_is_told_before_the_display() -> None:
    ran = start("nonsense")
    assert ran.returncode == 2
    assert "nonsense" in ran.stderr
    assert "display" not in ran.stderr


ANSWERS = (
    ("--help",),
    ("--version",),
    *((word, "--help") for word in COMMANDS),
    ("profiles",),
    ("templates", "--json"),
    ("price", "TABLE", "--cost", "5", "--json"),
    ("check", "TABLE"),
    ("import", "SALES"),
    ("replay", "TABLE", "--sales", "SALES"),
    ("export", "TABLE", "--profile", "table", "--out", "NEW"),
    ("read", "TABLE", "--out", "DESIGN"),
    ("new", "--template", "empty", "--out", "DESIGN"),
    ("screenshot", "TABLE", "--out", "PICTURE"),
    ("demo", "FOLDER"),
)

ENDINGS = (*((words, "") for words in ANSWERS), *((words, "1") for words in ANSWERS[:4]))
"""With what is printed at the end, and with what is printed at once."""


def placed(words: tuple[str, ...], ladder: Path) -> list[str]:
    """Return the words with files in the place of their names."""
    sales = ladder.with_name("sales.csv")
    sales.write_text("Part,Cost,List,Qty,Sold Price\nP1,10.00,16.00,1,15.00\n")
    new = {"NEW": "new.out", "DESIGN": "new.pmatrix", "FOLDER": "folder", "PICTURE": "new.png"}
    places = {name: str(ladder.with_name(file)) for name, file in new.items()}
    places |= {"TABLE": str(ladder), "SALES": str(sales)}
    return [PROGRAM, *(places.get(word, word) for word in words)]


@pytest.mark.parametrize(("words", "unbuffered"), ENDINGS)
def test_a_reader_who_leaves_early_is_told_nothing_and_not_that_it_is_fine(
    ladder: Path, words: tuple[str, ...], unbuffered: str
) -> None:
    program = subprocess.Popen(
        placed(words, ladder),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=NO_DISPLAY | {"PYTHONUNBUFFERED": unbuffered},
    )
    assert program.stdout is not None
    program.stdout.close()
    assert program.stderr is not None
    assert program.stderr.read() == b""
    program.stderr.close()
    assert program.wait(timeout=60) == 141


@on_linux
@pytest.mark.parametrize(("words", "unbuffered"), ENDINGS)
def test_a_full_disk_under_the_output_is_told(
    ladder: Path, words: tuple[str, ...], unbuffered: str
) -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            placed(words, ladder),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=NO_DISPLAY | {"PYTHONUNBUFFERED": unbuffered},
        )
    assert ran.returncode == 2
    assert "could not be written" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_a_poor_terminal_gets_question_marks_not_a_failure(ladder: Path) -> None:
    ran = start("price", str(ladder), "--cost", "5", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert ran.returncode == 0
    assert "?2.00" in ran.stdout


def test_json_is_plain_ascii(command: Run, ladder: Path) -> None:
    assert command("price", ladder, "--cost", "5", "--json").out.isascii()
    assert command("templates", "--json").out.isascii()


def test_a_fault_of_the_program_says_so(
    command: Run, ladder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(price, "price_part", lambda *_: 1 // 0)
    ran = command("price", ladder, "--cost", "5")
    assert ran.status == 2
    assert not ran.out
    assert len(ran.err.splitlines()) == 1
    assert "fault of the program" in ran.err
    assert "Traceback" not in ran.err
    monkeypatch.setenv("MATRIX_DESIGNER_TRACEBACK", "1")
    assert "Traceback" in command("price", ladder, "--cost", "5").err


def test_errors_of_the_system_are_put_into_words(
    command: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO), "disk.toml")

    monkeypatch.setattr(catalog, "build", fail)
    ran = command("profiles")
    assert is_refusal(ran)
    assert "disk.toml" in ran.err


def test_ctrl_c_ends_without_a_traceback(command: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(catalog, "build", stop)
    ran = command("profiles")
    assert ran.status == 130
    assert len(ran.err.splitlines()) == 1


def test_a_sentence_of_several_lines_is_printed_on_one(
    command: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise MatrixDesignerError("First\nline", "second\r\nline", "third")

    monkeypatch.setattr(catalog, "build", fail)
    assert command("profiles").err == "matrix-designer profiles: First line. second line. third.\n"


def test_closed_streams_are_survived(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert run(["templates"]) == 2
    assert run(["--help"]) == 2
    assert run(["nonsense"]) == 2


@on_linux
@pytest.mark.parametrize("words", [("import", "SALES"), ("replay", "TABLE", "--sales", "SALES")])
def test_the_working_files_of_a_killed_program_go_with_the_next_command(
    ladder: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    home = tmp_path / "tmp"
    home.mkdir()
    make = "from matrix_designer.formats.scratch import ScratchFolder; import os, signal;"
    killed = f"{make} ScratchFolder(); os.kill(os.getpid(), signal.SIGKILL)"
    place = {**NO_DISPLAY, "TMPDIR": str(home)}
    assert subprocess.run([sys.executable, "-c", killed], env=place, check=False).returncode == -9
    assert len(list(home.iterdir())) == 1
    subprocess.run(placed(words, ladder), env=place, check=True, capture_output=True)
    assert list(home.iterdir()) == []


@on_linux
def test_a_closed_output_is_told(ladder: Path) -> None:
    words = f"'{PROGRAM}' price '{ladder}' --cost 5 >&-"
    ran = subprocess.run(["sh", "-c", words], capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert ran.stderr == (
        "matrix-designer price: The output could not be written. It is closed. "
        "Make room, or send it elsewhere.\n"
    )


def test_the_version(command: Run) -> None:
    assert command("--version").out.startswith("matrix-designer 0.")


def test_an_empty_word_is_named_in_a_whole_sentence(command: Run) -> None:
    assert command("").err.startswith("matrix-designer: An empty word is no file")


@on_linux
@pytest.mark.parametrize(
    "words",
    [
        ("check", "PIPE"),
        ("price", "PIPE", "--cost", "5"),
        ("replay", "TABLE", "--sales", "PIPE"),
        ("replay", "TABLE", "--against", "/dev/zero"),
        ("import", "/dev/zero"),
        ("import", "TABLE", "--map", "PIPE"),
        ("read", "TABLE", "--in-force", "PIPE", "--out", "new.pmatrix"),
        ("new", "--template", "empty", "--out", "PIPE", "--force"),
        ("export", "TABLE", "--profile", "table", "--out", "PIPE", "--force"),
        ("import", "TABLE", "--out", "PIPE", "--force"),
    ],
)
def test_pipes_and_devices_are_neither_read_nor_replaced(
    command: Run, ladder: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    places = {"PIPE": pipe, "TABLE": ladder}
    ran = command(*(places.get(word, word) for word in words))
    assert is_refusal(ran)
    assert "not a file" in ran.err
    assert pipe.is_fifo()


def test_a_word_that_nobody_reads_to_its_end_is_shortened(command: Run, ladder: Path) -> None:
    for words in (("check", "x/" * 3000), ("price", ladder, "--cost", "5", "--matrix", "m" * 9000)):
        ran = command(*words)
        assert is_refusal(ran)
        assert len(ran.err) < 700
        assert "…" in ran.err
