"""Two imports of one source at the same moment take turns, and all of them are whole."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.directory.feeds import file_of, some
from tests.product import Product


def test_all_end_with_the_same_listings(tmp_path: Path) -> None:
    product = Product(tmp_path / "data")
    file = file_of(tmp_path, some(120))
    product.command("migrate", "--skip-checks")

    with ThreadPoolExecutor(3) as pool:
        said = list(pool.map(lambda _: product.command("import", "--json", file), range(3)))

    assert [json.loads(one)["imported"] for one in said] == [120, 120, 120]
    assert "as before 120" in product.command("import", file)
