"""Writes a golden file: JSON, every number so that it reads back to the same double."""
import json
import os


def rounded(values):
    """Twelve digits: for results that are compared within a tolerance, not for inputs."""
    return [float(f"{value:.12g}") for value in values]


def save(script, data):
    """Beside the script, under its name."""
    path = os.path.splitext(os.path.abspath(script))[0] + ".json"
    text = json.dumps(data, separators=(",", ":")).replace('},{', '},\n{')
    with open(path + ".partial", "w", encoding="utf-8", newline="\n") as out:
        out.write(text + "\n")
    os.replace(path + ".partial", path)
