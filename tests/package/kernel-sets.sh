# Kernels are written for the instruction sets that a project asks for. Sourced by check.sh.
# shellcheck shell=bash disable=SC2154

echo "Asking for instruction sets"
mkdir "$work/sets"
cat > "$work/sets/sets.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>$framework</TargetFramework>
    <NuGetAudit>false</NuGetAudit>
    <RestorePackagesPath>$work/packages</RestorePackagesPath>
    <EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>
  </PropertyGroup>
  <ItemGroup><PackageReference Include="LstmGen" Version="*-*" /></ItemGroup>
</Project>
XML
echo '[LstmGen.LstmModel(4, Training = false)] public partial class Sets;' > "$work/sets/Sets.cs"

sets() { # sets EXPECTED ARGUMENT...: builds with the arguments and compares the sets of the kernels that were generated
    rm -rf "$work/sets/obj" "$work/sets/bin"
    if ! dotnet build "$work/sets" -v q --nologo "${@:2}" > "$work/log" 2>&1; then
        cat "$work/log"
        echo "a build with ${*:2} was expected to succeed"
        exit 1
    fi
    local found
    found="$(find "$work/sets/obj" -name 'LstmGen.Layer_1x4_*.g.cs' -printf '%f\n' | sed 's/LstmGen.Layer_1x4_//; s/.g.cs//' | sort | tr '\n' ' ')"
    if [ "$found" != "$1 " ]; then
        echo "a build with ${*:2} generates kernels of $found; $1 was expected"
        exit 1
    fi
}
sets "Avx2 Avx512 Neon Portable"
sets "Avx2 Avx512 Portable" -r linux-x64 --no-self-contained
sets "Neon Portable" -r linux-arm64 --no-self-contained
sets "Avx2 Neon Portable" "-p:LstmGenKernelSets=avx2%3BNEON"
sets "Portable" -p:LstmGenKernelSets=Portable -r linux-x64 --no-self-contained
sets "Avx2 Avx512 Neon Portable" -p:LstmGenKernelSets=all -r linux-x64 --no-self-contained

if dotnet build "$work/sets" -v q --nologo "-p:LstmGenKernelSets=AVX2%3BSSE" > "$work/log" 2>&1 ||
    ! grep -qF "sets.csproj(1,1): error LSTM019: LstmGenKernelSets names 'SSE'; some of AVX-512, AVX2, NEON, Portable, or all was expected" "$work/log" ||
    grep "error" "$work/log" | grep -qv "LSTM019"; then
    cat "$work/log"
    echo "LSTM019 alone was expected for a kernel set that does not exist"
    exit 1
fi
