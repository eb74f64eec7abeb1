# With LstmGen.Import a build takes model files of other formats, and the program has nothing of it. Sourced by check.sh.
# shellcheck shell=bash disable=SC2154

mkdir "$work/import"
cp "$work/nuget.config" "$work/import"
sed -e 's#<LstmWeights.*#<LstmWeights Include="tone.json" Model="Tone" />#' \
    -e 's#<PackageReference .*#&<PackageReference Include="LstmGen.Import" Version="*-*" />#' "$work/app/app.csproj" > "$work/import/app.csproj"
cat > "$work/import/Program.cs" <<'CSHARP'
LstmGen.LstmState state = Tone.Pretrained.CreateState();
float[] output = new float[1];
for (int step = 0; step < 10; step++)
{
    Tone.Pretrained.Step([MathF.Sin(step), MathF.Cos(2 * step)], state, output);
    Console.WriteLine(output[0].ToString("F6", System.Globalization.CultureInfo.InvariantCulture));
}

[LstmGen.LstmModel(hidden: 3, input: 2, output: 1)]
partial class Tone;
CSHARP
import_model() { python3 "$here/model.py" "$work/import/tone.json" "seed=$1" > "$work/import/expected.txt"; }
rebuild_import() { dotnet build "$work/import" -c Release -v n --nologo --no-restore > "$work/log" 2>&1; }
gives_expected() { # gives_expected WHAT: the program's numbers are those of model.py, which computes in double
    dotnet run --project "$work/import" -c Release --no-build > "$work/import/found.txt"
    paste "$work/import/expected.txt" "$work/import/found.txt" |
        awk -v what="$1" '{ d = $1 - $2; if (d < 0) d = -d; if (d > 2e-6) bad = 1; n++ } END { if (n != 10 || bad) { print "the model gives other numbers: " what; exit 1 } }'
}

echo "Importing a model file"
import_model 1
dotnet restore "$work/import" -v q --nologo
rebuild_import || { cat "$work/log"; exit 1; }
gives_expected "first build"
if ls "$work/import/bin/Release/$framework" | grep -qE 'Formats|PureHDF|Protobuf|Convert'; then
    echo "the program carries what reads model files: $(ls "$work/import/bin/Release/$framework")"
    exit 1
fi
touch "$work/import/tone.json"
rebuild_import
if ! grep -q 'Skipping target "CoreCompile" because all output files are up-to-date' "$work/log"; then
    echo "the compiler did work although the model file had only been touched"
    exit 1
fi
import_model 2
touch -d 2001-01-01 "$work/import/tone.json"
rebuild_import || { cat "$work/log"; exit 1; }
gives_expected "other values, the same size, an older time"
sed -i 's/"lstm"/"conv1d"/' "$work/import/tone.json"
if rebuild_import || ! grep -q 'error LSTM011.*tone.json.*conv1d' "$work/log"; then
    cat "$work/log"
    echo "LSTM011 with the name of the layer was expected where the file has one that no class has"
    exit 1
fi
