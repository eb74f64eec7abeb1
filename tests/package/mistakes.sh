# Mistakes in a class and in weight files are reported where they stand. Sourced by check.sh.
# shellcheck shell=bash disable=SC2154

echo "Making a mistake"
echo '[LstmGen.LstmModel(8)] class Mistake;' > "$work/app/Mistake.cs"
if dotnet build "$work/app" -c Release -v q --nologo > "$work/log" 2>&1 || ! grep -q 'Mistake.cs(1,30): error LSTM001' "$work/log"; then
    cat "$work/log"
    echo "LSTM001 was expected at Mistake.cs(1,30)"
    exit 1
fi

echo "Making mistakes in weight files"
rm "$work/app/Mistake.cs"
weights() { python3 "$here/weights.py" "$work/app/$1.safetensors" "${@:2}"; }
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
