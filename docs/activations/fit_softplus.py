"""Fits the coefficients of softplus in docs/activations.md and prints them as float bits and decimals. Needs the standard library alone.

log1p(u) = 2 atanh(s), s = u / (u + 2), is 2 s (1 + z P(z)) with z = s^2 in 0..1/9; P is minimax in the relative error of log1p: Remez exchange.
"""
import math
import struct
from fractions import Fraction

END = 1 / 9
DEGREE = 3


def exact(z):
    if z < 1e-6:
        return 1 / 3 + z / 5
    s = math.sqrt(z)
    return (math.atanh(s) / s - 1) / z


def weight(z):
    if z < 1e-9:
        return 1e-9
    s = math.sqrt(z)
    return z * s / math.atanh(s)


def value(c, z):
    return sum(each * z**power for power, each in enumerate(c))


def solve(rows, right):
    m = [[Fraction(each) for each in row] + [Fraction(last)] for row, last in zip(rows, right)]
    n = len(m)
    for i in range(n):
        pivot = max(range(i, n), key=lambda row: abs(m[row][i]))
        m[i], m[pivot] = m[pivot], m[i]
        for row in range(n):
            if row != i:
                factor = m[row][i] / m[i][i]
                m[row] = [x - factor * y for x, y in zip(m[row], m[i])]
    return [float(m[i][n] / m[i][i]) for i in range(n)]


def fit():
    n = DEGREE + 2
    grid = [END * (1 - math.cos(math.pi * i / 4000)) / 2 for i in range(4001)]
    points = [END * (1 - math.cos(math.pi * (i + 0.5) / n)) / 2 for i in range(n)]
    for _ in range(30):
        rows = [[z**power for power in range(DEGREE + 1)] + [(-1) ** i / weight(z)] for i, z in enumerate(points)]
        c = solve(rows, [exact(z) for z in points])[:-1]
        errors = [(value(c, z) - exact(z)) * weight(z) for z in grid]
        peaks = []
        for i, error in enumerate(errors):
            if not peaks or (error > 0) != (errors[peaks[-1]] > 0):
                peaks.append(i)
            elif abs(error) > abs(errors[peaks[-1]]):
                peaks[-1] = i
        while len(peaks) > n:
            peaks.pop(0 if abs(errors[peaks[0]]) < abs(errors[peaks[-1]]) else -1)
        if len(peaks) < n or max(abs(grid[peak] - z) for peak, z in zip(peaks, points)) < 1e-12:
            break
        points = [grid[peak] for peak in peaks]
    return c, max(map(abs, errors))


if __name__ == "__main__":
    coefficients, error = fit()
    print(f"log1p, relative error before rounding {error:.3g}")
    for power, each in enumerate(coefficients):
        bits = struct.unpack("I", struct.pack("f", each))[0]
        print(f"c{power + 1} 0x{bits:08X}  {struct.unpack('f', struct.pack('f', each))[0]:.9g}")
