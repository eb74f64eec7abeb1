# The programs of docs/getting-started.md, pasted into a new console project that has the package, print what the page says. Sourced by check.sh.
# shellcheck shell=bash disable=SC2154

echo "Getting started"
cp -r "$work/app" "$work/started"
rm -rf "$work/started/"{bin,obj,gestures.safetensors}
sed -i '/<LstmWeights/d' "$work/started/app.csproj"
count="$(python3 "$here/programs.py" "$root/docs/getting-started.md" "$work/page")"
for ((index = 0; index < count; index++)); do
    cp "$work/page/$index.cs" "$work/started/Program.cs"
    dotnet build "$work/started" -c Release -v q --nologo
    (cd "$work/started" && dotnet run -c Release --no-build) > "$work/log"
    if ! diff "$work/page/$index.txt" "$work/log"; then
        echo "program $index of docs/getting-started.md prints something else (>) than the page says (<)"
        exit 1
    fi
done
