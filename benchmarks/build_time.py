#!/usr/bin/env python3
"""What models cost at build: build_time.py [--rounds N] [CHECKOUT]

Times `dotnet build --no-restore`, Release, without the compiler server, of projects with no model, one (128, 2) and five, as they are and with
the options that leave kernels out. CHECKOUT is a tree of LstmGen, this one unless given; its library and generator are built first. Prints a table:
wall and CPU seconds, median and fastest, and what the fastest takes more than the fastest without a model. Rounds go through all projects in turn. A
build during which other programs took more than a twentieth of a processor is measured again, at most 5 times a row, and a line says how many were.
"""
import argparse, os, pathlib, resource, shutil, statistics, subprocess, sys, tempfile, time

arguments = argparse.ArgumentParser()
arguments.add_argument("--rounds", type=int, default=5)
arguments.add_argument("checkout", nargs="?", default=pathlib.Path(__file__).resolve().parents[1], type=pathlib.Path)
options = arguments.parse_args()
root = options.checkout.resolve()
environment = dict(os.environ, DOTNET_CLI_TELEMETRY_OPTOUT="1", DOTNET_NOLOGO="1", MSBUILDDISABLENODEREUSE="1", UseSharedCompilation="false")
shapes = [(128, 2), (96, 2), (64, 2), (160, 2), (192, 2)]
knows_options = (root / "src/LstmGen/buildTransitive/LstmGen.KernelSets.targets").exists()


def dotnet(*command):
    run = subprocess.run(["dotnet", *command], env=environment, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"dotnet {' '.join(map(str, command))}\n{run.stdout}{run.stderr}")
    return run.stdout


def project(folder, models, attribute, properties):
    folder.mkdir()
    (folder / "Program.cs").write_text('System.Console.WriteLine("models");\n')
    (folder / "Models.cs").write_text("".join(
        f"[LstmGen.LstmModel({units}, {layers}{attribute})] internal sealed partial class Model{units};\n" for units, layers in shapes[:models]))
    (folder / "app.csproj").write_text(f"""<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <SelfContained>false</SelfContained>
    <UseAppHost>false</UseAppHost>
    {properties}
  </PropertyGroup>
  <ItemGroup>
    <Reference Include="{root}/src/LstmGen/bin/Release/net10.0/LstmGen.dll" />
    <Analyzer Include="{root}/generators/LstmGen.Generator/bin/Release/netstandard2.0/LstmGen.Generator.dll" />
  </ItemGroup>
  <Import Project="{root}/src/LstmGen/buildTransitive/LstmGen.targets" />
</Project>
""")
    dotnet("restore", folder, "-v", "q")


def busy():
    """Processor seconds of all programs since the machine started; 0 where that cannot be asked."""
    try:
        user, nice, system, _, _, irq, softirq, *_ = map(int, pathlib.Path("/proc/stat").read_text().split("\n")[0].split()[1:])
    except FileNotFoundError:
        return 0
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def build(folder):
    """Wall and CPU seconds of a build after an edit, and whether the machine did nothing else."""
    (folder / "Program.cs").write_text(f'System.Console.WriteLine("models {time.time_ns()}");\n')
    others, before, start = busy(), resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    dotnet("build", folder, "-c", "Release", "--no-restore", "-v", "q")
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, busy() - others - cpu < 0.1 + wall / 20


dotnet("build", root / "generators/LstmGen.Generator", "-c", "Release", "-v", "q")
dotnet("build", root / "src/LstmGen", "-c", "Release", "-f", "net10.0", "-v", "q")
scoring, x64, one_set = ", Training = false", "<RuntimeIdentifier>linux-x64</RuntimeIdentifier>", "<LstmGenKernelSets>AVX2</LstmGenKernelSets>"
variants = [("as it is", "", "")]
if knows_options:
    variants += [
        ("linux-x64", "", x64), ("AVX2", "", one_set), ("Training = false", scoring, ""),
        ("Training = false, linux-x64", scoring, x64), ("Training = false, AVX2", scoring, one_set)]
work = pathlib.Path(tempfile.mkdtemp())
try:
    rows = [(0, "", "", "")] + [(models, *variant) for models in (1, 5) for variant in variants]
    folders = [work / str(index) for index in range(len(rows))]
    for folder, (models, _, attribute, properties) in zip(folders, rows):
        project(folder, models, attribute, properties)
        build(folder)
    times = [[] for _ in rows]
    disturbed = [0] * len(rows)
    for _ in range(options.rounds):
        for row, folder in enumerate(folders):
            *measured, quiet = build(folder)
            while not quiet and disturbed[row] < 5:
                disturbed[row] += 1
                *measured, quiet = build(folder)
            times[row].append(measured)
    print("| models | | wall, s: median, fastest | CPU, s: median, fastest | wall a model, s | CPU a model, s | bytes of the assembly |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    wall_without, cpu_without = map(min, zip(*times[0]))
    for (models, name, _, _), measured, folder in zip(rows, times, folders):
        walls, cpus = zip(*measured)
        [assembly] = folder.glob("bin/Release/**/app.dll")
        each = " | " if models == 0 else f"{(min(walls) - wall_without) / models:.2f} | {(min(cpus) - cpu_without) / models:.2f}"
        print(f"| {models} | {name} | {statistics.median(walls):.2f}, {min(walls):.2f} | {statistics.median(cpus):.2f}, {min(cpus):.2f} | {each} | {assembly.stat().st_size:,} |")
    print(f"\nBuilds measured again because of other programs: {sum(disturbed)}; rows that gave up on quiet: {sum(count == 5 for count in disturbed)}.")
finally:
    shutil.rmtree(work)
