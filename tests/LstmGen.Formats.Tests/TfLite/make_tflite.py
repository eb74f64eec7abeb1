"""Small TensorFlow Lite files with every option of their LSTM, and what NumPy in float64 gives for them by the equations of TensorFlow Lite's reference kernels:
python3 make_tflite.py, in this folder. No TensorFlow: the tables are written by hand. Seeds are fixed."""
import json
import struct
import numpy as np

rng = np.random.default_rng(7)
F32, F16, I32, U8, I16, I8 = 0, 1, 2, 3, 7, 9
ADD, DEQUANTIZE, FULLY_CONNECTED, RESHAPE, SOFTMAX, TANH, TRANSPOSE, LSTM, SLICE, BIDI = 0, 6, 9, 22, 25, 28, 39, 44, 45, 52


# FlatBuffers: a table is a dict of field number -> value; values are written behind what refers to them.
class Raw(bytes):
    """A scalar in a table."""


def i32(v): return Raw(struct.pack("<i", v))
def f32(v): return Raw(struct.pack("<f", v))
def i8(v): return Raw(struct.pack("<b", v))


class Vector(bytes):
    """Bytes after their count."""


def ints(values): return Vector(struct.pack(f"<I{len(values)}i", len(values), *values))
def text(value): return Vector(struct.pack("<I", len(value)) + value.encode() + b"\0")
def data(value): return Vector(struct.pack("<I", len(value)) + value)


def write(out, value):
    """Writes an object and gives where it begins."""
    while len(out) % 16:
        out.append(0)
    if isinstance(value, Vector):
        at = len(out)
        out += value
        return at
    if isinstance(value, list):
        at = len(out)
        out += struct.pack("<I", len(value)) + bytes(4 * len(value))
        for k, item in enumerate(value):
            place = at + 4 + 4 * k
            struct.pack_into("<I", out, place, write(out, item) - place)
        return at
    fields = max(value, default=-1) + 1
    offsets, size = [0] * fields, 4
    for n, v in sorted(value.items()):
        offsets[n] = size
        size += 4
    table = len(out)
    out += struct.pack("<HH", 4 + 2 * fields, size) + struct.pack(f"<{fields}H", *offsets)
    while len(out) % 4:
        out.append(0)
    at = len(out)
    out += struct.pack("<i", at - table) + bytes(size - 4)
    for n, v in sorted(value.items()):
        place = at + offsets[n]
        if isinstance(v, Raw):
            out[place:place + len(v)] = v
        else:
            struct.pack_into("<I", out, place, write(out, v) - place)
    return at


class Model:
    def __init__(self):
        self.tensors, self.buffers, self.operators, self.codes = [], [{}], [], []

    def tensor(self, name, shape, values=None, dtype=F32, quantization=None, variable=False):
        table = {0: ints(shape), 1: i8(dtype), 3: text(name)}
        if values is not None:
            self.buffers.append({0: data(values)})
            table[2] = i32(len(self.buffers) - 1)
        if quantization:
            scales, axis = quantization
            table[4] = {2: Vector(struct.pack(f"<I{len(scales)}f", len(scales), *scales)), 3: Vector(struct.pack(f"<I{len(scales)}q", len(scales), *[0] * len(scales))), 6: i32(axis)}
        if variable:
            table[5] = i8(1)
        self.tensors.append(table)
        return len(self.tensors) - 1

    def const(self, name, value): return self.tensor(name, value.shape, np.float32(value).tobytes())

    def whole(self, name, values): return self.tensor(name, [len(values)], np.int32(values).tobytes(), I32)

    def operator(self, code, inputs, outputs, options=None):
        if code not in self.codes:
            self.codes.append(code)
        table = {0: i32(self.codes.index(code)), 1: ints(inputs), 2: ints(outputs)}
        if options is not None:
            table[3], table[4] = i8(1), options
        self.operators.append(table)
        return outputs[0]

    def save(self, name, inputs, outputs):
        root = {0: i32(3), 1: [{0: i8(min(c, 127)), 2: i32(1), 3: i32(c)} for c in self.codes],
                2: [{0: self.tensors, 1: ints(inputs), 2: ints(outputs), 3: self.operators}], 3: text("made by hand"), 4: self.buffers}
        out = bytearray(b"\0\0\0\0TFL3")
        struct.pack_into("<I", out, 0, write(out, root))
        open(name + ".tflite", "wb").write(out)


