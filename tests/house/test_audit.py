"""A vulnerability fails the gate; a missing network does not."""

import json
from typing import Any

import pytest

from tests.house.audit import verdict

FINE = {"name": "aiohttp", "version": "3.14.5", "vulns": []}
SKIPPED = {"name": "yarl", "skip_reason": "Dependency not found on PyPI and could not be audited: yarl (1.24.2)"}
BAD = {
    "name": "aiohttp",
    "version": "3.0.0",
    "vulns": [
        {"id": "PYSEC-2023-1", "fix_versions": ["3.8.6", "3.9.0"], "aliases": [], "description": "…"},
        {"id": "GHSA-1", "fix_versions": [], "aliases": [], "description": "…"},
    ],
}


@pytest.mark.parametrize(
    ("packages", "status", "said"),
    [
        ([FINE, FINE], 0, "audit: no known vulnerability in 2 of 2 packages"),
        ([FINE, SKIPPED], 0, "audit: no known vulnerability in 1 of 2 packages"),
        ([SKIPPED], 0, "audit: skipped, the package index in use has no vulnerability service"),
        (
            [SKIPPED, BAD, FINE],
            1,
            "audit: aiohttp 3.0.0: PYSEC-2023-1, mended in 3.8.6, 3.9.0\n"
            "audit: aiohttp 3.0.0: GHSA-1, mended in no version yet",
        ),
    ],
)
def test_only_a_known_vulnerability_is_a_failure(packages: list[dict[str, Any]], status: int, said: str) -> None:
    assert verdict(json.dumps({"dependencies": packages, "fixes": []})) == (status, said)


@pytest.mark.parametrize("output", ["", "Traceback …", "[]", "{}", "null"])
def test_no_answer_is_no_finding(output: str) -> None:
    assert verdict(output) == (0, "audit: skipped, PyPI's vulnerability service cannot be reached")
