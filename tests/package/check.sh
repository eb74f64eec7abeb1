#!/usr/bin/env bash
# Packs LstmGen to a local feed and uses it as a stranger would: a new project outside the tree, that feed alone, C# 12,
# warnings as errors. Fails unless the package holds what it should, a model builds and runs, mistakes are reported (those in
# weight files too), and a NativeAOT publish gets its instruction set.
# Usage: tests/package/check.sh [--incremental] [target framework, net10.0 unless given]
# --incremental measures instead how long weights in a project make a build that has little to do; at most 200 ms are allowed.
set -euo pipefail

incremental=
if [ "${1:-}" = --incremental ]; then
    incremental=1
    shift
fi

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
framework="${1:-net10.0}"
work="$(mktemp -d)"
build="$root/artifacts/package-check"
trap 'rm -rf "$work" "$build"' EXIT

# Apart from earlier builds, which may hold paths of this machine, but inside the tree, whose paths are mapped.
rm -rf "$build"
echo "Packing"
dotnet pack "$root/src/LstmGen" -c Release -o "$work/feed" -v q --nologo --artifacts-path "$build" -p:ContinuousIntegrationBuild=true

echo "Checking the contents"
python3 - "$work/feed" <<'PYTHON'
import pathlib, re, sys, zipfile

feed = pathlib.Path(sys.argv[1])
[package] = feed.glob("LstmGen.*.nupkg")
[symbols] = feed.glob("LstmGen.*.snupkg")
fixed = re.compile(r"_rels/|package/|\[Content_Types\]|LstmGen\.nuspec")
names = lambda path: sorted(n for n in zipfile.ZipFile(path).namelist() if not fixed.match(n))
expected = sorted(
    ["LICENSE", "README.md"]
    + [f"lib/{tfm}/LstmGen.{ending}" for tfm in ("net10.0", "net9.0") for ending in ("dll", "xml")]
    + ["analyzers/dotnet/cs/LstmGen.Generator.dll", "analyzers/dotnet/roslyn4.14/cs/LstmGen.CodeFixes.dll"]
    + ["build/LstmGen.targets", "tasks/netstandard2.0/LstmGen.Build.dll"]
    + [f"buildTransitive/LstmGen.{part}targets" for part in ("", "NativeAot.", "Weights.")])
expected_symbols = [f"lib/{tfm}/LstmGen.pdb" for tfm in ("net10.0", "net9.0")]
if names(package) != expected:
    sys.exit(f"{package.name} holds {names(package)}; {expected} was expected")
if names(symbols) != expected_symbols:
    sys.exit(f"{symbols.name} holds {names(symbols)}; {expected_symbols} was expected")

spec = zipfile.ZipFile(package).read("LstmGen.nuspec").decode()
for required in ('<license type="expression">MIT</license>', "<readme>README.md</readme>", '<repository type="git"'):
    if required not in spec:
        sys.exit(f"the nuspec lacks {required}")
if re.search(r"<dependency ", spec):
    sys.exit("the package has dependencies; none were expected")

for path in (package, symbols):
    archive = zipfile.ZipFile(path)
    for name in archive.namelist():
        if name.endswith((".dll", ".pdb")) and re.search(rb"/(home|root|work|tmp|Users)/[^\0]{0,80}LstmGen", archive.read(name)):
            sys.exit(f"{path.name}/{name} holds a path of this machine")
PYTHON

echo "Building a new project"
mkdir "$work/app"
cp "$root/tests/package/Program.cs.txt" "$work/app/Program.cs"
python3 "$root/tests/package/weights.py" "$work/app/gestures.safetensors" \
    lstm.weight_ih_l0=48,3 lstm.weight_hh_l0=48,12 lstm.bias_ih_l0=48 lstm.bias_hh_l0=48 fc.weight=2,12 fc.bias=2
cat > "$work/app/nuget.config" <<XML
<configuration>
  <packageSources>
    <clear />
    <add key="local" value="$work/feed" />
  </packageSources>
</configuration>
XML
cat > "$work/app/app.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>$framework</TargetFramework>
    <LangVersion>12</LangVersion>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
    <NuGetAudit>false</NuGetAudit>
    <RestorePackagesPath>$work/packages</RestorePackagesPath>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="LstmGen" Version="*-*" />
    <LstmWeights Include="gestures.safetensors" Model="Gestures" Prefix="lstm." Head="fc." />
  </ItemGroup>
</Project>
XML
if [ -n "$incremental" ]; then
    cp -r "$work/app" "$work/without"
    sed -i '/<LstmWeights/d' "$work/without/app.csproj"
    python3 "$root/tests/package/incremental.py" "$work/app" "$work/without"
    exit
fi
dotnet build "$work/app" -c Release -v q --nologo

