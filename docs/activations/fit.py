"""Fits the coefficients of docs/activations.md and prints them as float bits and decimals.

Needs numpy and scipy. The error of the rounded formulas is measured by tests/LstmGen.Nightly, over all floats.
"""
import numpy as np
import scipy.linalg
from scipy.optimize import linprog


def show(name, value):
    value = np.float32(value)
    print(f"{name:3} 0x{int(value.view(np.uint32)):08X}  {value:.9g}")


def fit_expm1(c2):
    """c3..c6 of r + r^2 (c2 + c3 r + .. + c6 r^4), minimax in the relative error of expm1 on +-ln2/2, for a given c2.

    c2 is given because rounding a fitted c2 to float costs more than fitting it gains.
    """
    h = float(np.log(2) / 2 * 1.0005)
    r = np.linspace(-h, h, 1601)
    r = r[np.abs(r) > 1e-3]
    exact = r.astype(np.longdouble)
    target = (np.expm1(exact) - exact) / exact**2 - np.longdouble(c2)
    weight = (exact**2 / np.abs(np.expm1(exact))).astype(float) * 1e6
    a = np.stack([(r / h) ** j for j in (1, 2, 3, 4)], 1) * weight[:, None]
    b = (target * weight).astype(float)
    ones = np.ones((len(r), 1))
    solution = linprog(
        [0, 0, 0, 0, 1],
        A_ub=np.vstack([np.hstack([a, -ones]), np.hstack([-a, -ones])]),
        b_ub=np.concatenate([b, -b]),
        bounds=[(None, None)] * 4 + [(0, None)],
        method="highs",
        options=dict(primal_feasibility_tolerance=1e-10, dual_feasibility_tolerance=1e-10),
    )
    return solution.x[:4] / h ** np.arange(1, 5), solution.x[4] * 1e-6


def fit_tanh(k):
    """p0..p3, q0..q2 of x P(x^2) / Q(x^2), Q monic of degree 3, minimax in the relative error on (0, k]: Remez exchange."""
    n = 8
    grid = np.unique(np.concatenate([[1e-6 * k], (1 - np.cos(np.linspace(0, np.pi, 40001)[1:])) / 2 * k]))
    f = np.tanh(grid)
    points = k * (1 - np.cos(np.pi * np.arange(n) / (n - 1))) / 2
    points[0] = 1e-6 * k
    for _ in range(60):
        # x P - f Q = +-E f Q at 8 points is an eigenvalue problem; the wanted E has Q > 0 on the whole interval.
        powers = ((points / k) ** 2)[:, None] ** np.arange(4)
        xp, fq = (points / k)[:, None] * powers, np.tanh(points)[:, None] * powers
        sign = ((-1.0) ** np.arange(n))[:, None]
        values, vectors = scipy.linalg.eig(np.hstack([xp, -fq]), np.hstack([0 * xp, sign * fq]))
        found = []
        for value, vector in zip(values, vectors.T):
            if vector.real[4] == 0:
                continue
            vector = vector.real / vector.real[4]
            q = np.polyval(vector[:3:-1], (grid / k) ** 2)
            if np.isfinite(value) and abs(value.imag) <= 1e-9 * abs(value) and q.min() > 0:
                found.append((abs(value.real), vector, q))
        level, c, q = min(found, key=lambda item: item[0])
        error = np.polyval(c[3::-1], (grid / k) ** 2) * grid / k / q / f - 1
        turns = [0, *(i for i in range(1, len(grid) - 1) if (error[i] - error[i - 1]) * (error[i + 1] - error[i]) <= 0), len(grid) - 1]
        peaks = []
        for i in turns:
            if not peaks or np.sign(error[i]) != np.sign(error[peaks[-1]]):
                peaks.append(i)
            elif abs(error[i]) > abs(error[peaks[-1]]):
                peaks[-1] = i
        while len(peaks) > n:
            peaks.pop(0 if abs(error[peaks[0]]) < abs(error[peaks[-1]]) else -1)
        largest = np.abs(error).max()
        if largest < level * (1 + 1e-4):
            break
        points = grid[peaks]
    p, q = c[:4] / k ** (2 * np.arange(4) + 1), c[4:] / k ** (2 * np.arange(4))
    return p / q[3], q[:3] / q[3], largest


if __name__ == "__main__":
    c2 = 0.5 + 2.0**-24
    rest, error = fit_expm1(c2)
    print(f"expm1, relative error before rounding {error:.3g}")
    for j, value in enumerate([c2, *rest]):
        show(f"c{j + 2}", value)

    k = 7.08
    p, q, error = fit_tanh(k)
    print(f"fast tanh, relative error before rounding {error:.3g}")
    show("k", k)
    for j in range(4):
        show(f"p{j}", p[j])
    for j in range(3):
        show(f"q{j}", q[j])
    # sigmoid(x) = (1 + tanh(x/2)) / 2 = (x P' + Q') / (2 Q') with P'(x^2) = 32 P(x^2/4), Q'(x^2) = 64 Q(x^2/4)
    print("fast sigmoid: the same, scaled by powers of two")
    show("k", 2 * np.float32(k))
    for j in range(4):
        show(f"p{j}", np.float32(p[j]) * 2.0 ** (5 - 2 * j))
    for j in range(3):
        show(f"q{j}", np.float32(q[j]) * 2.0 ** (6 - 2 * j))
