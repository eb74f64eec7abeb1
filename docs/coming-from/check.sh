#!/usr/bin/env bash
# Runs both export scripts and compares what LstmGen computes from their files with PyTorch, and with Keras's formulas written in numpy.
# The Keras files are made here with h5py, laid out as Keras 3 (.keras, .weights.h5) and Keras 2 (.h5) lay them out; Keras itself is not run.
# Needs the .NET 10 SDK and a Python with torch, numpy and h5py (Debian: python3-torch, python3-h5py): PYTHON, /usr/bin/python3 unless given.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
python="${PYTHON:-/usr/bin/python3}"
root="$(cd "$here/../.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

"$python" "$here/check_files.py" "$work"
"$python" "$here/pytorch_export.py" "$work/torch.pt" "$work/torch.safetensors"
for each in keras3.keras keras3.weights.h5 keras2.h5; do
    "$python" "$here/keras_export.py" "$work/$each" "$work/$each.safetensors"
done

mkdir "$work/check"
cat > "$work/check/check.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
  </PropertyGroup>
  <ItemGroup>
    <ProjectReference Include="$root/src/LstmGen/LstmGen.csproj" />
    <ProjectReference Include="$root/generators/LstmGen.Generator/LstmGen.Generator.csproj" OutputItemType="Analyzer" ReferenceOutputAssembly="false" />
  </ItemGroup>
</Project>
XML
cat > "$work/check/Program.cs" <<'CSHARP'
using LstmGen;

string[] files = ["torch.safetensors", "keras3.keras.safetensors", "keras3.weights.h5.safetensors", "keras2.h5.safetensors"];
foreach (string file in files)
{
    string from = file.StartsWith("torch", StringComparison.Ordinal) ? "torch" : "keras";
    string path = Path.Combine(args[0], file);
    var weights = from == "torch" ? LstmWeights.Load(path, prefix: "rnn.", head: "fc.") : LstmWeights.Load(path);
    LstmReference.Load(Path.Combine(args[0], from + ".reference.safetensors")).Check(new Tagger(weights));
    Console.WriteLine($"{file}: outputs agree with those of {from}");
}

[LstmModel(hidden: 20, layers: 2, input: 5, output: 3)]
public sealed partial class Tagger;
CSHARP
dotnet run --project "$work/check" -c Release -- "$work"
