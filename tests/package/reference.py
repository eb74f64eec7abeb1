#!/usr/bin/env python3
"""Computes the reference of a weight file by plain loops in double, after the formulas of torch.nn.LSTM and torch.nn.Linear:
reference.py WEIGHTS REFERENCE [--steps N] [--batch N] [--prefix P] [--head P]"""
import argparse, math, struct
from weights import read, write

def tensor(header, data, name):
    entry = header[name]
    begin, end = entry["data_offsets"]
    values = struct.unpack(f"<{(end - begin) // 4}f", data[begin:end])
    if len(entry["shape"]) == 1:
        return list(values)
    columns = entry["shape"][1]
    return [values[at:at + columns] for at in range(0, len(values), columns)]

def product(matrix, vector):
    return [sum(weight * value for weight, value in zip(row, vector)) for row in matrix]

def sigmoid(value):
    return 1 / (1 + math.exp(-value))

def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("weights")
    parser.add_argument("reference")
    parser.add_argument("--steps", type=int, default=6)
    parser.add_argument("--batch", type=int, default=2)
    parser.add_argument("--prefix", default="")
    parser.add_argument("--head", default="head.")
    options = parser.parse_args()
    header, data = read(options.weights)
    layers = []
    while f"{options.prefix}weight_ih_l{len(layers)}" in header:
        layers.append([tensor(header, data, f"{options.prefix}{name}_l{len(layers)}") for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")])
    head = [tensor(header, data, options.head + name) for name in ("weight", "bias")] if options.head + "weight" in header else None
    size, units = len(layers[0][0][0]), len(layers[0][1][0])

    inputs = [[[rounded(math.sin(0.7 * (step * options.batch + row) * size + 1.3 * column)) for column in range(size)]
               for row in range(options.batch)] for step in range(options.steps)]
    outputs = [[None] * options.batch for _ in range(options.steps)]
    for row in range(options.batch):
        states = [([0.0] * units, [0.0] * units) for _ in layers]
        for step in range(options.steps):
            value = inputs[step][row]
            for index, (weight_ih, weight_hh, bias_ih, bias_hh) in enumerate(layers):
                hidden, cell = states[index]
                gates = [sum(parts) for parts in zip(product(weight_ih, value), product(weight_hh, hidden), bias_ih, bias_hh)]
                i, f, g, o = (gates[gate * units:(gate + 1) * units] for gate in range(4))
                cell = [sigmoid(f[unit]) * cell[unit] + sigmoid(i[unit]) * math.tanh(g[unit]) for unit in range(units)]
                value = [sigmoid(o[unit]) * math.tanh(cell[unit]) for unit in range(units)]
                states[index] = value, cell
            outputs[step][row] = [sum(parts) for parts in zip(product(head[0], value), head[1])] if head else value

    result, bytes_ = {}, b""
    for name, values in (("inputs", inputs), ("outputs", outputs)):
        flat = [number for step in values for row in step for number in row]
        packed = struct.pack(f"<{len(flat)}f", *flat)
        result[name] = {"dtype": "F32", "shape": [options.steps, options.batch, len(values[0][0])], "data_offsets": [len(bytes_), len(bytes_) + len(packed)]}
        bytes_ += packed
    write(options.reference, result, bytes_)

def rounded(value):
    return struct.unpack("<f", struct.pack("<f", value))[0]

main()
