#!/usr/bin/env python3
"""Writes a model file as RTNeural has it, an LSTM of three units over two inputs and a dense layer: model.py FILE [seed=N]. Prints what it gives for ten samples."""
import json, math, sys

INPUTS, UNITS = 2, 3


def numbers(rows, columns, seed):
    return [[0.4 * math.sin(seed + 3 * row + 1.7 * column) for column in range(columns)] for row in range(rows)]


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def main(path, seed=1):
    kernel, recurrent, bias = numbers(INPUTS, 4 * UNITS, seed), numbers(UNITS, 4 * UNITS, seed + 1), numbers(1, 4 * UNITS, seed + 2)[0]
    weight, offset = numbers(UNITS, 1, seed + 3), [0.25]
    model = {"in_shape": [None, None, INPUTS], "layers": [
        {"type": "lstm", "activation": "tanh", "shape": [None, None, UNITS], "weights": [kernel, recurrent, bias]},
        {"type": "dense", "activation": "", "shape": [None, None, 1], "weights": [weight, offset]}]}
    with open(path, "w", encoding="utf-8") as file:
        json.dump(model, file)

    h, c = [0.0] * UNITS, [0.0] * UNITS
    for step in range(10):
        x = [math.sin(step), math.cos(2 * step)]
        z = [bias[k] + sum(x[j] * kernel[j][k] for j in range(INPUTS)) + sum(h[j] * recurrent[j][k] for j in range(UNITS)) for k in range(4 * UNITS)]
        for unit in range(UNITS):  # gates i, f, c, o
            i, f, g, o = z[unit], z[UNITS + unit], z[2 * UNITS + unit], z[3 * UNITS + unit]
            c[unit] = sigmoid(f) * c[unit] + sigmoid(i) * math.tanh(g)
            h[unit] = sigmoid(o) * math.tanh(c[unit])
        print(f"{offset[0] + sum(h[j] * weight[j][0] for j in range(UNITS)):.6f}")


if __name__ == "__main__":
    main(sys.argv[1], *(int(argument[5:]) for argument in sys.argv[2:]))
