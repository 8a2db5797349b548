"""The command line: which word runs what, and how every ending looks from outside.

Exit status 0 fine, 1 done and something is wrong, 2 could not be used: then one sentence on
standard error and never a traceback. Knows the commands by name and imports only the one asked.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import sys
import traceback
from pathlib import Path
from typing import TextIO

from matrix_designer.cli.answer import FINE, UNUSABLE, Answer, RefusedArgumentError
from matrix_designer.cli.display import load_application, require_display
from matrix_designer.cli.parser import (
    COMMANDS,
    PROGRAM,
    AskedForHelp,
    build_parser,
    with_negative_values,
)
from matrix_designer.core.errors import MatrixDesignerError

STOPPED = 130
"""What shells expect after Ctrl+C."""
UNREAD = 141
"""What shells expect where the reader of the output left before its end."""
_CONTROLS = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160)), "?")
"""What a name in a foreign file may hold to steer the terminal that shows it; no tab, no line."""
_LONGEST_WORD = 240
"""A word of a sentence, such as a path, is told up to this length."""
_MODULES = {"import": "imports", "profiles": "lists", "templates": "lists", "new": "lists"}
_MODULES |= {"screenshot": "pictures"}
_WITH_WORKING_FILES = frozenset({"import", "replay", "export", "demo"})
"""Before these work, what killed programs left of their working files is taken away."""


class _ReaderLeft(Exception):  # noqa: N818 - nothing went wrong here
    """Whoever reads the output has left (`| head`), which needs no words."""


def run(argv: list[str]) -> int:
    """Run the program with these arguments; returns the exit status."""
    _forgive_characters()
    word = next((argument for argument in argv if argument in COMMANDS), "")
    try:
        status = _start(argv)
    except MatrixDesignerError as error:
        status = _refuse(argv, error)
    except _ReaderLeft:
        status = UNREAD
    except KeyboardInterrupt:
        _say(f"{PROGRAM}: stopped before it was done.")
        status = STOPPED
    except OSError as error:
        status = _refuse(argv, _of_the_system(error))
    except Exception as error:  # noqa: BLE001 - the last border: no traceback reaches a user
        status = _blame_the_program(word, error)
    return status


def _start(argv: list[str]) -> int:
    """Find out what the first word asks for, and run it."""
    if argv == ["--version"]:
        from importlib.metadata import version

        _write(f"{PROGRAM} {version(PROGRAM)}")
        return FINE
    if not argv or argv[0] not in (*COMMANDS, "-h", "--help"):
        return _open_window(argv)
    try:
        arguments = build_parser().parse_args(with_negative_values(argv))
    except AskedForHelp as page:
        _write(str(page).rstrip())
        return FINE
    if arguments.command in _WITH_WORKING_FILES:
        from matrix_designer.formats.scratch import forget_scratch

        forget_scratch()
    module = importlib.import_module(
        f"matrix_designer.cli.{_MODULES.get(arguments.command, arguments.command)}"
    )
    answer: Answer = getattr(module, f"run_{arguments.command}")(arguments)
    _print(arguments, answer)
    return answer.status


def _open_window(argv: list[str]) -> int:
    """Open the window, empty, on a file or on the sample dealership."""
    is_sample = argv == ["--sample"]
    words = argv[1:] if argv[:1] == ["--"] else argv
    if words and not is_sample:
        _require_file(words[0])
    if len(words) > 1:
        raise RefusedArgumentError(
            f"“{words[1]}” is one word too many",
            f"The window opens one file, here {words[0]}",
            f"See {PROGRAM} --help",
        )
    require_display()
    status: int = load_application().open_window(words)
    return status


def _require_file(word: str) -> None:
    """Refuse a first word that is neither a command nor an existing file."""
    if not word:
        raise RefusedArgumentError("An empty word is no file", "", "Name a design file")
    path = Path(word)
    if path.is_dir():
        raise RefusedArgumentError(f"{word} is a folder", "", "Name a design file in it")
    if not path.is_file():
        raise RefusedArgumentError(
            f"“{word}” is neither a command nor an option nor an existing file"
            if word.startswith("-")
            else f"“{word}” is neither a command nor an existing file",
            "",
            f"The commands are {', '.join(COMMANDS)}; see {PROGRAM} --help",
        )


def _print(arguments: argparse.Namespace, answer: Answer) -> None:
    """Print an answer in the form that was asked for."""
    _write(answer.as_json() if arguments.json else answer.as_text())
    for note in answer.notes:
        _say(f"{PROGRAM} {arguments.command}: note: {note}")


def _write(text: str) -> None:
    """Write a text to standard output, to the last letter.

    Raises _ReaderLeft where nobody reads it, MatrixDesignerError where it cannot be written.
    """
    if not text:
        return
    output: TextIO | None = sys.stdout
    if output is None:
        raise _of_the_output("It is closed")
    try:
        output.write(text.translate(_CONTROLS) + "\n")
        output.flush()
    except BrokenPipeError as error:
        _detach_output()
        raise _ReaderLeft from error
    except OSError as error:
        _detach_output()
        raise _of_the_output(error.strerror or type(error).__name__) from error


def _of_the_output(reason: str) -> MatrixDesignerError:
    return MatrixDesignerError(
        "The output could not be written", reason, "Make room, or send it elsewhere"
    )


def _refuse(argv: list[str], error: MatrixDesignerError) -> int:
    """Say in one line what could not be used."""
    command = f" {argv[0]}" if argv and argv[0] in COMMANDS else ""
    _say(f"{PROGRAM}{command}: {error.sentence}")
    return UNUSABLE


def _of_the_system(error: OSError) -> MatrixDesignerError:
    """Put an error of the system into words."""
    place = error.filename if isinstance(error.filename, str) else "A file"
    reason = error.strerror or type(error).__name__
    return MatrixDesignerError(
        f"{place} could not be used", reason, "Check the path, the rights and the free space"
    )


def _blame_the_program(word: str, error: Exception) -> int:
    """Own up to a fault of the program; MATRIX_DESIGNER_TRACEBACK=1 shows where."""
    if os.environ.get("MATRIX_DESIGNER_TRACEBACK"):
        traceback.print_exception(error)
    reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    _say(
        f"{PROGRAM} {word}".rstrip() + f": this is a fault of the program, not of your files "
        f"({reason[:200]}); please report it with the command that you typed."
    )
    return UNUSABLE


def _say(sentence: str) -> None:
    """Write one line to standard error; a closed one is nobody's fault."""
    errors: TextIO | None = sys.stderr
    if errors is None:
        return
    with contextlib.suppress(OSError, ValueError):
        words = (_shortened(word) for word in sentence.split())
        errors.write(" ".join(words).translate(_CONTROLS) + "\n")
        errors.flush()


def _shortened(word: str) -> str:
    """Leave out the middle of a word that nobody would read to its end."""
    return word if len(word) <= _LONGEST_WORD else f"{word[:80]}…{word[-80:]}"


def _forgive_characters() -> None:
    """Let a terminal that lacks a character show a question mark instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _detach_output() -> None:
    """Point standard output at nothing, so that the end of the program does not fail on it."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)
