"""Small models of the formats that are JSON texts, and what PyTorch gives for them: python3 make_json.py, in this folder. Seeds are fixed."""
import json
import numpy as np
import torch

torch.manual_seed(5)
rng = np.random.default_rng(5)


def save(path, value):
    with open(path, "w") as file:
        json.dump(value, file)


def listed(tensor, digits=9):
    return json.loads(json.dumps(np.asarray(tensor.detach().numpy() if torch.is_tensor(tensor) else tensor, dtype=np.float32).astype(float).tolist()))


def spread(module):
    for parameter in module.parameters():
        torch.nn.init.uniform_(parameter, -0.6, 0.6)
        parameter.data = parameter.data.round(decimals=3)
    return module.double()


def sound(steps, inputs=1):
    x = (0.8 * rng.standard_normal((steps, inputs))).round(3)
    return torch.tensor(x)


def expect(name, x, y, **more):
    save(name + ".expected.json", {"x": np.asarray(x).ravel().tolist(), "y": np.float32(np.asarray(y).ravel()).astype(float).round(8).tolist()})


# NAM: two layers, two channels in and out, states that are not zero.
lstm, head = spread(torch.nn.LSTM(2, 3, 2)), spread(torch.nn.Linear(3, 2))
h0, c0 = (0.3 * rng.standard_normal((2, 3))).round(3), (0.3 * rng.standard_normal((2, 3))).round(3)
weights = []
for k in range(2):
    w = np.concatenate([getattr(lstm, f"weight_ih_l{k}").detach().numpy(), getattr(lstm, f"weight_hh_l{k}").detach().numpy()], 1)
    weights += [*w.ravel(), *(getattr(lstm, f"bias_ih_l{k}") + getattr(lstm, f"bias_hh_l{k}")).detach().numpy(), *h0[k], *c0[k]]
weights += [*head.weight.detach().numpy().ravel(), *head.bias.detach().numpy()]
save("Nam/small.nam", {"version": "0.5.4", "metadata": {"name": "small", "date": {"year": 2026}, "loudness": -20.5}, "architecture": "LSTM",
                       "config": {"input_size": 2, "hidden_size": 3, "num_layers": 2, "in_channels": 2, "out_channels": 2},
                       "weights": [round(float(w), 4) for w in weights], "sample_rate": 48000})
x = sound(40, 2)
y = head(lstm(x[:, None], (torch.tensor(h0)[:, None], torch.tensor(c0)[:, None]))[0])
expect("Nam/small", x, y.detach())

# GuitarML: GRU of two layers with a knob and the skip; LSTM without bias, without skip.
gru, lin = spread(torch.nn.GRU(2, 4, 2)), spread(torch.nn.Linear(4, 1))
state = {**{"rec." + n: listed(p) for n, p in gru.named_parameters()}, **{"lin." + n: listed(p) for n, p in lin.named_parameters()}}
save("GuitarMl/small_gru.json", {"model_data": {"model": "SimpleRNN", "input_size": 2, "skip": 1, "output_size": 1, "unit_type": "GRU", "num_layers": 2, "hidden_size": 4, "bias_fl": True}, "state_dict": state})
x = sound(40, 2)
expect("GuitarMl/small_gru", x, (lin(gru(x[:, None])[0])[:, 0] + x[:, :1]).detach())
lstm, lin = spread(torch.nn.LSTM(1, 3, bias=False)), spread(torch.nn.Linear(3, 1, bias=False))
state = {**{"rec." + n: listed(p) for n, p in lstm.named_parameters()}, **{"lin." + n: listed(p) for n, p in lin.named_parameters()}}
save("GuitarMl/small_lstm.json", {"model_data": {"model": "SimpleRNN", "input_size": 1, "skip": 0, "output_size": 1, "unit_type": "LSTM", "num_layers": 1, "hidden_size": 3, "bias_fl": False}, "state_dict": state})
x = sound(40)
expect("GuitarMl/small_lstm", x, lin(lstm(x[:, None])[0]).detach())


# RTNeural, by Keras' equations in NumPy: dense, prelu, GRU (z, r, h, two biases), batchnorm, tanh, LSTM, dense, elu, dense, softmax.
def sigmoid(v):
    return 1 / (1 + np.exp(-v))


def mat(*shape):
    return (0.6 * rng.standard_normal(shape)).round(3)


