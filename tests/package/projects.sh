# Projects that the package is not for are told so. Sourced by check.sh.
# shellcheck shell=bash disable=SC2154

project() { # project FOLDER FILE FRAMEWORK: a project that does nothing but refer to the package
    mkdir -p "$work/$1"
    cat > "$work/$1/$2" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>$3</TargetFramework>
    <NuGetAudit>false</NuGetAudit>
    <RestorePackagesPath>$work/packages</RestorePackagesPath>
  </PropertyGroup>
  <ItemGroup><PackageReference Include="LstmGen" Version="*-*" /></ItemGroup>
</Project>
XML
}

echo "Asking for other frameworks"
for each in net8.0 netstandard2.0; do
    project "$each" library.csproj "$each"
    # An older framework than the SDK's may need a reference pack that no feed here has: no word of that, the library is what is asked for.
    if dotnet restore "$work/$each" -v q --nologo -p:DisableImplicitFrameworkReferences=true -p:DisableTransitiveFrameworkReferenceDownloads=true > "$work/log" 2>&1 ||
        ! grep -q 'error NU1202: Package LstmGen .* is not compatible with' "$work/log"; then
        cat "$work/log"
        echo "a project for $each was to be told by NU1202 that the package is not for it"
        exit 1
    fi
done

echo "Asking for other languages"
project vb library.vbproj "$framework"
printf '%s\n' '<LstmGen.LstmModel(8)>' 'Partial Public Class Forecaster' 'End Class' > "$work/vb/Forecaster.vb"
project fs library.fsproj "$framework"
printf '%s\n' 'module Models' '[<LstmGen.LstmModel(8)>]' 'type Forecaster() = class end' > "$work/fs/Models.fs"
sed -i 's#</ItemGroup>#<Compile Include="Models.fs" /></ItemGroup>#' "$work/fs/library.fsproj"
for each in vb fs; do
    if ! dotnet build "$work/$each" -v q --nologo > "$work/log" 2>&1 ||
        ! grep -q "library.${each}proj : warning LSTM101: LstmGen generates C# alone" "$work/log"; then
        cat "$work/log"
        echo "warning LSTM101 was expected in a project of another language"
        exit 1
    fi
done

echo "Giving weights to another language"
sed -i 's#</ItemGroup>#<LstmWeights Include="a.safetensors" Model="Forecaster" /></ItemGroup>#' "$work/vb/library.vbproj"
if dotnet build "$work/vb" -v q --nologo > "$work/log" 2>&1 ||
    ! grep -q "library.vbproj : error LSTM102: LstmWeights names 'a.safetensors' in a project of the language VB" "$work/log"; then
    cat "$work/log"
    echo "error LSTM102 was expected for weights in a project of another language"
    exit 1
fi
