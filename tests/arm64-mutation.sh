#!/usr/bin/env bash
# Shows that the tests see a wrong lane: plants one in the NEON dialect of a copy of what is committed, and expects failures on arm64.
# Needs $DOTNET_ARM64, a program that runs a .NET assembly on arm64 (69: it is not here). About five minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet_arm64=$(realpath -m "${DOTNET_ARM64:-../shared/arm64/dotnet-arm64}")
[ -x "$dotnet_arm64" ] || { echo "$dotnet_arm64 is not here: set DOTNET_ARM64 to a program that runs .NET assemblies on arm64." >&2; exit 69; }
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git archive HEAD | tar -x -C "$copy"
dialect=$copy/generators/LstmGen.Generator/Dialects/NeonDialect.cs
sed -i 's/{scalars}, {lane})/{scalars}, {(lane == 3 ? 2 : lane)})/' "$dialect"
grep -q 'lane == 3' "$dialect" || { echo "The line to change is not in $dialect." >&2; exit 1; }
dotnet build "$copy/tests/LstmGen.Conformance" -c Release -v q -clp:NoSummary >"$copy/log" || { tail "$copy/log" >&2; exit 1; }
DOTNET_EnableWriteXorExecute=0 LSTMGEN_EXPECT=NEON LSTMGEN_CASES=2 "$dotnet_arm64" \
  "$copy/tests/LstmGen.Conformance/bin/Release/net10.0/LstmGen.Conformance.dll" -namespace LstmGen.Conformance.Hashing -trait "Leg=Emulated" -noColor >"$copy/log" 2>&1 || true
summary=$(grep -E 'Total: *[0-9]+.*Failed: *[1-9]' "$copy/log") || { echo "A wrong lane was not seen:" >&2; tail -n 20 "$copy/log" >&2; exit 1; }
echo "A wrong lane is seen:$summary"
