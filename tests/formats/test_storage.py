"""The save protocol on ordinary trouble: full, read-only, gone, changed, held by another."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats import storage
from matrix_designer.formats.locks import lock_document, lock_path
from matrix_designer.formats.storage import (
    CheckedWriter,
    Fill,
    has_changed,
    previous_version,
    refuse_existing,
    replace_file,
    take_fingerprint,
    write_file,
)


def filling(data: bytes) -> Fill:
    def fill(writer: CheckedWriter) -> None:
        writer.write(data)

    return fill


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_new_file_is_written_whole_and_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.pmatrix"
    data = bytes(range(256)) * 20_000
    made = replace_file(path, filling(data))
    assert path.read_bytes() == data
    assert made == take_fingerprint(path)
    assert names_in(tmp_path) == {"a.pmatrix"}


def test_the_version_before_is_kept_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.pmatrix"
    for data in (b"one", b"two", b"three"):
        replace_file(path, filling(data))
    assert path.read_bytes() == b"three"
    assert previous_version(path) == tmp_path / "a.pmatrix.bak"
    assert previous_version(path).read_bytes() == b"two"
    assert names_in(tmp_path) == {"a.pmatrix", "a.pmatrix.bak"}


def test_an_export_keeps_no_version_before(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    write_file(path, b"one")
    write_file(path, b"two")
    assert names_in(tmp_path) == {"a.csv"}


def test_without_hard_links_the_version_before_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_words: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "a.pmatrix"
    replace_file(path, filling(b"one"))
    replace_file(path, filling(b"two"))
    assert previous_version(path).read_bytes() == b"one"


def test_a_link_is_saved_through_and_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "real.pmatrix"
    real.write_bytes(b"one")
    link = tmp_path / "link.pmatrix"
    link.symlink_to(real)
    replace_file(link, filling(b"two"))
    assert link.is_symlink()
    assert real.read_bytes() == b"two"


def test_a_short_write_cancels_the_save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pmatrix"
    path.write_bytes(b"old")
    true_write = os.write

    def cut(descriptor: int, data: memoryview) -> int:
        return true_write(descriptor, data[: len(data) // 2])

    monkeypatch.setattr(os, "write", cut)
    with pytest.raises(MatrixDesignerError, match="the disk is full"):
        replace_file(path, filling(b"new and long"))
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == {"a.pmatrix"}


def test_a_file_that_reads_back_differently_is_not_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.pmatrix"
    path.write_bytes(b"old")
    monkeypatch.setattr(storage, "digest_of", lambda _path: "another")
    with pytest.raises(MatrixDesignerError, match="the disk reports an error"):
        replace_file(path, filling(b"new"))
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT])
def test_trouble_while_writing_is_one_sentence_and_leaves_the_old_file(
    tmp_path: Path, number: int
) -> None:
    path = tmp_path / "a.pmatrix"
    path.write_bytes(b"old")

    def fail(writer: CheckedWriter) -> None:
        writer.write(b"half")
        raise OSError(number, os.strerror(number))

    with pytest.raises(MatrixDesignerError) as caught:
        replace_file(path, fail)
    assert "could not be written" in caught.value.sentence
    assert caught.value.hint
    assert path.read_bytes() == b"old"
    assert names_in(tmp_path) == {"a.pmatrix"}


def test_a_read_only_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pmatrix"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(MatrixDesignerError, match="it is read-only"):
        replace_file(path, filling(b"new"))
    assert path.read_bytes() == b"old"


def test_a_read_only_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "shut"
    folder.mkdir()
    folder.chmod(0o555)
    with pytest.raises(MatrixDesignerError, match="is read-only"):
        replace_file(folder / "a.pmatrix", filling(b"new"))
    folder.chmod(0o755)
    assert not names_in(folder)


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gone" / "a.pmatrix"
    with pytest.raises(MatrixDesignerError, match=r"the folder “.*gone” is gone"):
        replace_file(path, filling(b"new"))


def test_a_folder_of_that_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pmatrix").mkdir()
    with pytest.raises(MatrixDesignerError, match="not a plain file"):
        replace_file(tmp_path / "a.pmatrix", filling(b"new"))


def test_a_file_changed_by_someone_else_is_not_saved_over(tmp_path: Path) -> None:
    path = tmp_path / "a.pmatrix"
    opened = replace_file(path, filling(b"mine"))
    path.write_bytes(b"theirs")
    assert has_changed(path, opened)
    with pytest.raises(MatrixDesignerError, match="changed by someone else"):
        replace_file(path, filling(b"mine again"), opened=opened)
    assert path.read_bytes() == b"theirs"


def test_a_touched_file_and_a_missing_one_are_saved(tmp_path: Path) -> None:
    path = tmp_path / "a.pmatrix"
    opened = replace_file(path, filling(b"one"))
    os.utime(path, ns=(1, 1))
    opened = replace_file(path, filling(b"two"), opened=opened)
    path.unlink()
    replace_file(path, filling(b"three"), opened=opened)
    assert path.read_bytes() == b"three"


def test_an_existing_output_needs_force(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    refuse_existing(path, force=False)
    path.touch()
    refuse_existing(path, force=True)
    with pytest.raises(MatrixDesignerError, match="exists already"):
        refuse_existing(path, force=False)


def test_a_lock_names_its_holder_and_is_freed(tmp_path: Path) -> None:
    path = tmp_path / "a.pmatrix"
    with lock_document(path) as lock:
        assert lock.is_held
        with pytest.raises(MatrixDesignerError, match=f"process {os.getpid()}"):
            lock_document(path)
    assert not lock_path(path).exists()
    lock_document(path).release()


def test_a_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    path = tmp_path / "a.pmatrix"
    code = (
        "import sys, time; from pathlib import Path;"
        "from matrix_designer.formats.locks import lock_document;"
        "lock = lock_document(Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(MatrixDesignerError, match=f"process {holder.pid}"):
            lock_document(path)
        holder.kill()
        holder.wait()
    with lock_document(path) as lock:
        assert lock.is_held