def expect(name, x, y):
    json.dump({"x": np.ravel(x).tolist(), "y": np.ravel(y).round(8).tolist()}, open(name + ".expected.json", "w"))


def mat(*shape): return np.float32(0.7 * rng.standard_normal(shape)).astype(float)


def sigmoid(v): return 1 / (1 + np.exp(-v))


def normal(v): return (v - v.mean()) / np.sqrt(((v - v.mean()) ** 2).mean() + 1e-8)


def run(x, p, cell_clip=0.0, proj_clip=0.0, activation=np.tanh):
    """One sequence [T, features]; p: W, R, b, peep, ln, each a dict by gate, and proj."""
    units, outputs = p["R"]["f"].shape
    h, c, ys = np.zeros(outputs), np.zeros(units), []
    for row in x:
        def sums(gate, state):
            z = p["W"][gate] @ row + p["R"][gate] @ h
            if gate in p.get("peep", {}):
                z = z + p["peep"][gate] * state
            return normal(z) * p["ln"][gate] + p["b"][gate] if "ln" in p else z + p["b"][gate]
        f = sigmoid(sums("f", c))
        i = sigmoid(sums("i", c)) if "i" in p["W"] else 1 - f
        c = f * c + i * activation(sums("c", None))
        if cell_clip:
            c = np.clip(c, -cell_clip, cell_clip)
        h = sigmoid(sums("o", c)) * activation(c)
        if "proj" in p:
            h = p["proj"] @ h
            if proj_clip:
                h = np.clip(h, -proj_clip, proj_clip)
        ys.append(h)
    return np.array(ys)


def parameters(features, units, gates="ifco", outputs=None, peepholes=False, norm=False):
    p = {"W": {g: mat(units, features) for g in gates}, "R": {g: mat(units, outputs or units) for g in gates}, "b": {g: mat(units) for g in gates}}
    if peepholes:
        p["peep"] = {g: mat(units) for g in gates if g != "c"}
    if norm:
        p["ln"] = {g: 1 + 0.3 * mat(units) for g in gates}
        p["ln"] = {g: np.float32(v).astype(float) for g, v in p["ln"].items()}
    if outputs:
        p["proj"] = mat(outputs, units)
    return p


def operands(m, p, name, const=None):
    """The first 18 inputs of a direction and its coefficients, in the operator's order, without the input itself."""
    const = const or m.const
    some = lambda key, gates: [const(f"{name}.{key}.{g}", p[key][g]) if g in p.get(key, {}) else -1 for g in gates]
    proj = [const(f"{name}.proj", p["proj"]) if "proj" in p else -1, -1]
    return some("W", "ifco") + some("R", "ifco") + some("peep", "ifo") + some("b", "ifco") + proj, some("ln", "ifco")


def states(m, p, name, batch=1):
    units, outputs = p["R"]["f"].shape
    return [m.tensor(name + ".h", [batch, outputs], variable=True), m.tensor(name + ".c", [batch, units], variable=True)]


# All of it: time first, peepholes, projection, layer normalisation, both clips.
p = parameters(2, 5, outputs=3, peepholes=True, norm=True)
m = Model()
x, y = m.tensor("x", [12, 1, 2]), m.tensor("y", [12, 1, 3])
first, norm = operands(m, p, "lstm")
m.operator(LSTM, [x, *first, *states(m, p, "lstm"), *norm], [y], {0: i8(4), 1: f32(0.6), 2: f32(0.5), 3: i8(1)})
m.save("full", [x], [y])
xs = rng.standard_normal((12, 2)).round(3)
expect("full", xs, run(xs, p, 0.6, 0.5))

