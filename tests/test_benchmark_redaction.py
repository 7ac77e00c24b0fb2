"""The benchmark of redaction runs, prints every kind in both languages, and ends with its headline."""

import re
import subprocess
import sys

from tests.conftest import PROJECT


def test_it_prints_its_table_and_one_headline() -> None:
    command = [sys.executable, "-m", "benchmarks.redaction", "--quick"]
    said = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert re.search(r"Python 3\.\d+.*redaction \d", said[0])
    for part in ("tuned on", "held out"):
        for language in ("en", "es"):
            rows = [line for line in said if line.startswith(f"{part:<9} {language}")]
            assert len(rows) >= 9 and any("patterned" in row for row in rows)
    assert said[-1].startswith("Held-out recall: en patterned ")
