#!/usr/bin/env bash
# Executed arm64 instructions a step and row, as a Markdown table: the NEON kernels under an emulator that counts.
# Needs $DOTNET_ARM64, a program that runs a .NET assembly on arm64 and with COUNT=1 prints "region N: insns=... fmla_lane=..." for the
# instructions between getpriority(0x5EED, N) and getpriority(0x5EED, 0). Exit 69: it is not here.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet_arm64=${DOTNET_ARM64:-../shared/arm64/dotnet-arm64}
if [ ! -x "$dotnet_arm64" ]; then
  echo "$dotnet_arm64 is not here: set DOTNET_ARM64 to a program that runs .NET assemblies on arm64 and counts instructions." >&2
  exit 69
fi
dotnet build benchmarks/LstmGen.Instructions -c Release -v q -clp:NoSummary >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
COUNT=1 DOTNET_EnableWriteXorExecute=0 DOTNET_TieredCompilation=0 \
  "$dotnet_arm64" benchmarks/LstmGen.Instructions/bin/Release/net10.0/LstmGen.Instructions.dll NEON >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
awk '
  / region [0-9]+:/ { for (i = 4; i <= NF; i++) { split($i, pair, "="); count[pair[1]] = pair[2] } next }
  /^region [0-9]+ per [0-9]+ name / {
    per = $4; name = $0; sub(/.* name /, "", name)
    if (!header++) {
      print "| a step and row | instructions | multiply-adds by lane | multiply-adds | divisions | loads and stores |"
      print "| --- | ---: | ---: | ---: | ---: | ---: |"
    }
    printf "| %s | %.0f | %.0f | %.0f | %.0f | %.0f |\n", name, count["insns"] / per, count["fmla_lane"] / per, count["fmla_vec"] / per, count["fdiv_vec"] / per, count["ldst"] / per
  }
  END { if (!header) exit 1 }' "$log" || { echo "The emulator printed no counts:" >&2; cat "$log" >&2; exit 1; }
