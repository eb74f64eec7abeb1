#!/usr/bin/env python3
"""Writes the C# programs of a page and what they print: programs.py PAGE FOLDER. FOLDER gets 0.cs, 0.txt, 1.cs and so on; prints how many."""
import pathlib, re, sys

page, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
found = re.findall(r"```csharp\n(.*?)```\n(?:(?!```).)*<!-- prints -->\n+```text\n(.*?)```", page.read_text(encoding="utf-8"), re.S)
if not found:
    sys.exit(f"{page} shows no program with what it prints")
folder.mkdir()
for index, (program, printed) in enumerate(found):
    (folder / f"{index}.cs").write_text(program, encoding="utf-8")
    (folder / f"{index}.txt").write_text(printed, encoding="utf-8")
print(len(found))
