# A project that dotnet new makes from the template builds, trains and prints what it should. Sourced by check.sh.
# shellcheck shell=bash disable=SC2154

echo "Making a project from the template"
hive="$work/hive"
new() { dotnet new "$@" --debug:custom-hive "$hive" > "$work/log" 2>&1 || { cat "$work/log"; echo "dotnet new $* failed"; exit 1; }; }
new install "$(find "$work/feed" -name 'LstmGen.Templates.*.nupkg')"
new lstm -o "$work/made" --hidden 12 --layers 2 --skipRestore
for expected in 'Model.cs:hidden: 12, layers: 2, input' 'made.csproj:Include="LstmGen" Version="0.1.0-check'; do
    if ! grep -qF "${expected#*:}" "$work/made/${expected%%:*}"; then
        cat "$work/made/${expected%%:*}"
        echo "${expected#*:} was expected in ${expected%%:*} of the project made from the template"
        exit 1
    fi
done
# Warnings are errors, and the packages of this check are its own.
dotnet build "$work/made" -c Release -v q --nologo -warnaserror -p:NuGetAudit=false "-p:RestorePackagesPath=$work/packages"
(cd "$work/made" && dotnet run -c Release --no-build) | tee "$work/log"
right="$(sed -n 's/^\([0-9]*\) of 1000 test sequences right$/\1/p' "$work/log")"
if [ "${right:-0}" -lt 900 ] || [ ! -s "$work/made/model.safetensors" ]; then
    echo "the program of the template was to write model.safetensors and to be right about 900 of 1000 sequences or more"
    exit 1
fi
