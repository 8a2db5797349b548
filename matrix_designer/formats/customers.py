"""A customer in the lines of a history: kept as a salted hash, never by name.

The salt is made once for this user and stays on this machine, so that the same customer is the
same in every history imported here, and nobody else can try names against a design.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from matrix_designer.core.errors import MatrixDesignerError
from matrix_designer.formats.database import quoted
from matrix_designer.formats.locks import state_folder

_FILE = "customer.salt"
_BYTES = 32
_DIGITS = 16


def customer_salt(folder: Path | None = None) -> str:
    """Return this user's salt, made at the first use.

    Raises MatrixDesignerError where it can be neither read nor kept.
    """
    place = (folder or state_folder()) / _FILE
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(_BYTES))
        salt = place.read_text(encoding="ascii")
    except (OSError, UnicodeError) as error:
        raise _no_salt(place) from error
    if len(salt) != 2 * _BYTES:
        raise _no_salt(place)
    return salt


def _no_salt(place: Path) -> MatrixDesignerError:
    return MatrixDesignerError(
        "The customers of this file cannot be kept",
        f"The salt for their hashes in {place} cannot be used",
        "Leave the customer out, or remove that file",
    )


def hashed_sql(text: str, salt: str) -> str:
    """Return SQL for the hash of a text, '' where it is blank; case and outer blanks are alike."""
    said = f"lower(trim({text}))"
    return (
        f"CASE WHEN {said} = '' THEN '' ELSE left(sha256({quoted(salt)} || {said}), {_DIGITS}) END"
    )
