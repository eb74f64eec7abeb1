# The assembly holds the weight file of the build, whatever the file's time says, and tools know the file. Sourced by check.sh.
# shellcheck shell=bash disable=SC2154

mkdir "$work/stale"
cp "$work/nuget.config" "$work/stale"
sed -e 's#<LstmWeights.*#<LstmWeights Include="w.safetensors" Model="Gestures" Reference="r.safetensors" />#' \
    -e "s#<TargetFramework>.*#<TargetFramework>$framework</TargetFramework>#" "$work/app/app.csproj" > "$work/stale/app.csproj"
echo 'System.Console.WriteLine(0); [LstmGen.LstmModel(4, 1, 3)] partial class Gestures;' > "$work/stale/Program.cs"
write() { # write HIDDEN SEED
    python3 "$here/weights.py" "$work/stale/w.safetensors" "weight_ih_l0=$((4 * $1)),3" "weight_hh_l0=$((4 * $1)),$1" \
        "bias_ih_l0=$((4 * $1))" "bias_hh_l0=$((4 * $1))" "seed=$2"
    [ "$1" != 4 ] || python3 "$here/reference.py" "$work/stale/w.safetensors" "$work/stale/r.safetensors"
}
rebuild() { dotnet build "$work/stale" -c Release -v n --nologo --no-restore > "$work/log" 2>&1; }
holds() { # holds FILE WHAT: whether the assembly has the bytes of the file in it
    python3 -c 'import sys; sys.exit(open(sys.argv[1], "rb").read() not in open(sys.argv[2], "rb").read())' \
        "$work/stale/$1" "$work/stale/obj/Release/$framework/app.dll" || { echo "the assembly does not hold $1: $2"; exit 1; }
}

echo "Changing weights"
write 4 1
dotnet restore "$work/stale" -v q --nologo
rebuild || { cat "$work/log"; exit 1; }
holds w.safetensors "first build"
holds r.safetensors "first build"
write 4 2
touch -d 2001-01-01 "$work/stale/"?.safetensors
rebuild
holds w.safetensors "other values, the same size, an older time"
holds r.safetensors "other values, the same size, an older time"
touch "$work/stale/"?.safetensors
rebuild
if ! grep -q 'Skipping target "CoreCompile" because all output files are up-to-date' "$work/log"; then
    echo "the compiler did work although the weights had only been touched"
    exit 1
fi
cp "$work/stale/w.safetensors" "$work/w.right"
write 5 3
touch -d 2001-01-01 "$work/stale/w.safetensors"
if rebuild || ! grep -q 'error LSTM014' "$work/log"; then
    echo "LSTM014 was expected where a file of another shape with an older time took the place of the weights"
    exit 1
fi
rm "$work/stale/w.safetensors"
if rebuild || ! grep -q 'error LSTM011.*there is no such file' "$work/log"; then
    echo "LSTM011 was expected where the weights are gone"
    exit 1
fi
cp -p "$work/w.right" "$work/stale/w.safetensors"
rebuild || { cat "$work/log"; exit 1; }
holds w.safetensors "restored"

echo "Asking what is watched"
for item in Watch UpToDateCheckInput; do
    found="$(dotnet msbuild "$work/stale" "-getItem:$item" | grep -o '"Identity": "[^"]*safetensors"' | sort | tr -d '\n')"
    if [ "$found" != '"Identity": "r.safetensors""Identity": "w.safetensors"' ]; then
        echo "the items $item are ${found:-none}; r.safetensors and w.safetensors were expected"
        exit 1
    fi
done

echo "Comparing with a reference"
cat > "$work/stale/Program.cs" <<'CSHARP'
try { Console.WriteLine(Gestures.Pretrained.KernelSet); return 0; }
catch (LstmGen.LstmFormatException error) { Console.WriteLine(error.Message); return 1; }
[LstmGen.LstmModel(4, 1, 3)] partial class Gestures;
CSHARP
dotnet run --project "$work/stale" -c Debug > "$work/log" || { cat "$work/log"; echo "a right reference was expected to pass"; exit 1; }
# The gates as ONNX has them: i, o, f, c. Every name and shape is right.
python3 "$here/weights.py" --onnx "$work/stale/w.safetensors"
for configuration in Debug Release; do
    if dotnet run --project "$work/stale" -c $configuration > "$work/log"; then
        [ $configuration = Release ] || { echo "weights in ONNX's order of gates were not noticed"; exit 1; }
    elif [ $configuration = Release ] || ! grep -q 'the output of Gestures at step 0, row 0, column 0 is .* was expected' "$work/log"; then
        cat "$work/log"
        echo "a message about the first output was expected in a Debug build, and none in a Release build"
        exit 1
    fi
done
