"""Sets up a checkout and runs its commands; needs nothing but Python's standard library.

It makes `.venv` in the checkout's root, installs the hash-locked dependencies and, on Debian or
Ubuntu as root, the system libraries that are missing; elsewhere it prints the line to run.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "packaging" / "requirements.lock"
STAMP = VENV / "lock.sha256"
CLUSTER_VENV = ROOT / ".venv-cluster"
CLUSTER_LOCK = ROOT / "packaging" / "cluster.lock"
SUPPORTED = ((3, 11), (3, 12), (3, 13))
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")

WINDOW_LIBRARIES = (
    *("libgl1", "libegl1", "libxkbcommon0", "libglib2.0-0", "libfreetype6", "libfontconfig1"),
    *("libdbus-1-3", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0"),
    *("libxcb-xkb1", "libxkbcommon-x11-0"),
)
LONG_BENCHMARKS = ("filter_change", "import_gap", "load_hundred_million", "year_band")
"""Those that run only where they are named: each takes minutes, and the third 6 GB of disk."""
DRIVE_TOOLS = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "xclip": "xclip",
    "import": "imagemagick",
    "strace": "strace",
}


class SetupError(Exception):
    """Something that the person at the keyboard has to do first."""


def main() -> int:
    """Run one command; returns its exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = {
        "run": (run_program, "open the window on the sample dealership, or write the demo"),
        "test": (run_tests, "run the tests (further words go to pytest)"),
        "lint": (run_lint, "formatting, lint, types and layers"),
        "bench": (run_benchmarks, "the benchmark table (further words name benchmarks, or all)"),
        "campaign": (run_campaigns, "the long campaigns (further words name them)"),
        "cluster": (run_cluster, "sums on a local Spark against our own (installs Spark first)"),
        "screenshots": (run_screenshots, "draw the pictures of the README and the pages"),
        "setup": (lambda _words: 0, "only set up"),
    }
    parser.add_argument("command", choices=commands, help="what to do")
    parser.add_argument("words", nargs=argparse.REMAINDER, help="passed on")
    for name, (_, text) in commands.items():
        parser.epilog = f"{parser.epilog or ''}{name}: {text}. "
    arguments = parser.parse_args()
    try:
        set_up()
        return commands[arguments.command][0](arguments.words)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def set_up() -> None:
    """Make the environment and bring it to the state of the lock file."""
    wanted = hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if not (STAMP.is_file() and STAMP.read_text() == wanted and python().is_file()):
        if not python().is_file():
            make_environment()
        print("Installing the locked dependencies into .venv …", flush=True)
        pip = [str(python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        call([*pip, "--require-hashes", "-r", str(LOCK)])
        call([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
        STAMP.write_text(wanted)
    ensure_window_libraries()


def make_environment() -> None:
    """Create `.venv` with a supported Python."""
    interpreter = find_interpreter()
    print("Making .venv …", flush=True)
    if VENV.exists():
        shutil.rmtree(VENV)
    made = subprocess.run([interpreter, "-m", "venv", str(VENV)], check=False)
    if made.returncode != 0 and may_install():
        install_packages(["python3-venv"])
        made = subprocess.run([interpreter, "-m", "venv", str(VENV)], check=False)
    if made.returncode != 0:
        raise SetupError(
            "Python cannot make a virtual environment here. On Debian or Ubuntu run:\n"
            "  sudo apt-get install -y python3-venv"
        )


def find_interpreter() -> str:
    """Return a Python of a supported version: this one, or one on the path."""
    if sys.version_info[:2] in SUPPORTED:
        return sys.executable
    for major, minor in reversed(SUPPORTED):
        found = shutil.which(f"python{major}.{minor}")
        if found and subprocess.run([found, "-c", ""], check=False).returncode == 0:
            return found
    raise SetupError(
        f"Python {sys.version_info[0]}.{sys.version_info[1]} is not supported. "
        "Install Python 3.11, 3.12 or 3.13 and run this again with it."
    )


def python() -> Path:
    """Return the environment's interpreter."""
    return BIN / ("python.exe" if os.name == "nt" else "python")


def call(words: list[str], **environment: str) -> None:
    """Run a set-up step; raises SetupError when it fails."""
    status = start(words, **environment)
    if status != 0:
        raise SetupError(f"This step failed with exit status {status}: {' '.join(words[:6])} …")


def start(words: list[str], **environment: str) -> int:
    """Run a program in the checkout's root and return its exit status."""
    merged = {**os.environ, **environment}
    return subprocess.run(words, cwd=ROOT, env=merged, check=False).returncode


def ensure_window_libraries() -> None:
    """Install what Qt needs from the system, or say which line does."""
    if can_load_qt() and has_fonts() and not is_x_library_missing():
        return
    packages = [*WINDOW_LIBRARIES, "fonts-dejavu-core"]
    if may_install():
        install_packages(packages)
    line = f"sudo apt-get install -y {' '.join(packages)}"
    if not can_load_qt() or (has_display() and is_x_library_missing()):
        raise SetupError(f"Qt lacks system libraries. On Debian or Ubuntu run:\n  {line}")


def can_load_qt() -> bool:
    """Say whether Qt finds every system library that it needs."""
    words = [str(python()), "-c", "from PySide6 import QtSvg, QtWidgets"]
    return subprocess.run(words, check=False, capture_output=True).returncode == 0


def is_x_library_missing() -> bool:
    """Say whether Qt's part for X displays lacks a system library; False where nobody can tell."""
    linker = shutil.which("ldd")
    plugins = sorted(VENV.glob("lib/python*/site-packages/PySide6/Qt/plugins/platforms/libqxcb.so"))
    if linker is None or not plugins:
        return False
    words = [linker, str(plugins[0])]
    listed = subprocess.run(words, check=False, capture_output=True, text=True).stdout
    return "not found" in listed


def has_fonts() -> bool:
    """Say whether fonts are no concern: always, but on Linux without fontconfig's list."""
    if not sys.platform.startswith("linux"):
        return True
    return any(Path(folder).is_dir() for folder in ("/usr/share/fonts", "/usr/local/share/fonts"))


def may_install() -> bool:
    """Say whether system packages can be installed here: Debian's tools, as root."""
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def install_packages(packages: list[str]) -> None:
    """Install Debian packages; a failure is left for the caller to notice."""
    print(f"Installing system packages: {' '.join(packages)} …", flush=True)
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    start(["apt-get", "update", "-qq"], **quiet)
    start(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], **quiet)


def has_display() -> bool:
    """Say whether a window can open."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def run_program(words: list[str]) -> int:
    """Open the window on the sample dealership; without a display write the demo."""
    program = [str(python()), "-m", "matrix_designer"]
    if words:
        return start([*program, *words])
    if has_display():
        return start([*program, "--sample"])
    print("There is no display, so the demo runs instead:", flush=True)
    return start([*program, "demo"])


def run_tests(words: list[str]) -> int:
    """Run the tests; where the tools can be installed, the drive from outside too."""
    missing = [package for tool, package in DRIVE_TOOLS.items() if shutil.which(tool) is None]
    if missing and may_install():
        install_packages(missing)
    spread = [] if words else ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]
    return start(
        [str(python()), "-m", "pytest", *spread, *words],
        QT_QPA_PLATFORM="offscreen",
        PYTHONHASHSEED="0",
    )


def run_lint(_words: list[str]) -> int:
    """Run every check of the source; returns 1 when one of them fails."""
    steps = (
        [str(BIN / "ruff"), "format", "--check", "."],
        [str(BIN / "ruff"), "check", "."],
        [str(BIN / "mypy")],
        [str(BIN / "lint-imports")],
    )
    return max(int(start(list(step)) != 0) for step in steps)


def scripts_of(*folders: str) -> dict[str, Path]:
    """Return the programs of some folders of tests, by name."""
    found = [path for folder in folders for path in sorted((ROOT / "tests" / folder).glob("*.py"))]
    found = [path for path in found if "__main__" in path.read_text(encoding="utf-8")]
    return {path.stem: path for path in found if not path.stem.startswith("_")}


def run_scripts(scripts: dict[str, Path], words: list[str], **environment: str) -> int:
    """Run some programs, all or those named."""
    unknown = [word for word in words if word not in scripts]
    if unknown:
        raise SetupError(f"There is no {unknown[0]}; there are: {', '.join(scripts)}")
    failed = 0
    for name in words or scripts:
        print(f"== {name}", flush=True)
        failed += (
            start(
                [str(python()), str(scripts[name])],
                PYTHONPATH=str(ROOT),
                QT_QPA_PLATFORM="offscreen",
                **environment,
            )
            != 0
        )
    return 1 if failed else 0


def run_benchmarks(words: list[str]) -> int:
    """Run the benchmarks over one history that is made once, and print the table of all."""
    scripts = scripts_of("benchmarks")
    usual = [name for name in scripts if name not in LONG_BENCHMARKS]
    names = list(scripts) if words == ["all"] else words or usual
    with tempfile.TemporaryDirectory(prefix="matrix-designer-bench-") as folder:
        rows = Path(folder) / "rows"
        shared = {"BENCHMARK_FOLDER": folder, "BENCHMARK_ROWS": str(rows)}
        status = run_scripts(scripts, names, **shared)
        print("== table", flush=True)
        start([str(python()), str(ROOT / "tests" / "benchmarks" / "_rows.py"), str(rows)])
    left = [name for name in LONG_BENCHMARKS if name not in names]
    if left:
        print(f"left out, as they run only where named: {', '.join(left)}")
    return status


def run_campaigns(words: list[str]) -> int:
    """Run the long campaigns: oracles, kill tests, corruption."""
    return run_scripts(scripts_of("campaigns", "faults"), words)


def run_cluster(words: list[str]) -> int:
    """Compare the sums of a local Spark with our own; it lives in an environment of its own."""
    inside = CLUSTER_VENV / BIN.name / python().name
    stamp = CLUSTER_VENV / STAMP.name
    wanted = hashlib.sha256(CLUSTER_LOCK.read_bytes()).hexdigest()
    if not (stamp.is_file() and stamp.read_text() == wanted):
        print("Installing Spark into .venv-cluster …", flush=True)
        call([str(python()), "-m", "venv", "--clear", str(CLUSTER_VENV)])
        pip = [str(inside), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        call([*pip, "--require-hashes", "-r", str(CLUSTER_LOCK)])
        stamp.write_text(wanted)
    if shutil.which("java") is None and may_install():
        install_packages(["openjdk-17-jre-headless"])
    if shutil.which("java") is None:
        raise SetupError(
            "Spark needs Java. On Debian or Ubuntu run:\n"
            "  sudo apt-get install -y openjdk-17-jre-headless"
        )
    folder = str(ROOT / "tests" / "cluster")
    plain = ["-c", os.devnull, "--rootdir", folder, "--confcutdir", folder]
    return start(
        [str(inside), "-m", "pytest", *plain, "-p", "no:cacheprovider", *words, folder],
        PYTHONPATH=str(ROOT),
    )


def run_screenshots(words: list[str]) -> int:
    """Draw the README's picture anew, and every state into a folder that is named."""
    return start([str(python()), str(ROOT / "packaging" / "screenshots.py"), *words])


if __name__ == "__main__":
    sys.exit(main())
