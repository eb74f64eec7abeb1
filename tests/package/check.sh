#!/usr/bin/env bash
# Packs LstmGen to a local feed and uses it as a stranger would: a new project outside the tree, that feed alone, C# 12,
# warnings as errors. Fails unless the package holds what it should, a model builds and runs, the page on getting started and the template
# do what they say, other frameworks and languages are refused,
# kernels are those of the instruction sets asked for, changed weights are noticed, model files of other formats are imported, NativeAOT programs for .NET 10 and 9 give the bits of the JIT, and mistakes are reported.
# Usage: tests/package/check.sh [--incremental] [target framework, net10.0 unless given]
# --incremental measures instead how long weights in a project make a build that has little to do; at most 200 ms are allowed.
set -euo pipefail

incremental=
if [ "${1:-}" = --incremental ]; then
    incremental=1
    shift
fi

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
framework="${1:-net10.0}"
work="$(mktemp -d)"
build="$root/artifacts/package-check"
trap 'rm -rf "$work" "$build"' EXIT

# Apart from earlier builds, which may hold paths of this machine, but inside the tree, whose paths are mapped.
rm -rf "$build"
echo "Packing"
for each in LstmGen LstmGen.Templates LstmGen.Import; do
    dotnet pack "$root/src/$each" -c Release -o "$work/feed" -v q --nologo --artifacts-path "$build" -p:ContinuousIntegrationBuild=true "-p:VersionSuffix=check$$"
done

echo "Checking the contents"
python3 "$here/contents.py" "$work/feed"

echo "Asking for links once the project has an address"
home=https://github.com/example/lstmgen
readme="$(dotnet msbuild "$root/src/LstmGen" -t:WritePackageReadme "-p:LstmGenProjectUrl=$home" "-p:BaseIntermediateOutputPath=$work/readme/" -getProperty:_PackageReadmeText)"
if grep -q '](\.\./' <<< "$readme" || ! grep -qF "]($home/blob/HEAD/docs/training.md)" <<< "$readme"; then
    echo "the README of the package has other links than those to $home: $(grep -o '](.*)' <<< "$readme")"
    exit 1
fi
pages="$(dotnet msbuild "$root/generators/LstmGen.Generator" "-p:LstmGenProjectUrl=$home" -getItem:AssemblyMetadata)"
if ! grep -qF "$home/blob/HEAD/docs/diagnostics/" <<< "$pages"; then
    echo "help links would not lead to $home: $pages"
    exit 1
fi

echo "Building a new project"
mkdir "$work/app"
cp "$here/Program.cs.txt" "$work/app/Program.cs"
python3 "$here/weights.py" "$work/app/gestures.safetensors" \
    lstm#1.weight_ih_l0=48,3 lstm#1.weight_hh_l0=48,12 lstm#1.bias_ih_l0=48 lstm#1.bias_hh_l0=48 fc.weight=2,12 fc.bias=2
cat > "$work/nuget.config" <<XML
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
    <LstmWeights Include="gestures.safetensors" Model="Gestures" Prefix="lstm#1." Head="fc." />
  </ItemGroup>
</Project>
XML
if [ -n "$incremental" ]; then
    cp -r "$work/app" "$work/without"
    sed -i '/<LstmWeights/d' "$work/without/app.csproj"
    python3 "$here/incremental.py" "$work/app" "$work/without"
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
dotnet run --project "$work/app" -c Release --no-build "$work/app/gestures.safetensors" | tee "$work/jit.txt"

echo "Building again"
dotnet build "$work/app" -c Release --no-restore --nologo -v n > "$work/log"
if ! grep -q 'Skipping target "CoreCompile" because all output files are up-to-date' "$work/log"; then
    echo "the compiler did work although nothing had changed"
    exit 1
fi

for part in getting-started template projects kernel-sets stale import native mistakes; do
    # shellcheck source=/dev/null
    . "$here/$part.sh"
done

echo "The package works"