# Without an input gate, 20 inputs, RELU; then the last step, RELU, softmax.
p = parameters(3, 4, gates="fco", peepholes=True)
w, b, w2, b2 = mat(3, 4), mat(3), mat(2, 3), mat(2)
m = Model()
x, h, last, d, e, y = m.tensor("x", [1, 7, 3]), m.tensor("h", [1, 7, 4]), m.tensor("last", [1, 4]), m.tensor("d", [1, 3]), m.tensor("e", [1, 2]), m.tensor("y", [1, 2])
first, _ = operands(m, p, "lstm")
m.operator(LSTM, [x, *first, *states(m, p, "lstm")], [h], {0: i8(1), 1: f32(0), 3: i8(0)})
m.operator(SLICE, [h, m.whole("begin", [0, -1, 0]), m.whole("end", [0, 0, 0]), m.whole("strides", [1, 1, 1])], [last], {0: i32(5), 1: i32(5), 4: i32(2)})
m.operator(FULLY_CONNECTED, [last, m.const("w", w), m.const("b", b)], [d], {0: i8(1)})
m.operator(FULLY_CONNECTED, [d, m.const("w2", w2), m.const("b2", b2)], [e], {})
m.operator(SOFTMAX, [e], [y], {0: f32(1)})
m.save("last", [x], [y])
xs = rng.standard_normal((7, 3)).round(3)
z = w2 @ np.maximum(w @ run(xs, p, activation=lambda v: np.maximum(v, 0))[-1] + b, 0) + b2
expect("last", xs, np.exp(z) / np.exp(z).sum())

# Weights of 8 bits with a scale for each row, of 16-bit floats behind DEQUANTIZE; two layers, time exchanged before and after; dense of each step, with a tanh in it and ADD.
m = Model()


def int8(name, value):
    if value.ndim < 2:
        return m.const(name, value)
    scale = np.float32(np.abs(value).max(1) / 127)
    q = np.int8(np.round(value / scale[:, None]))
    value[:] = q * scale.astype(float)[:, None]
    return m.tensor(name, value.shape, q.tobytes(), I8, (scale.tolist(), 0))


def half(name, value):
    value[:] = np.float16(value).astype(float)
    source, out = m.tensor(name + ".half", value.shape, np.float16(value).tobytes(), F16), m.tensor(name, value.shape)
    return m.operator(DEQUANTIZE, [source], [out])


p, q, w, b, add = parameters(2, 4), parameters(4, 3), mat(2, 3), mat(2), mat(2)
x, t, h, g = m.tensor("x", [1, 9, 2]), m.tensor("t", [9, 1, 2]), m.tensor("h", [9, 1, 4]), m.tensor("g", [9, 1, 3])
order = m.whole("order", [1, 0, 2])
m.operator(TRANSPOSE, [x, order], [t])
first, norm = operands(m, p, "one", int8)
m.operator(LSTM, [t, *first, *states(m, p, "one"), *norm], [h], {0: i8(4), 3: i8(1)})
first, norm = operands(m, q, "two", half)
m.operator(LSTM, [h, *first, *states(m, q, "two"), *norm], [g], {0: i8(4), 3: i8(1)})
back, flat, d, s, y = m.tensor("back", [1, 9, 3]), m.tensor("flat", [9, 3]), m.tensor("d", [9, 2]), m.tensor("s", [9, 2]), m.tensor("y", [1, 9, 2])
m.operator(TRANSPOSE, [g, order], [back])
m.operator(RESHAPE, [back, m.whole("flat.shape", [9, 3])], [flat])
m.operator(FULLY_CONNECTED, [flat, m.const("w", w), m.const("b", b)], [d], {})
m.operator(ADD, [d, m.const("add", add)], [s], {0: i8(4)})
m.operator(RESHAPE, [s, m.whole("y.shape", [1, 9, 2])], [y])
m.save("small_weights", [x], [y])
xs = rng.standard_normal((9, 2)).round(3)
expect("small_weights", xs, np.tanh(run(run(xs, p), q) @ w.T + b + add))

# Both directions.
p, q = parameters(2, 3), parameters(2, 3)
m = Model()
x, y = m.tensor("x", [8, 1, 2]), m.tensor("y", [8, 1, 6])
forward, backward = operands(m, p, "fw")[0], operands(m, q, "bw")[0]
m.operator(BIDI, [x, *forward, *backward, *states(m, p, "fw"), *states(m, q, "bw"), *[-1] * 9], [y], {0: i8(4), 3: i8(1), 4: i8(1)})
m.save("both", [x], [y])
xs = rng.standard_normal((8, 2)).round(3)
expect("both", xs, np.concatenate([run(xs, p), run(xs[::-1], q)[::-1]], 1))
