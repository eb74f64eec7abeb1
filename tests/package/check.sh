#!/usr/bin/env bash
# Packs LstmGen to a local feed and uses it as a stranger would: a new project outside the tree, that feed alone, C# 12,
# warnings as errors. Fails unless the package holds what it should, a model builds and runs, and a mistake is reported.
# Usage: tests/package/check.sh [target framework, net10.0 unless given]
set -euo pipefail

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
    + ["analyzers/dotnet/cs/LstmGen.Generator.dll", "analyzers/dotnet/roslyn4.14/cs/LstmGen.CodeFixes.dll"])
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
  </ItemGroup>
</Project>
XML
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
dotnet run --project "$work/app" -c Release --no-build

echo "Making a mistake"
echo '[LstmGen.LstmModel(8)] class Mistake;' > "$work/app/Mistake.cs"
if dotnet build "$work/app" -c Release -v q --nologo > "$work/log" 2>&1 || ! grep -q 'Mistake.cs(1,30): error LSTM001' "$work/log"; then
    cat "$work/log"
    echo "LSTM001 was expected at Mistake.cs(1,30)"
    exit 1
fi

echo "The package works"
