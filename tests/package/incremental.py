#!/usr/bin/env python3
"""Times builds of two projects that differ in their weights alone: incremental.py WITH WITHOUT. Fails over 200 ms."""
import pathlib, statistics, subprocess, sys, time

ROUNDS = 15
PROGRAM = """System.Console.WriteLine(0);
[LstmGen.LstmModel(12, input: 3, output: 2)] internal sealed partial class Gestures;
"""

def build(project):
    start = time.perf_counter()
    subprocess.run(["dotnet", "build", project, "-c", "Release", "--no-restore", "--nologo", "-v", "q"], check=True, stdout=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - start)

with_weights, without = map(pathlib.Path, sys.argv[1:])
for project in (with_weights, without):
    (project / "Program.cs").write_text(PROGRAM)
    subprocess.run(["dotnet", "restore", project, "-v", "q"], check=True)
    build(project)

def added(what, prepare):
    """The median of the differences of builds one after the other, in turns."""
    times = []
    for number in range(ROUNDS):
        pair = {}
        for project in (with_weights, without) if number % 2 else (without, with_weights):
            prepare(project, number)
            pair[project] = build(project)
        times.append((pair[with_weights], pair[without]))
    difference = statistics.median(first - second for first, second in times)
    print(f"{what}: {statistics.median(first for first, _ in times):.0f} ms with weights, "
          f"{statistics.median(second for _, second in times):.0f} ms without, {difference:+.0f} ms added")
    return difference

worst = max(
    added("nothing changed", lambda project, number: None),
    added("another file changed", lambda project, number: (project / "Other.cs").write_text(f"internal class Other{number};")))
if worst > 200:
    sys.exit(f"{worst:.0f} ms added; at most 200 were expected")
