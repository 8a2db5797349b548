"""A desk to drive the program from outside: a virtual display, a window manager, keys, pictures.

Knows nothing of the program but how to start it; every look is at pixels, files or exit status.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

TOOLS = ("Xvfb", "openbox", "xdotool", "xclip", "import")
Pixels = NDArray[np.uint8]
_MENU_SECONDS = 0.4
_PATIENCE = 60.0
"""Seconds that the program may take for anything; a shared machine may stand still for many."""


def missing_tools() -> list[str]:
    """Return the tools that this machine lacks."""
    return [tool for tool in TOOLS if shutil.which(tool) is None]


class Desk:
    """One display with a window manager and a home of its own; use as a context."""

    def __init__(
        self, folder: Path, size: str = "1600x1000", *, is_first_run: bool = False
    ) -> None:
        """Remember where this desk's home is; on a first run the tour begins by itself."""
        self._folder = folder
        self._size = size
        self._running: list[subprocess.Popen[bytes]] = []
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("QT_", "WAYLAND", "XDG_", "DISPLAY"))
        }
        self.environment |= {
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_RUNTIME_DIR": str(folder),
            "LC_ALL": "C.UTF-8",
            "PYTHONFAULTHANDLER": "1",
        }
        if not is_first_run:
            settings = folder / "config" / "Matrix Designer" / "settings.ini"
            settings.parent.mkdir(parents=True, exist_ok=True)
            if not settings.exists():
                settings.write_text("[General]\ntour=done\n", encoding="utf-8")

    def __enter__(self) -> Self:
        """Start the display and the window manager."""
        read, write = os.pipe()
        words = ["Xvfb", "-noreset", "-displayfd", str(write), "-screen", "0", f"{self._size}x24"]
        self._running.append(subprocess.Popen(words, pass_fds=(write,), stderr=subprocess.DEVNULL))
        os.close(write)
        with os.fdopen(read) as answer:
            self.environment["DISPLAY"] = f":{answer.readline().strip()}"
        self._running.append(
            subprocess.Popen(["openbox"], env=self.environment, stderr=subprocess.DEVNULL)
        )
        self.wait_for(lambda: self._tool("xdotool", "getactivewindow") is not None, patience=3)
        return self

    def __exit__(self, *_error: object) -> None:
        """End everything that was started, the last first."""
        for process in reversed(self._running):
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def start(self, *words: str, module: str = "matrix_designer") -> subprocess.Popen[bytes]:
        """Start the program, or a module that does, as a process of its own."""
        with (self._folder / "errors.txt").open("ab") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *words],
                env=self.environment,
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )
        self._running.append(process)
        return process

    def errors(self) -> str:
        """Return what the program wrote on standard error so far, a crash with its stack."""
        path = self._folder / "errors.txt"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def _state(self) -> str:
        """Return what is known of the program, for somebody who waited in vain."""
        ends = [process.poll() for process in self._running]
        shown = self._tool("xdotool", "search", "--onlyvisible", "--name", ".*") or ""
        return f"exits {ends}, windows {shown.split()}, errors: {self.errors()}"

    def window(self, title: str) -> str:
        """Wait for a visible window whose title holds a text, bring it up, return its number."""
        found = ""

        def look() -> bool:
            nonlocal found
            found = self._tool("xdotool", "search", "--onlyvisible", "--name", title) or ""
            return bool(found)

        self.wait_for(look, what=f"a window called {title}")
        number = found.rsplit(maxsplit=1)[-1]
        self._tool("xdotool", "windowactivate", "--sync", number)
        return number

    def find(self, title: str) -> str:
        """Return the numbers of the visible windows whose title holds a text, empty for none."""
        return self._tool("xdotool", "search", "--onlyvisible", "--name", title) or ""

    def keys(self, *names: str) -> None:
        """Press keys by name, one after the other; a menu has time to open."""
        if names and names[0].startswith("alt+"):
            self._tool("xdotool", "key", names[0])
            time.sleep(_MENU_SECONDS)
            names = names[1:]
        if names:
            self._tool("xdotool", "key", "--delay", "30", *names)
        time.sleep(0.15)

    def type(self, text: str) -> None:
        """Type a text."""
        self._tool("xdotool", "type", "--delay", "30", text)
        time.sleep(0.15)

    def click_in(self, window: str, x: int, y: int) -> None:
        """Click a place of a window, in its own pixels."""
        self._tool("xdotool", "mousemove", "--window", window, str(x), str(y), "click", "1")
        time.sleep(0.15)

    def drag_in(
        self, window: str, start: tuple[int, int], end: tuple[int, int], key: str = ""
    ) -> None:
        """Drag from one place of a window to another, in steps as a hand does.

        A key is pressed at the end, while the button is still down.
        """
        (x, y), (last_x, last_y) = start, end
        self._tool("xdotool", "mousemove", "--window", window, str(x), str(y), "mousedown", "1")
        for step in range(1, 9):
            place = (x + (last_x - x) * step // 8, y + (last_y - y) * step // 8)
            self._tool("xdotool", "mousemove", "--window", window, *(str(one) for one in place))
            time.sleep(0.03)
        if key:
            self.keys(key)
        self._tool("xdotool", "mouseup", "1")
        time.sleep(0.15)

    def point_in(self, window: str, x: int, y: int) -> None:
        """Move the mouse to a place of a window."""
        self._tool("xdotool", "mousemove", "--window", window, str(x), str(y))

    def resize(self, window: str, width: int, height: int) -> None:
        """Give a window another size."""
        self._tool("xdotool", "windowsize", "--sync", window, str(width), str(height))

    def clipboard(self, target: str = "UTF8_STRING") -> str:
        """Return the clipboard's text, in a form, as another program sees it."""
        words = ("xclip", "-selection", "clipboard", "-out", "-target", target)
        return self._tool(*words) or ""

    def picture(self, window: str, name: str) -> Pixels:
        """Take a picture of a window; rows x columns x red, green, blue."""
        path = self._folder / f"{name}.ppm"
        self._tool("import", "-window", window, "-depth", "8", str(path))
        head, size, depth, raw = path.read_bytes().split(b"\n", 3)
        assert (head, depth) == (b"P6", b"255")
        width, height = (int(part) for part in size.split())
        return np.frombuffer(raw, np.uint8).reshape(height, width, 3)

    def save_picture(self, window: str, path: Path) -> None:
        """Keep a picture of a window for people, in the form that the name ends in."""
        self._tool("import", "-window", window, str(path))

    def settled(self, window: str, name: str) -> Pixels:
        """Take pictures until two in a row are alike, and return the last."""
        before = self.picture(window, name)
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            time.sleep(0.2)
            after = self.picture(window, name)
            if np.array_equal(before, after):
                return after
            before = after
        raise AssertionError("the window does not come to rest")

    def wait_for(
        self, is_so: Callable[[], bool], what: str = "it", patience: float = _PATIENCE
    ) -> None:
        """Wait until something is so; a window manager may be slow, so short waits may pass."""
        end = time.monotonic() + patience
        while not is_so():
            if time.monotonic() > end:
                if patience < _PATIENCE:
                    return
                raise AssertionError(f"waited in vain for {what}; {self._state()}")
            time.sleep(0.05)

    def _tool(self, *words: str) -> str | None:
        """Run a tool on this display; returns what it printed, None when it failed."""
        # a picture of a window in the making may wait for ever; only that may be tried twice
        for patience in (5, 30) if words[0] == "import" else (30,):
            try:
                result = subprocess.run(
                    words,
                    env=self.environment,
                    capture_output=True,
                    text=True,
                    check=False,
                    timeout=patience,
                )
            except subprocess.TimeoutExpired:
                continue
            return result.stdout.strip() if result.returncode == 0 else None
        raise AssertionError(f"{words[0]} does not come to an end")
