# NativeAOT: the instruction set in the words of the compiler in use, and programs whose bits are the JIT's. Sourced by check.sh.
# shellcheck shell=bash disable=SC2154

mkdir "$work/native"
cp "$work/app/Program.cs" "$work/app/gestures.safetensors" "$work/native"
# Compilers come from the user's own feeds, or from packages that are there already. The file above clears those feeds for all folders below it, so that they are named again.
feeds="$(cd / && dotnet nuget list source --format short | awk '/^E /{ printf "    <add key=\"own%d\" value=\"%s\" />\\n", NR, $2 }')"
sed "s#<clear />#<clear />\n$feeds#" "$work/nuget.config" > "$work/native/nuget.config"
sed -e 's#<TargetFramework>.*#<TargetFrameworks>net10.0;net9.0</TargetFrameworks><PublishAot>true</PublishAot>#' \
    -e "s#<NuGetAudit>#<RestoreFallbackFolders>${NUGET_PACKAGES:-$HOME/.nuget/packages}</RestoreFallbackFolders>&#" \
    "$work/app/app.csproj" > "$work/native/app.csproj"

echo "Asking for instruction sets"
sets="$work/sets.targets"
cat > "$sets" <<'XML'
<Project>
  <Target Name="SayInstructionSet" DependsOnTargets="LstmChooseInstructionSet">
    <Message Importance="high" Text="$(TargetFramework) [$(Asked)] gives $([MSBuild]::ValueOrDefault('$(IlcInstructionSet)', 'nothing'))" />
  </Target>
  <Target Name="SayInstructionSets">
    <ItemGroup>
      <Ask Include="$(MSBuildProjectFullPath)" AdditionalProperties="Asked=;RuntimeIdentifier=linux-x64" />
      <Ask Include="$(MSBuildProjectFullPath)" AdditionalProperties="Asked=v4;RuntimeIdentifier=win-x64;LstmGenInstructionSet=x86-64-v4" />
      <Ask Include="$(MSBuildProjectFullPath)" AdditionalProperties="Asked=old v4;RuntimeIdentifier=linux-x64;LstmGenInstructionSet=x86-x64-v4" />
      <Ask Include="$(MSBuildProjectFullPath)" AdditionalProperties="Asked=more;RuntimeIdentifier=linux-x64;LstmGenInstructionSet=x86-64-v3,avxvnni" />
      <Ask Include="$(MSBuildProjectFullPath)" AdditionalProperties="Asked=own;RuntimeIdentifier=linux-x64;IlcInstructionSet=native" />
      <Ask Include="$(MSBuildProjectFullPath)" AdditionalProperties="Asked=none;RuntimeIdentifier=linux-x64;LstmGenInstructionSet=none" />
      <Ask Include="$(MSBuildProjectFullPath)" AdditionalProperties="Asked=arm64;RuntimeIdentifier=linux-arm64" />
      <Ask Include="$(MSBuildProjectFullPath)" AdditionalProperties="Asked=JIT;RuntimeIdentifier=linux-x64;PublishAot=false" />
    </ItemGroup>
    <MSBuild Projects="@(Ask)" Targets="SayInstructionSet" Properties="TargetFramework=net10.0" />
    <MSBuild Projects="@(Ask)" Targets="SayInstructionSet" Properties="TargetFramework=net9.0" />
    <!-- The compiler of .NET 10 for a program of .NET 9: its version counts, not the framework's. -->
    <MSBuild Projects="$(MSBuildProjectFullPath)" Targets="SayInstructionSet"
             Properties="TargetFramework=net9.0;RuntimeIdentifier=linux-x64;Asked=newer compiler;NewerCompiler=true" />
  </Target>
  <Target Name="TakeNewerCompiler" BeforeTargets="ProcessFrameworkReferences" Condition="'$(NewerCompiler)' == 'true'">
    <ItemGroup><KnownILCompilerPack ILCompilerPackVersion="10.0.0" /></ItemGroup>
  </Target>
</Project>
XML
cat > "$work/expected.txt" <<'TEXT'
net10.0 [] gives x86-64-v3
net10.0 [v4] gives x86-64-v4
net10.0 [old v4] gives x86-64-v4
net10.0 [more] gives x86-64-v3,avxvnni
net10.0 [own] gives native
net10.0 [none] gives nothing
net10.0 [arm64] gives nothing
net10.0 [JIT] gives nothing
net9.0 [] gives x86-x64-v3
net9.0 [v4] gives x86-x64-v4
net9.0 [old v4] gives x86-x64-v4
net9.0 [more] gives x86-x64-v3,avxvnni
net9.0 [own] gives native
net9.0 [none] gives nothing
net9.0 [arm64] gives nothing
net9.0 [JIT] gives nothing
net9.0 [newer compiler] gives x86-64-v3
TEXT
dotnet restore "$work/native" -r linux-x64 -v q --nologo
dotnet msbuild "$work/native" -t:SayInstructionSets "-p:CustomAfterMicrosoftCommonTargets=$sets;CustomAfterMicrosoftCommonCrossTargetingTargets=$sets" \
    -v:m -nologo > "$work/log" || { cat "$work/log"; exit 1; }
if ! diff <(grep -o 'net[0-9.]* \[.*' "$work/log") "$work/expected.txt"; then
    echo "instruction sets: < was found, > was expected"
    exit 1
fi

linker=()
command -v clang > /dev/null || linker=(-p:CppCompilerAndLinker=gcc)
if ! command -v clang > /dev/null && ! command -v gcc > /dev/null; then
    echo "NO LINKER HERE: NativeAOT programs are NOT checked."
else
    for each in net10.0 net9.0; do
        echo "Publishing for $each"
        dotnet publish "$work/native" -c Release -f "$each" -o "$work/native-$each" -v q --nologo "${linker[@]}"
        "$work/native-$each/app" "$work/app/gestures.safetensors" | tee "$work/native.txt"
        if grep -qw avx2 /proc/cpuinfo && ! grep -q " on AVX2, " "$work/native.txt"; then
            echo "$each: AVX2 was expected"
            exit 1
        fi
        if ! diff <(grep '^Bits' "$work/jit.txt") <(grep '^Bits' "$work/native.txt"); then
            echo "$each: the bits of the JIT (<) were expected of the native program (>)"
            exit 1
        fi
    done
fi