echo "Asking what compilers load"
loaded() {
    dotnet msbuild "$work/app" -t:ResolveLockFileAnalyzers -getItem:ResolvedAnalyzers "-p:CompilerApiVersion=$1" |
        grep -o '"Identity": ".*/LstmGen[^/]*"' | sed 's#.*/##; s#"##' | sort | tr '\n' ' '
}
for expected in "roslyn4.8=LstmGen.Generator.dll " "roslyn5.0=LstmGen.CodeFixes.dll LstmGen.Generator.dll "; do
    found="$(loaded "${expected%%=*}")"
    if [ "$found" != "${expected#*=}" ]; then
        echo "${expected%%=*} loads ${found:-nothing}; ${expected#*=}was expected"
        exit 1
    fi
done

echo "Running it"
dotnet run --project "$work/app" -c Release --no-build "$work/app/gestures.safetensors"

echo "Building again"
dotnet build "$work/app" -c Release --no-restore --nologo -v n > "$work/log"
for target in LstmReadWeights CoreCompile; do
    if ! grep -q "Skipping target \"$target\" because all output files are up-to-date" "$work/log"; then
        echo "$target did work although nothing had changed"
        exit 1
    fi
done

echo "Asking for instruction sets"
instruction_set() {
    dotnet msbuild "$work/app" -t:LstmChooseInstructionSet -getProperty:IlcInstructionSet "$@"
}
while read -r expected options; do
    # shellcheck disable=SC2086
    found="$(instruction_set $options)"
    if [ "${found:-nothing}" != "$expected" ]; then
        echo "$options gives ${found:-nothing}; $expected was expected"
        exit 1
    fi
done <<'CASES'
x86-x64-v3 -p:PublishAot=true -p:RuntimeIdentifier=linux-x64
x86-x64-v4 -p:PublishAot=true -p:RuntimeIdentifier=win-x64 -p:LstmGenInstructionSet=x86-x64-v4
native -p:PublishAot=true -p:RuntimeIdentifier=linux-x64 -p:IlcInstructionSet=native
nothing -p:PublishAot=true -p:RuntimeIdentifier=linux-x64 -p:LstmGenInstructionSet=none
nothing -p:PublishAot=true -p:RuntimeIdentifier=linux-arm64
nothing -p:RuntimeIdentifier=linux-x64
CASES

echo "Making a mistake"
echo '[LstmGen.LstmModel(8)] class Mistake;' > "$work/app/Mistake.cs"
if dotnet build "$work/app" -c Release -v q --nologo > "$work/log" 2>&1 || ! grep -q 'Mistake.cs(1,30): error LSTM001' "$work/log"; then
    cat "$work/log"
    echo "LSTM001 was expected at Mistake.cs(1,30)"
    exit 1
fi

echo "Making mistakes in weight files"
rm "$work/app/Mistake.cs"
weights() { python3 "$root/tests/package/weights.py" "$work/app/$1.safetensors" "${@:2}"; }
weights Whole weight_ih_l0=32,1 weight_hh_l0=32,8 bias_ih_l0=32 bias_hh_l0=32
head -c 200 "$work/app/Whole.safetensors" > "$work/app/Truncated.safetensors"
weights Missing weight_ih_l0=32,1 weight_hh_l0=32,8 bias_ih_l0=32
weights Extra weight_ih_l0=32,1 weight_hh_l0=32,8 bias_ih_l0=32 bias_hh_l0=32 other=3
weights Reshaped weight_ih_l0=32,2 weight_hh_l0=32,8 bias_ih_l0=32 bias_hh_l0=32
weights Retyped weight_ih_l0=32,1:F64 weight_hh_l0=32,8 bias_ih_l0=32 bias_hh_l0=32
cp "$work/app/Whole.safetensors" "$work/app/Astray.safetensors"
cp "$work/app/Whole.safetensors" "$work/app/Second.safetensors"
line=0
items=
for name in Truncated Missing Extra Reshaped Retyped Absent Whole; do
    line=$((line + 1))
    echo "[LstmGen.LstmModel(8)] partial class $name;" >> "$work/app/Mistakes.cs"
    items+="<LstmWeights Include=\"$name.safetensors\" Model=\"$name\" />"
done
items+='<LstmWeights Include="Second.safetensors" Model="Whole" /><LstmWeights Include="Astray.safetensors" Model="Astray" />'
sed -i "s#</ItemGroup>#$items</ItemGroup>#" "$work/app/app.csproj"
if dotnet build "$work/app" -c Release -v q --nologo > "$work/log" 2>&1; then
    echo "the build succeeded with wrong weight files"
    exit 1
fi
for expected in 'Mistakes.cs(1,2): error LSTM011' 'Mistakes.cs(2,2): error LSTM012' 'Mistakes.cs(3,2): error LSTM013' \
    'Mistakes.cs(4,2): error LSTM014' 'Mistakes.cs(5,2): error LSTM015' 'Mistakes.cs(6,2): error LSTM011' \
    'app.csproj(1,1): error LSTM016' 'Mistakes.cs(7,2): error LSTM017'; do
    if ! grep -qF "$expected" "$work/log"; then
        cat "$work/log"
        echo "$expected was expected"
        exit 1
    fi
done
if grep "error" "$work/log" | grep -qv "error LSTM01[1-7]"; then
    cat "$work/log"
    echo "no other errors were expected"
    exit 1
fi

echo "The package works"