x = sound(40, 2).numpy()
w0, b0, slope = mat(2, 3), mat(3), 0.2
k1, r1, b1 = mat(3, 12), mat(4, 12), mat(2, 12)
gamma, beta, mean, variance, epsilon = mat(4), mat(4), mat(4), np.abs(mat(4)) + 0.1, 0.001
k3, r3, b3 = mat(4, 12), mat(3, 12), mat(12)
w4, b4, w5, b5 = mat(3, 3), mat(3), mat(3, 2), mat(2)
h1, h3, c3, ys = np.zeros(4), np.zeros(3), np.zeros(3), []
for row in x:
    a = row @ w0 + b0
    a = np.where(a >= 0, a, slope * a)
    xs, hs = a @ k1 + b1[0], h1 @ r1 + b1[1]
    z, r = sigmoid(xs[:4] + hs[:4]), sigmoid(xs[4:8] + hs[4:8])
    h1 = z * h1 + (1 - z) * np.tanh(xs[8:] + r * hs[8:])
    a = np.tanh(gamma * (h1 - mean) / np.sqrt(variance + epsilon) + beta)
    i, f, g, o = np.split(a @ k3 + h3 @ r3 + b3, 4)
    c3 = sigmoid(f) * c3 + sigmoid(i) * np.tanh(g)
    h3 = sigmoid(o) * np.tanh(c3)
    a = h3 @ w4 + b4
    a = np.where(a >= 0, a, np.exp(a) - 1) @ w5 + b5
    ys.append(np.exp(a) / np.exp(a).sum())
shape = lambda n: [None, None, n]
save("RtNeural/small.json", {"in_shape": shape(2), "layers": [
    {"type": "time-distributed-dense", "activation": "", "shape": shape(3), "weights": [w0.tolist(), b0.tolist()]},
    {"type": "prelu", "activation": "", "shape": shape(3), "weights": [[[slope] * 3]]},
    {"type": "gru", "activation": "tanh", "shape": shape(4), "weights": [k1.tolist(), r1.tolist(), b1.tolist()]},
    {"type": "batchnorm", "shape": shape(4), "weights": [gamma.tolist(), beta.tolist(), mean.tolist(), variance.tolist()], "epsilon": epsilon},
    {"type": "activation", "activation": "tanh", "shape": shape(4), "weights": []},
    {"type": "lstm", "activation": "tanh", "shape": shape(3), "weights": [k3.tolist(), r3.tolist(), b3.tolist()]},
    {"type": "dense", "activation": "elu", "shape": shape(3), "weights": [w4.tolist(), b4.tolist()]},
    {"type": "dense", "activation": "softmax", "shape": shape(2), "weights": [w5.tolist(), b5.tolist()]}]})
expect("RtNeural/small", x, np.array(ys))


# AIDA-X: gains and skip; a knob that has no gain; the samples for the check by the same equations, the knob at 0.
def aida(name, inputs, skip, in_gain, out_gain, activation="", **more):
    k, r, b, w, d = mat(inputs, 12), mat(3, 12), mat(12), mat(3, 1), mat(1)
    gi, go = 10 ** (in_gain / 20), 10 ** (out_gain / 20)

    def run(x):
        h, c, ys = np.zeros(3), np.zeros(3), []
        for row in x:
            row = row.copy()
            row[0] *= gi
            i, f, g, o = np.split(row @ k + h @ r + b, 4)
            c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
            h = sigmoid(o) * np.tanh(c)
            y = h @ w + d
            ys.append(go * ((np.tanh(y) if activation else y) + (row[0] if skip else 0)))
        return np.array(ys)

    x, batch = sound(40, inputs).numpy(), sound(32, 1).numpy()
    padded = np.concatenate([batch, np.zeros((32, inputs - 1))], 1)
    save(f"AidaX/{name}.json", {"in_shape": shape(inputs), "in_skip": skip, "in_gain": in_gain, "out_gain": out_gain, "layers": [
        {"type": "lstm", "activation": "", "shape": shape(3), "weights": [k.tolist(), r.tolist(), b.tolist()]},
        {"type": "dense", "activation": activation, "shape": shape(1), "weights": [w.tolist(), d.tolist()]}],
        "input_batch": batch.ravel().tolist(), "output_batch": run(padded).ravel().round(8).tolist(),
        "metadata": {"name": name, "samplerate": "48000"}})
    expect(f"AidaX/{name}", x, run(x))


aida("no_skip", 1, 0, -6.0, 3.5)
aida("skip_inverse", 1, 1, 6.0, -6.0)
aida("skip_knob", 2, 1, 2.5, 4.0)
aida("skip_tanh", 1, 1, 2.5, 4.0, "tanh")
aida("no_skip_tanh", 2, 0, 2.5, -4.0, "tanh")

# A state_dict as nested lists: two modules of LSTMs and a linear layer.
one, two, dense = spread(torch.nn.LSTM(1, 3)), spread(torch.nn.LSTM(3, 2, 2)), spread(torch.nn.Linear(2, 1))
save("TorchJson/small.json", {**{"lstm." + n: listed(p) for n, p in one.named_parameters()}, **{"lstm2." + n: listed(p) for n, p in two.named_parameters()},
                              **{"dense." + n: listed(p) for n, p in dense.named_parameters()}})
x = sound(40)
expect("TorchJson/small", x, dense(two(one(x[:, None])[0])[0]).detach())
