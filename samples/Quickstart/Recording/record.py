#!/usr/bin/env python3
"""Records how busy this Linux machine is, ten times a second, into a CSV file.

    python3 record.py machine.csv --minutes 30

Standard library only. Reads /proc/stat, /proc/meminfo and /proc/vmstat: counters of the whole machine, no process names,
no host name, no clock time. CPU columns are fractions 0..1 of all cores' time in the interval.
"""
import argparse
import os
import time

HEADER = "time_s,cpu_busy,cpu_system,cpu_iowait,tasks_running,forks_per_s,memory_used_mib,io_read_mib_s,io_write_mib_s"


def read_stat():
    """Ticks of (user, system, iowait, all), forks since boot, tasks that can run now."""
    forks = running = 0
    with open("/proc/stat", encoding="ascii") as lines:
        for line in lines:
            name, *values = line.split()
            if name == "cpu":
                user, nice, system, idle, iowait, irq, softirq, steal = (int(v) for v in values[:8])
                kernel = system + irq + softirq
                ticks = (user + nice, kernel, iowait, user + nice + kernel + idle + iowait + steal)
            elif name == "processes":
                forks = int(values[0])
            elif name == "procs_running":
                running = int(values[0])
    return ticks, forks, running


def read_table(path, names):
    """The named counters of a /proc file that holds a name and a number a line."""
    with open(path, encoding="ascii") as lines:
        table = {line.split()[0].rstrip(":"): int(line.split()[1]) for line in lines}
    return [table[name] for name in names]


def sample():
    ticks, forks, running = read_stat()
    total, available = read_table("/proc/meminfo", ("MemTotal", "MemAvailable"))
    read, written = read_table("/proc/vmstat", ("pgpgin", "pgpgout"))
    return time.monotonic(), ticks, forks, running - 1, (total - available) / 1024, read / 1024, written / 1024


def row(first, before, now):
    seconds = now[0] - before[0]
    user, system, iowait, all_ticks = (b - a for a, b in zip(before[1], now[1]))
    share = 1.0 / max(all_ticks, 1)
    return (f"{now[0] - first:.1f},{(user + system) * share:.3g},{system * share:.3g},{max(iowait, 0) * share:.3g},"
            f"{now[3]},{(now[2] - before[2]) / seconds:.0f},{now[4]:.0f},"
            f"{(now[5] - before[5]) / seconds:.3g},{(now[6] - before[6]) / seconds:.3g}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file")
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--interval", type=float, default=0.1, help="seconds between samples")
    options = parser.parse_args()

    partial = options.file + ".partial"
    with open(partial, "w", encoding="ascii", newline="\n") as out:
        out.write(HEADER + "\n")
        before = sample()
        first = due = before[0]
        while due - first < options.minutes * 60:
            due += options.interval
            time.sleep(max(0.0, due - time.monotonic()))
            now = sample()
            out.write(row(first, before, now) + "\n")
            out.flush()
            before = now
    os.replace(partial, options.file)


if __name__ == "__main__":
    main()
