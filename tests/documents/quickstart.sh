#!/usr/bin/env bash
# Runs the first command of README.md and compares what it prints with the block after the comment "shown: quickstart" there:
# the lines of the block come in this order, "..." stands for any others. Trained bits are the same on every machine, so the numbers are.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
dotnet run -c Release --project samples/Quickstart | tee "$log"
python3 - "$log" <<'PY'
import re, sys

[block] = re.findall(r"<!-- shown: quickstart -->\n+```text\n(.*?)\n```", open("README.md", encoding="utf-8").read(), re.S)
printed = [line.rstrip() for line in open(sys.argv[1], encoding="utf-8")]
at, anywhere = 0, True
for line in block.split("\n"):
    if line == "...":
        anywhere = True
        continue
    if line not in printed[at:] if anywhere else printed[at:at + 1] != [line]:
        sys.exit(f"README.md shows a line that the Quickstart did not print there: {line}")
    at = (printed.index(line, at) if anywhere else at) + 1
    anywhere = False
PY
