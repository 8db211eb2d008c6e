"""Six ways to read the environment. Each fails with what is wrong and what to write instead."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off", ""}


class SettingRefused(Exception):
    """A setting in the environment cannot be used; the text says which and why."""


def text(name: str, default: str = "") -> str:
    """The value as it stands, without surrounding space."""
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    """Yes or no, in the usual spellings."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in YES | NO:
        return value.strip().lower() in YES
    raise SettingRefused(f"{name} is {value!r}: write yes or no")


def number(name: str, default: int) -> int:
    """A whole number."""
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise SettingRefused(f"{name} is {value!r}: write a whole number, such as {default}") from None


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """A list, separated by commas or spaces."""
    return text(name).replace(",", " ").split() or list(default)


def tiles(name: str) -> str:
    """The address of a server of map tiles, with {z}, {x} and {y} in it; empty is none."""
    address = text(name)
    parts = urlsplit(address)
    is_whole = all(part in parts.path + parts.query for part in ("{z}", "{x}", "{y}"))
    if address and not (parts.scheme == "https" and parts.hostname and is_whole and "{" not in parts.netloc):
        raise SettingRefused(
            f"{name} is {address!r}: write an address such as https://tiles.example/{{z}}/{{x}}/{{y}}.png"
        )
    return address


def origins(address: str) -> list[str]:
    """The one origin behind an address, as the content policy names it; none for no address."""
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}"] if address else []


def secret(name: str, file: Path) -> str:
    """A secret from the environment, else from its file (mode 0600), which is made on the first start."""
    if value := text(name):
        return value
    if not file.exists():
        _write_new_secret(file)
    return file.read_text().strip()


def _write_new_secret(file: Path) -> None:
    """Two processes may start at once: the first to link its draft into place wins, the other reads that one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as stream:
        stream.write(secrets.token_hex(32) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def database(name: str, embedded: Path) -> dict[str, Any]:
    """A Django database from a `postgresql://` address, else the embedded SQLite file."""
    address = text(name)
    if not address:
        return {
            "ENGINE": "holdfast.sqlite",
            "NAME": embedded,
            "CONN_MAX_AGE": None,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 10},
            "ATOMIC_REQUESTS": False,
        }
    parts = urlsplit(address)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise SettingRefused(f"{name} starts with {parts.scheme!r}: write postgresql://user:password@host:5432/name")
    return _postgresql(parts.hostname, parts)


def _postgresql(host: str | None, parts: Any) -> dict[str, Any]:
    query: Mapping[str, str] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", host or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}},
    }
