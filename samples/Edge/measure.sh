#!/usr/bin/env bash
# Publishes the program and measures what a device would care for: warnings, bytes, start to first score, resident memory; then
# compares its scores with those of the JIT and, where an arm64 runtime is given or found, with those of arm64, bit by bit.
# usage: measure.sh [starts]      Linux; ends with 1 where a bar is missed.
set -euo pipefail
cd "$(dirname "$0")/../.."
starts=${1:-20}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

bar() { # bar WHAT VALUE LIMIT UNIT: fails unless the value is below the limit
  local verdict=met
  awk -v value="$2" -v limit="$3" 'BEGIN { exit !(value < limit) }' || { verdict="NOT met"; failed=1; }
  printf '%-28s %12s %-6s (under %s: %s)\n' "$1" "$2" "$4" "$3" "$verdict"
}

same() { # same WHAT FILE FILE
  if cmp -s "$2" "$3"; then echo "$1: every score the same, $(wc -l <"$2") frames"; else echo "$1: DIFFERENT"; failed=1; fi
}

rm -rf samples/Edge/obj/Release/net10.0 # so that every warning shows
dotnet publish samples/Edge -c Release -o "$work/edge" -clp:NoSummary >"$work/publish.log" 2>&1 || { cat "$work/publish.log"; exit 1; }
bar "warnings" "$(grep -c 'warning' "$work/publish.log" || true)" 1 ""
bar "files" "$(find "$work/edge" -type f | wc -l)" 2 ""
bar "bytes" "$(stat -c %s "$work/edge/Edge")" 3000000 ""
echo "                             $(stat -c %s samples/Edge/machine.safetensors) of them weights"

dotnet build samples/EdgeTraining -c Release -v q -clp:NoSummary >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
dotnet samples/EdgeTraining/bin/Release/net10.0/EdgeTraining.dll --wave "$work/machine.wav"

for ((n = 0; n < starts; n++)); do
  begin=$EPOCHREALTIME
  { read -r _; end=$EPOCHREALTIME; } < <("$work/edge/Edge" "$work/machine.wav")
  awk -v begin="$begin" -v end="$end" 'BEGIN { printf "%.2f\n", 1000 * (end - begin) }'
done | sort -n >"$work/starts"
bar "start to first score, median" "$(sed -n "$(((starts + 1) / 2))p" "$work/starts")" 15 ms

# Memory at its highest, read while the program waits for its next sample.
mkfifo "$work/samples"
"$work/edge/Edge" - <"$work/samples" >"$work/streamed.txt" &
edge=$!
exec 3>"$work/samples"
awk 'BEGIN { for (n = 0; n < 128000; n++) print sin(n / 20) / 2 }' >&3
for ((n = 0; n < 200 && $(wc -l <"$work/streamed.txt") < 1000; n++)); do sleep 0.05; done
bar "resident memory, highest" "$(awk '/VmHWM/ { printf "%.1f", $2 / 1000 }' "/proc/$edge/status")" 20 MB
exec 3>&-
wait "$edge"

"$work/edge/Edge" "$work/machine.wav" >"$work/aot.txt"
dotnet build samples/Edge -c Release -v q -clp:NoSummary >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
jit=samples/Edge/bin/Release/net10.0/Edge.dll
dotnet "$jit" "$work/machine.wav" >"$work/jit.txt"
same "JIT" "$work/aot.txt" "$work/jit.txt"
DOTNET_EnableAVX2=0 dotnet "$jit" "$work/machine.wav" >"$work/portable.txt"
same "JIT without AVX2 and FMA" "$work/aot.txt" "$work/portable.txt"

arm64=${DOTNET_ARM64:-../shared/arm64/dotnet-arm64}
if [ -x "$arm64" ]; then
  status=0
  DOTNET_EnableWriteXorExecute=0 "$arm64" "$jit" "$work/machine.wav" >"$work/arm64.txt" || status=$?
  if [ "$status" -eq 69 ]; then echo "arm64: the runtime cannot be built here, NOT compared"; else same "arm64" "$work/aot.txt" "$work/arm64.txt"; fi
else
  echo "arm64: no runtime here, NOT compared"
fi

exit "$failed"
