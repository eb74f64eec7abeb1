"""Fits the coefficients of Gelu in docs/activations.md and prints them as float bits and decimals. Needs mpmath.

Phi(-t) exp(t^2 / 2) = R(t) is P(t) / (k t P(t) + Q(t)), k = sqrt(2 pi) as a float, since t R(t) tends to 1 / k: minimax in the relative error of R on 0..13.12 by weighted
least squares (Lawson), whose weights are multiplied by the errors in each round. Coefficients are rounded to floats one after another, the others fitted again each time.
"""
import struct

from mpmath import cos, erfc, exp, lu_solve, matrix, mp, mpf, pi, sqrt

mp.dps = 40
END = mpf("13.12")
POINTS = 300
DEGREE = 4


def single(x):
    return mpf(struct.unpack("f", struct.pack("f", float(x)))[0])


K = single(sqrt(2 * pi))
# Dense where R bends: t = 2 v / (1 - v).
GRID = [2 * v / (1 - v) for v in (END / (END + 2) * (1 - cos(pi * i / POINTS)) / 2 for i in range(POINTS + 1))]
RATIO = [exp(t * t / 2) * erfc(t / sqrt(mpf(2))) / 2 for t in GRID]


def fit(known, rounds):
    """The coefficients by ("p" or "q", power), q0 being 1, and the largest relative error."""
    free = [each for each in [("p", j) for j in range(DEGREE + 1)] + [("q", j) for j in range(1, DEGREE + 1)] if each not in known]
    weights, before = [mpf(1)] * len(GRID), [1 + t for t in GRID]
    best = None
    for turn in range(rounds):
        left, right = matrix(len(free), len(free)), matrix(len(free), 1)
        for t, r, weight, scale in zip(GRID, RATIO, weights, before):
            def term(each):
                return t ** each[1] * (1 - K * t * r) if each[0] == "p" else -r * t ** each[1]

            weight /= (r * scale) ** 2
            row = [term(each) for each in free]
            rest = r - sum(term(each) * value for each, value in known.items())
            for i, factor in enumerate(row):
                right[i] += weight * factor * rest
                for j, other in enumerate(row):
                    left[i, j] += weight * factor * other
        values = {**known, **dict(zip(free, lu_solve(left, right)))}
        p = [sum(values["p", j] * t**j for j in range(DEGREE + 1)) for t in GRID]
        before = [K * t * each + 1 + sum(values["q", j] * t**j for j in range(1, DEGREE + 1)) for t, each in zip(GRID, p)]
        errors = [abs(a / b / r - 1) for a, b, r in zip(p, before, RATIO)]
        best = (values, max(errors)) if best is None or max(errors) < best[1] else best
        if turn > 3:
            weights = [weight * error for weight, error in zip(weights, errors)]
            weights = [weight * len(weights) / sum(weights) for weight in weights]
    return best


if __name__ == "__main__":
    values, error = fit({}, 120)
    known = {}
    for each in [("p", 0), ("q", 1), ("p", 1), ("q", 2), ("p", 2), ("q", 3), ("p", 3), ("q", 4), ("p", 4)]:
        known[each] = single(values[each])
        if len(known) < 2 * DEGREE + 1:
            values, error = fit(known, 40)
    print(f"tail, relative error before rounding {float(error):.3g}")
    for name, power in sorted(known):
        print(f"{name}{power} 0x{struct.unpack('I', struct.pack('f', float(known[name, power])))[0]:08X}  {float(known[name, power]):.9g}")
