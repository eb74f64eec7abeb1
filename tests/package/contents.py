#!/usr/bin/env python3
"""Checks what the package holds: contents.py FEED."""
import pathlib, posixpath, re, sys, urllib.parse, zipfile

feed = pathlib.Path(sys.argv[1])
[package] = feed.glob("LstmGen.[0-9]*.nupkg")
[template] = feed.glob("LstmGen.Templates.*.nupkg")
[imports] = feed.glob("LstmGen.Import.*.nupkg")
[symbols] = feed.glob("LstmGen.[0-9]*.snupkg")
root = pathlib.Path(__file__).parents[2]
frameworks = ("net10.0", "net9.0")
fixed = re.compile(r"_rels/|package/|\[Content_Types\]|LstmGen(\.Templates|\.Import)?\.nuspec")


def names(path):
    return sorted(name for name in zipfile.ZipFile(path).namelist() if not fixed.match(name))


# Targets lie under the oldest framework that the library is for: at the root of build/ NuGet would take them for all frameworks.
expected = sorted(
    ["LICENSE", "README.md", "docs/weights.md"]
    + [f"lib/{framework}/LstmGen.{ending}" for framework in frameworks for ending in ("dll", "xml")]
    + ["analyzers/dotnet/cs/LstmGen.Generator.dll", "analyzers/dotnet/roslyn4.14/cs/LstmGen.CodeFixes.dll"]
    + ["build/net9.0/LstmGen.targets", "tasks/netstandard2.0/LstmGen.Build.dll"]
    + [f"buildTransitive/net9.0/LstmGen.{part}targets" for part in ("", "KernelSets.", "Language.", "NativeAot.", "Weights.")]
    + [f"docs/diagnostics/{page.name}" for page in (root / "docs/diagnostics").glob("*.md")])
expected_symbols = [f"lib/{framework}/LstmGen.pdb" for framework in frameworks]
if names(package) != expected:
    found = set(names(package))
    sys.exit(f"{package.name} lacks {sorted(set(expected) - found)} and has {sorted(found - set(expected))} too many")
if names(symbols) != expected_symbols:
    sys.exit(f"{symbols.name} holds {names(symbols)}; {expected_symbols} was expected")

expected_template = sorted(["LICENSE", "content/lstm/.template.config/template.json"] + [f"content/lstm/{name}" for name in ("Data.cs", "Lstm.App.csproj", "Model.cs", "Program.cs")])
if names(template) != expected_template:
    sys.exit(f"{template.name} holds {names(template)}; {expected_template} was expected")

expected_imports = sorted(
    ["LICENSE", "build/LstmGen.Import.targets", "buildTransitive/LstmGen.Import.targets"]
    + [f"tasks/net9.0/{name}" for name in (
        "Google.Protobuf.dll", "LstmGen.Convert.deps.json", "LstmGen.Convert.dll", "LstmGen.Convert.runtimeconfig.json", "LstmGen.Formats.dll", "LstmGen.dll")])
if names(imports) != expected_imports:
    sys.exit(f"{imports.name} holds {names(imports)}; {expected_imports} was expected")

archive = zipfile.ZipFile(package)
spec = archive.read("LstmGen.nuspec").decode()
for required in ('<license type="expression">MIT</license>', "<readme>README.md</readme>", '<repository type="git"'):
    if required not in spec:
        sys.exit(f"the nuspec lacks {required}")
if re.search(r"<dependency ", spec):
    sys.exit("the package has dependencies; none were expected")

# A gallery shows the README and nothing beside it; the other pages are read in the package's folder.
link = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)[^)]*\)|<(?:img|a)\b[^>]*?(?:src|href)=\"([^\"]+)\"")
for page in (name for name in archive.namelist() if name.endswith(".md")):
    for target in ((match[1] or match[2]) for match in link.finditer(archive.read(page).decode())):
        address = urllib.parse.urlsplit(target)
        inside = posixpath.normpath(posixpath.join(posixpath.dirname(page), address.path))
        if address.scheme == "https" and address.netloc or not address.scheme and not address.path and address.fragment:
            continue
        if page == "README.md":
            sys.exit(f"README.md of the package has the link {target}; an absolute address was expected, a gallery shows no file of the package")
        if inside not in archive.namelist():
            sys.exit(f"{page} of the package links to {target}, which the package does not hold")

for path in (package, symbols):
    archive = zipfile.ZipFile(path)
    for name in archive.namelist():
        if name.endswith((".dll", ".pdb")) and re.search(rb"/(home|root|work|tmp|Users)/[^\0]{0,80}LstmGen", archive.read(name)):
            sys.exit(f"{path.name}/{name} holds a path of this machine")
