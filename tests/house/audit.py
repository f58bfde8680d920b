"""`make audit`: is any locked package known to be vulnerable? Asked of PyPI by pip-audit, where PyPI can be asked."""

import json
import subprocess
import sys
from typing import Any

from tests.house.source import ROOT

COMMAND = (
    *(sys.executable, "-m", "pip_audit", "--requirement", "requirements.lock", "--require-hashes", "--disable-pip"),
    *("--vulnerability-service", "pypi", "--progress-spinner", "off", "--format", "json", "--timeout", "15"),
)


def verdict(output: str) -> tuple[int, str]:
    """Exit status and what to say, of what pip-audit wrote. Only a known vulnerability is a failure.

    Without an answer nothing is known, and a gate without a network must not fail for that.
    """
    try:
        packages: list[dict[str, Any]] = json.loads(output)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return 0, "audit: skipped, PyPI's vulnerability service cannot be reached"
    answered = [package for package in packages if "skip_reason" not in package]
    found = [_line(package, one) for package in answered for one in package["vulns"]]
    if found:
        return 1, "\n".join(found)
    if not answered:
        return 0, "audit: skipped, the package index in use has no vulnerability service"
    return 0, f"audit: no known vulnerability in {len(answered)} of {len(packages)} packages"


def _line(package: dict[str, Any], vulnerability: dict[str, Any]) -> str:
    fixed = ", ".join(vulnerability["fix_versions"]) or "no version yet"
    return f"audit: {package['name']} {package['version']}: {vulnerability['id']}, mended in {fixed}"


def main() -> int:
    asked = subprocess.run(COMMAND, cwd=ROOT, capture_output=True, text=True, check=False)
    status, said = verdict(asked.stdout)
    sys.stdout.write(f"{said}\n")
    return status


if __name__ == "__main__":
    sys.exit(main())
