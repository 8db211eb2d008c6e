"""bmlt-query-client, the BMLT project's own client from the npm registry, reads a served product.

It is fetched once, outside the repository, at exactly one version and with the checksums below; no script of a
package is run. Where there is no npm, or the registry that npm is set to does not have it, the test says so.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from holdfast.directory.importing import DEMO
from tests.product import Product, served

NPM, NODE = shutil.which("npm"), shutil.which("node")
VERSION = "1.0.5"
PACKAGES = {
    "bmlt-query-client": (
        VERSION,
        "sha512-ZFdRFwTRrxT05XJSiaKaqBh1GP37in1GDCB7zCd8rev0XJdbIsHxYMd+QLLh7b6y/sZAEO8y1cEyT7PKWZ1ACQ==",
        {"p-queue": "^9.1.0", "p-retry": "^7.1.1"},
    ),
    "p-queue": (
        "9.1.0",
        "sha512-O/ZPaXuQV29uSLbxWBGGZO1mCQXV2BLIwUr59JUU9SoH76mnYvtms7aafH/isNSNGwuEfP6W/4xD0/TJXxrizw==",
        {"eventemitter3": "^5.0.1", "p-timeout": "^7.0.0"},
    ),
    "p-retry": (
        "7.1.1",
        "sha512-J5ApzjyRkkf601HpEeykoiCvzHQjWxPAHhyjFcEUP2SWq0+35NKh8TLhpLw+Dkq5TZBFvUM6UigdE9hIVYTl5w==",
        {"is-network-error": "^1.1.0"},
    ),
    "eventemitter3": (
        "5.0.4",
        "sha512-mlsTRyGaPBjPedk6Bvw+aqbsXDtoAyAzm5MO7JgU+yVRyMQ5O8bD4Kcci7BS85f93veegeCPkL8R4GLClnjLFw==",
        {},
    ),
    "p-timeout": (
        "7.0.1",
        "sha512-AxTM2wDGORHGEkPCt8yqxOTMgpfbEHqF51f/5fJCmwFC3C/zNcGT63SymH2ttOAaiIws2zVg4+izQCjrakcwHg==",
        {},
    ),
    "is-network-error": (
        "1.3.0",
        "sha512-6oIwpsgRfnDiyEDLMay/GqCl3HoAtH5+RUKW29gYkL0QA+ipzpDLA16yQs7/RHCSu+BwgbJaOUqa4A99qNVQVw==",
        {},
    ),
}
NOT_THERE = ("E404", "ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "ECONNRESET", "E403")
PROGRAM = """
import { BmltClient } from "bmlt-query-client";
const client = new BmltClient({ rootServerURL: process.argv[2], enableGeocoding: false });
const near = { lat_val: 41.88, long_val: -87.63, geo_width_km: 200, sort_results_by_distance: true };
console.log(JSON.stringify({
  all: await client.searchMeetings({}),
  weekday: await client.searchMeetings({ weekdays: [2] }),
  others: await client.searchMeetings({ weekdays: [-2] }),
  near: await client.searchMeetings(near),
  formats: await client.getFormats({}),
  bodies: await client.getServiceBodies({}),
  server: await client.getServerInfo(),
  keys: await client.getFieldKeys(),
}));
"""

pytestmark = pytest.mark.skipif(not (NPM and NODE), reason="npm is not on this machine, so its BMLT client is not run")


def cache() -> Path:
    """A folder of the user's, outside the repository."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return home / "holdfast-tests" / f"bmlt-query-client-{VERSION}"


@pytest.fixture(scope="module")
def client() -> Path:
    """The folder in which the client is installed."""
    folder = cache()
    if (folder / "node_modules" / "bmlt-query-client" / "package.json").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {"name": "reader", "version": "1.0.0", "private": True, "dependencies": {"bmlt-query-client": VERSION}}
    lock = {"name": "reader", "version": "1.0.0", "lockfileVersion": 3, "packages": {"": wanted, **_locked()}}
    (folder / "package.json").write_text(json.dumps(wanted))
    (folder / "package-lock.json").write_text(json.dumps(lock))
    line = [str(NPM), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(line, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode and any(code in done.stderr for code in NOT_THERE):
        pytest.skip(f"the npm registry in use does not have bmlt-query-client {VERSION}, so it is not run")
    assert done.returncode == 0, done.stderr
    return folder


def _locked() -> dict[str, Any]:
    return {
        f"node_modules/{name}": {"version": version, "integrity": checksum, "dependencies": needs}
        for name, (version, checksum, needs) in PACKAGES.items()
    }


@pytest.fixture(scope="module")
def read(client: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What the client reads of a served product with the made-up meetings of NA."""
    (client / "read.mjs").write_text(PROGRAM)
    command = ("import", "--fellowship", "na", "--name", "Sample region", str(DEMO / "na.json"))
    with served(tmp_path_factory.mktemp("bmlt"), command) as product:
        yield _said_by(client, product)


def _said_by(client: Path, product: Product) -> dict[str, Any]:
    line = [str(NODE), "read.mjs", f"{product.address}/bmlt/"]
    done = subprocess.run(line, cwd=client, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def weekly() -> list[str]:
    """The names of the meetings that we hold, once for each weekly time."""
    rows = json.loads((DEMO / "na.json").read_text(encoding="utf-8"))
    days = [(row["name"], row.get("day")) for row in rows]
    return [name for name, day in days for _ in (day if isinstance(day, list) else [day]) if day not in (None, "")]


def test_the_client_reads_every_weekly_meeting(read: dict[str, Any]) -> None:
    assert sorted(row["meeting_name"] for row in read["all"]) == sorted(weekly())


def test_the_clients_filters_work(read: dict[str, Any]) -> None:
    assert {str(row["weekday_tinyint"]) for row in read["weekday"]} == {"2"}
    assert len(read["weekday"]) + len(read["others"]) == len(read["all"])


def test_the_client_gets_the_nearest_first(read: dict[str, Any]) -> None:
    far = [float(row["distance_in_km"]) for row in read["near"]]

    assert far
    assert far == sorted(far)


def test_the_client_knows_every_format_and_service_body_of_a_row(read: dict[str, Any]) -> None:
    formats = {str(one["id"]) for one in read["formats"]}
    used = {one for row in read["all"] for one in str(row["format_shared_id_list"]).split(",") if one}

    assert used <= formats
    assert {str(row["service_body_bigint"]) for row in read["all"]} <= {str(one["id"]) for one in read["bodies"]}
