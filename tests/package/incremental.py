#!/usr/bin/env python3
"""Times builds of two projects that differ in their weights alone: incremental.py WITH WITHOUT. Fails over 200 ms."""
import pathlib, subprocess, sys, time

ROUNDS = 9
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
    """The difference of the fastest builds, taken in turns: other work on the machine only ever adds."""
    times = []
    for number in range(ROUNDS):
        pair = {}
        for project in (with_weights, without) if number % 2 else (without, with_weights):
            prepare(project, number)
            pair[project] = build(project)
        times.append((pair[with_weights], pair[without]))
    difference = min(first for first, _ in times) - min(second for _, second in times)
    print(f"{what}: {min(first for first, _ in times):.0f} ms with weights, "
          f"{min(second for _, second in times):.0f} ms without, {difference:+.0f} ms added")
    return difference

worst = max(
    added("nothing changed", lambda project, number: None),
    added("another file changed", lambda project, number: (project / "Other.cs").write_text(f"internal class Other{number};")))
if worst > 200:
    sys.exit(f"{worst:.0f} ms added; at most 200 were expected")
