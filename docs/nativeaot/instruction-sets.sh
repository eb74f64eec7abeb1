#!/usr/bin/env bash
# Publishes a program that prints what IsSupported says for each instruction set given to the NativeAOT compiler, and runs it here and,
# where qemu-x86_64 is installed, on emulated processors. Prints the table of docs/nativeaot.md. Two minutes on two cores.
# Usage: [FRAMEWORK=net9.0] docs/nativeaot/instruction-sets.sh [SET...]
set -euo pipefail
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
framework=${FRAMEWORK:-net10.0}
sets=("" avx x86-64-v2 x86-64-v3 x86-64-v3,avxvnni x86-64-v3,avx512 x86-64-v4,-avx512 x86-64-v4 x86-64-v4,-vectort512 native)
[ "$framework" = net9.0 ] && sets=("" avx x86-x64-v2 x86-x64-v3 x86-x64-v3,evex x86-x64-v3,avx512f x86-x64-v4,-avx512f x86-x64-v4 native)
[ $# -gt 0 ] && sets=("$@")
linker=()
command -v clang > /dev/null || linker=(-p:CppCompilerAndLinker=gcc)

cat > "$work/probe.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>$framework</TargetFramework>
    <OutputType>Exe</OutputType>
    <PublishAot>true</PublishAot>
    <InvariantGlobalization>true</InvariantGlobalization>
    <RuntimeIdentifier>linux-x64</RuntimeIdentifier>
    <NuGetAudit>false</NuGetAudit>
  </PropertyGroup>
</Project>
XML
cat > "$work/Program.cs" <<'CSHARP'
using System;
using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

Console.WriteLine(
    $"{(Fma.IsSupported ? "FMA " : "")}{(Avx2.IsSupported ? "AVX2 " : "")}{(AvxVnni.IsSupported ? "AVX-VNNI " : "")}"
    + $"{(Avx512F.VL.IsSupported && Avx512DQ.IsSupported ? "AVX-512 " : "")}"
    + $"({Vector<byte>.Count * 8}{(Vector256.IsHardwareAccelerated ? " 256" : "")}{(Vector512.IsHardwareAccelerated ? " 512" : "")})");

// Used, so that the compiler keeps them.
float value = args.Length + 2f;
if (Avx512F.IsSupported)
{
    var v = System.Runtime.Intrinsics.Vector512.Create(value);
    value = Avx512F.FusedMultiplyAdd(v, v, v)[3];
}
else if (Fma.IsSupported)
{
    var v = System.Runtime.Intrinsics.Vector128.Create(value);
    value = Fma.MultiplyAdd(v, v, v)[3];
}

return value >= 2f ? 0 : 1;
CSHARP

# What the program says, or why it does not.
answer() {
    local status=0
    "$@" > "$work/out" 2> "$work/err" || status=$?
    if [ "$status" -eq 0 ]; then
        echo "$(sed 's/ *$//; s/^(/none (/' "$work/out")"
    else
        echo "exit $status: $(grep -o 'The required instruction sets[a-zA-Z ]*' "$work/err" || tail -n 1 "$work/err")"
    fi
}

echo "| IlcInstructionSet | bytes | here | SandyBridge (AVX) | Haswell (AVX2, FMA) |"
echo "| --- | ---: | --- | --- | --- |"
for set in "${sets[@]}"; do
    rm -rf "$work/out.d" "$work/obj"
    if ! dotnet publish "$work" -o "$work/out.d" -v q --nologo "${linker[@]}" ${set:+"-p:IlcInstructionSet=${set//,/%2c}"} > "$work/log" 2>&1; then
        echo "| ${set:-(none)} | | $(grep -om1 'Un[a-z]* [a-z ]*instruction set.*' "$work/log" | sed 's/ \[.*//') | | |"
        continue
    fi
    row="| ${set:-(none)} | $(stat -c %s "$work/out.d/probe") | $( { answer "$work/out.d/probe"; } 2> /dev/null )"
    for processor in SandyBridge Haswell; do
        if command -v qemu-x86_64 > /dev/null; then
            row+=" | $( { answer qemu-x86_64 -cpu "$processor" "$work/out.d/probe"; } 2> /dev/null )"
        else
            row+=" | no qemu-x86_64"
        fi
    done
    echo "$row |"
done
