"""Settings from environment variables; `NAME_FILE` names a file that holds NAME's value."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off"}


class Misconfigured(SystemExit):
    """A setting is missing or wrong: the process ends with these lines, and without a traceback.

    Whoever loads the settings (manage.py, Celery, a web server's worker) ends alike.
    """


def require(*names: str) -> None:
    """Raise Misconfigured, with a line for each of the names that has no value."""
    missing = [name for name in names if not text(name)]
    if missing:
        lines = (f"{name} is not set: set {name}, or {name}_FILE to a file." for name in missing)
        raise Misconfigured("\n".join(lines))


def text(name: str, default: str = "") -> str:
    """Return NAME, or the content of the file that NAME_FILE names, else the default.

    An empty variable is as good as none.
    """
    if value := os.environ.get(name, "").strip():
        return value
    file = os.environ.get(f"{name}_FILE")
    if not file:
        return default
    try:
        return Path(file).read_text().strip()
    except OSError as error:
        raise Misconfigured(f"{name}_FILE: can't read {file}: {error.strerror}.") from error


def flag(name: str, default: bool = False) -> bool:
    """Return NAME as a boolean: 1/0, true/false, yes/no, on/off."""
    value = text(name, "1" if default else "0").lower()
    if value not in TRUE_WORDS | FALSE_WORDS:
        raise Misconfigured(f"{name}: {value!r} is neither true nor false.")
    return value in TRUE_WORDS


def number(name: str, default: int) -> int:
    """Return NAME as a whole number."""
    value = text(name, str(default))
    if not value.isdecimal():
        raise Misconfigured(f"{name}: {value!r} is not a whole number.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """Return NAME split at commas."""
    return split(text(name, default))


def split(value: str) -> list[str]:
    """Return the parts between commas, without blanks and empty ones."""
    return [part.strip() for part in value.split(",") if part.strip()]


def secret(name: str, folder: Path, make: Callable[[], str] = secrets.token_urlsafe) -> str:
    """Return NAME; where it is not set, a value made once and kept in the folder (mode 0600)."""
    value = text(name)
    return value or _kept_secret(folder / f"{name.lower()}.secret", make)


def _kept_secret(path: Path, make: Callable[[], str]) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(descriptor, "w") as file:
            file.write(make())
        # A link appears whole or not at all: of several processes that start at once, one wins.
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        os.unlink(draft)
    return path.read_text().strip()
