"""Reading settings from one TOML file and the environment, the environment first."""

import os
import secrets
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

LONG_ENOUGH = 50
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass
class Values:
    """Looks names up; remembers which needed ones are missing, so that all are named at once."""

    file: dict[str, Any] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    @classmethod
    def read(cls) -> "Values":
        path = os.environ.get("DUEREGARD_CONFIG")
        if not path:
            return cls()
        try:
            return cls(tomllib.loads(Path(path).read_text("utf-8")))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
            raise ImproperlyConfigured(f"The settings file {path} cannot be read: {problem}") from None

    def _find(self, name: str) -> Any:
        found = os.environ.get(f"DUEREGARD_{name.upper()}")
        return self.file.get(name) if found in (None, "") else found

    def text(self, name: str, default: str | None) -> str:
        """A text; with no default it is needed, and its absence is reported by `refuse_if_missing`."""
        found = self._find(name)
        if found is not None:
            return str(found)
        if default is None:
            self.missing.append(name)
            return ""
        return default

    def one_of(self, name: str, words: tuple[str, ...], default: str) -> str:
        found = self.text(name, default)
        if found not in words:
            raise ImproperlyConfigured(
                f"DUEREGARD_{name.upper()} must be one of {', '.join(words)}, not {found!r}."
            )
        return found

    def address(self, name: str, default: str | None) -> str:
        """Where the pages are reached, without a slash at its end. Nothing listens in between on the computer itself,
        so there it may do without TLS."""
        found = self.text(name, default).rstrip("/")
        if found and not _is_safe(found):
            raise ImproperlyConfigured(
                f"DUEREGARD_{name.upper()} must be an address like https://dueregard.example.ac.uk, not {found!r}."
            )
        return found

    def database(self, name: str, default: str) -> dict[str, Any]:
        """A database address as Django wants it; SQLite and PostgreSQL are the two that keep what we promise."""
        try:
            found = dict(
                dj_database_url.parse(self.text(name, default), conn_max_age=600, conn_health_checks=True)
            )
        except ValueError:
            found = {"ENGINE": ""}
        if not str(found["ENGINE"]).endswith(("sqlite3", "postgresql")):
            raise ImproperlyConfigured(
                f"DUEREGARD_{name.upper()} must begin with postgres:// or sqlite:///, like postgres://user:password@host/name."
            )
        return found

    def number(self, name: str, default: int) -> int:
        found = self._find(name)
        try:
            return default if found is None else int(found)
        except (TypeError, ValueError):
            raise ImproperlyConfigured(
                f"DUEREGARD_{name.upper()} must be a whole number, not {found!r}."
            ) from None

    def flag(self, name: str) -> bool:
        return str(self._find(name) or "").lower() in {"1", "true", "yes", "on"}

    def list(self, name: str, default: list[str] | None) -> list[str]:
        found = self._find(name)
        if isinstance(found, list):
            return [str(each) for each in found]
        if found:
            return [each.strip() for each in str(found).split(",") if each.strip()]
        if default is None:
            self.missing.append(name)
            return []
        return list(default)

    def secret(self, name: str, folder: Path, *, needed: bool) -> str:
        """A secret; where it is not needed from outside, one is made and kept beside the data, for this owner only."""
        found = self.text(name, None if needed else "")
        if needed and found and len(found) < LONG_ENOUGH:
            raise ImproperlyConfigured(
                f"DUEREGARD_{name.upper()} has {len(found)} characters. Use {LONG_ENOUGH} random characters or more: "
                "what it signs and seals is no safer than that."
            )
        if found or needed:
            return found
        path = folder / f"{name}.txt"
        if not path.exists():
            folder.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(64))
        return path.read_text()

    def refuse_if_missing(self) -> None:
        if self.missing:
            names = ", ".join(f"DUEREGARD_{name.upper()}" for name in self.missing)
            raise ImproperlyConfigured(
                f"Due Regard does not start without these settings: {names}. See docs/settings.md."
            )


def _is_safe(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK))
