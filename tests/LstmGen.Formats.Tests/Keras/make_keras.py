"""
Small files laid out as Keras does, and what such models give: python3 make_keras.py, in this folder, with h5py and numpy. Keras is not needed: layouts are those of its
hdf5_format.py (Keras 1 and 2), legacy_h5_format.py and saving_lib.py (Keras 3), outputs are computed here in float64 from its equations. Seeds are fixed.
"""
import io
import json
import zipfile

import h5py
import numpy as np

rng = np.random.default_rng(11)
STEPS = 5


def weights(*shape):
    return rng.uniform(-0.9, 0.9, shape).round(3).astype(np.float32)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


FUNCTIONS = {
    "linear": lambda x: x, "sigmoid": sigmoid, "tanh": np.tanh, "relu": lambda x: np.maximum(x, 0), "softsign": lambda x: x / (1 + abs(x)),
    "hard_sigmoid": lambda x: np.clip(0.2 * x + 0.5, 0, 1), "hard_sigmoid_3": lambda x: np.clip(x / 6 + 0.5, 0, 1),
    "softmax": lambda x: np.exp(x) / np.exp(x).sum(-1, keepdims=True), "leaky_relu": lambda x: np.where(x < 0, 0.2 * x, x),
}


def lstm(x, kernel, recurrent, bias, gate="sigmoid", function="tanh"):
    f, s, units = FUNCTIONS[function], FUNCTIONS[gate], recurrent.shape[0]
    h, c, out = np.zeros(units), np.zeros(units), []
    for step in x:
        i, j, g, o = np.split(step @ kernel.astype(float) + h @ recurrent.astype(float) + bias, 4)
        c = s(j) * c + s(i) * f(g)
        h = s(o) * f(c)
        out.append(h)
    return np.array(out)


def gru(x, kernel, recurrent, bias, reset_after, gate="sigmoid", function="tanh"):
    f, s, units = FUNCTIONS[function], FUNCTIONS[gate], recurrent.shape[0]
    kernel, recurrent, bias = kernel.astype(float), recurrent.astype(float), bias.astype(float)
    h, out = np.zeros(units), []
    for step in x:
        a = step @ kernel + (bias[0] if reset_after else bias)
        z, r = (s(a[:2 * units] + (h @ recurrent + bias[1] if reset_after else h @ recurrent)[:2 * units])).reshape(2, units)
        inner = r * (h @ recurrent + bias[1])[2 * units:] if reset_after else (r * h) @ recurrent[:, 2 * units:]
        h = z * h + (1 - z) * f(a[2 * units:] + inner)
        out.append(h)
    return np.array(out)


def dense(x, kernel, bias, function="linear"):
    return FUNCTIONS[function](x @ kernel.astype(float) + bias)


def expect(name, x, y):
    with open(name + ".expected.json", "w") as file:
        json.dump({"x": np.asarray(x).ravel().tolist(), "y": np.asarray(y, float).ravel().round(8).tolist()}, file)


def inputs(features=2):
    return rng.standard_normal((STEPS, features)).round(2)


def rnn_config(name, units, **more):
    config = {"name": name, "trainable": True, "dtype": "float32", "units": units, "return_sequences": True, "return_state": False, "go_backwards": False, "stateful": False, "unroll": False,
              "activation": "tanh", "recurrent_activation": "sigmoid", "use_bias": True, "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": None}}, "unit_forget_bias": True,
              "kernel_regularizer": None, "dropout": 0.2, "recurrent_dropout": 0.0, "implementation": 2}
    config.update(more)
    return config


def layer(type, **config):
    return {"class_name": type, "config": config}


def dense_config(name, units, activation="linear"):
    return {"name": name, "trainable": True, "units": units, "activation": activation, "use_bias": True, "kernel_initializer": {"class_name": "GlorotUniform", "config": {}}, "bias_constraint": None}


def save_names(group, key, names):
    """As save_attributes_to_hdf5_group, in several attributes where told so."""
    group.attrs[key] = np.array([name.encode() for name in names]) if names else np.array([])


def write_h5(path, layers, all_weights, version, model="Sequential", libver="earliest", chunked=False, config=True, cut=False, text=False):
    with h5py.File(path, "w", libver=libver) as file:
        root = file
        if config:
            model_config = json.dumps({"class_name": model, "config": layers if isinstance(layers, dict) else {"name": "sequential", "layers": layers}})
            file.attrs["model_config"] = model_config if text else model_config.encode()
            root = file.create_group("model_weights")
        for place in {file, root}:
            place.attrs["keras_version"] = version if text else version.encode()
            place.attrs["backend"] = b"tensorflow"
        if cut:
            names = list(all_weights)
            save_names(root, "layer_names0", names[:1])
            save_names(root, "layer_names1", names[1:])
        else:
            save_names(root, "layer_names", list(all_weights))
        for name, values in all_weights.items():
            group = root.create_group(name)
            names = [f"{name}/{inner}:0" for inner, _ in values]
            if cut and len(names) > 1:
                save_names(group, "weight_names0", names[:1])
                save_names(group, "weight_names1", names[1:])
            else:
                save_names(group, "weight_names", names)
            for full, (_, value) in zip(names, values):
                if chunked and full == names[0]:
                    group.create_dataset(full, data=value, chunks=tuple(max(1, size // 2) for size in value.shape), compression="gzip", shuffle=True, fletcher32=True)
                else:
                    group.create_dataset(full, data=value)


def write_keras(path, config, arrays, version="3.4.1"):
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        for name, value in arrays.items():
            file.create_dataset(name, data=value)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("metadata.json"), json.dumps({"keras_version": version, "date_saved": "2026-01-02@03:04:05"}))
        archive.writestr(zipfile.ZipInfo("config.json"), json.dumps(config))
        archive.writestr(zipfile.ZipInfo("model.weights.h5"), buffer.getvalue())


def cell(*values):
    return list(zip(("kernel", "recurrent_kernel", "bias"), values))


# Keras 2: LSTM, dropout, LSTM of which the last step counts, dense; several layouts of one file.
k1, r1, b1, k2, r2, b2 = weights(2, 12), weights(3, 12), weights(12), weights(3, 8), weights(2, 8), weights(8)
kd, bd = weights(2, 3), weights(3)
x = inputs()
sequential = [layer("InputLayer", batch_input_shape=[None, None, 2], dtype="float32", sparse=False, name="lstm_input"), layer("LSTM", **rnn_config("lstm", 3)),
              layer("Dropout", name="dropout", rate=0.5, noise_shape=None, seed=None),
              layer("LSTM", **rnn_config("lstm_1", 2, return_sequences=False, recurrent_activation="hard_sigmoid", activation="softsign")), layer("Dense", **dense_config("dense", 3, "softmax"))]
stack = {"lstm": cell(k1, r1, b1), "dropout": [], "lstm_1": cell(k2, r2, b2), "dense": [("kernel", kd), ("bias", bd)]}
y = dense(lstm(lstm(x, k1, r1, b1), k2, r2, b2, "hard_sigmoid", "softsign")[-1:], kd, bd, "softmax")
expect("stack", x, y)
write_h5("stack.h5", sequential, stack, "2.3.1")
write_h5("stack_latest.h5", sequential, stack, "2.3.1", libver="latest")
write_h5("stack_gzip.h5", sequential, stack, "2.3.1", chunked=True, text=True)
write_h5("stack_gzip_latest.h5", sequential, stack, "2.3.1", libver="latest", chunked=True, text=True)
write_h5("stack_cut.h5", sequential, stack, "2.1.5", cut=True)

# The same as a functional model of Keras 2, and with Keras 3's hard_sigmoid as an archive.
functional = {"name": "model", "layers": [dict(each, name=each["config"]["name"], inbound_nodes=[] if at == 0 else [[[sequential[at - 1]["config"]["name"], 0, 0, {}]]]) for at, each in enumerate(sequential)],
              "input_layers": [["lstm_input", 0, 0]], "output_layers": [["dense", 0, 0]]}
write_h5("functional.h5", functional, dict({"lstm_input": []}, **stack), "2.9.0", model="Functional")


def three(type, before, **config):
    tensor = {"class_name": "__keras_tensor__", "config": {"shape": [None, None, 2], "dtype": "float32", "keras_history": [before, 0, 0]}}
    return {"module": "keras.layers", "class_name": type, "config": dict(config, dtype={"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": None}),
            "registered_name": None, "name": config["name"], "inbound_nodes": [{"args": [tensor], "kwargs": {"training": False, "mask": None}}] if before else []}


# Keras 3: two directions, a layer of its own for each step, activations of their own.
kf, rf, bf, kb, rb, bb = weights(2, 8), weights(2, 8), weights(8), weights(2, 8), weights(2, 8), weights(8)
kt, bt = weights(4, 3), weights(3)
inner = {"module": "keras.layers", "class_name": "LSTM", "config": rnn_config("forward_lstm", 2, recurrent_activation="hard_sigmoid", seed=None, zero_output_for_mask=True), "registered_name": None}
outer = {"module": "keras.layers", "class_name": "LSTM", "config": rnn_config("backward_lstm", 2, recurrent_activation="hard_sigmoid", seed=None, zero_output_for_mask=True, go_backwards=True), "registered_name": None}
timed = {"module": "keras.layers", "class_name": "Dense", "config": dense_config("dense", 3), "registered_name": None}
archive = {"module": "keras", "class_name": "Functional", "config": {"name": "functional", "trainable": True, "layers": [
    three("InputLayer", None, name="input", batch_shape=[None, None, 2], sparse=False), three("Masking", "input", name="masking", mask_value=0.0),
    three("Bidirectional", "masking", name="bidirectional", layer=inner, backward_layer=outer, merge_mode="concat"),
    three("TimeDistributed", "bidirectional", name="timed", layer=timed), three("LeakyReLU", "timed", name="leaky", negative_slope=0.2)],
    "input_layers": [["input", 0, 0]], "output_layers": [["leaky", 0, 0]]}, "registered_name": "Functional", "build_config": {"input_shape": None}, "compile_config": {}}
x = inputs()
both = np.concatenate([lstm(x, kf, rf, bf, "hard_sigmoid_3"), lstm(x[::-1], kb, rb, bb, "hard_sigmoid_3")[::-1]], 1)
expect("both", x, dense(both, kt, bt, "leaky_relu"))
write_keras("both.keras", archive, {
    "layers/bidirectional/forward_layer/cell/vars/0": kf, "layers/bidirectional/forward_layer/cell/vars/1": rf, "layers/bidirectional/forward_layer/cell/vars/2": bf,
    "layers/bidirectional/backward_layer/cell/vars/0": kb, "layers/bidirectional/backward_layer/cell/vars/1": rb, "layers/bidirectional/backward_layer/cell/vars/2": bb,
    "layers/time_distributed/layer/vars/0": kt, "layers/time_distributed/layer/vars/1": bt, "optimizer/vars/0": np.array(3), "layers/masking/vars/0": np.zeros(0)})

# Merged directions of which the last step counts, Keras 2.
for mode, merge in (("sum", lambda a, b: a + b), ("mul", lambda a, b: a * b), ("ave", lambda a, b: (a + b) / 2)):
    expect(f"merge_{mode}", x, merge(lstm(x, kf, rf, bf)[-1:], lstm(x[::-1], kb, rb, bb)[-1:]))
    write_h5(f"merge_{mode}.h5", [layer("Bidirectional", name="both", layer=layer("LSTM", **rnn_config("lstm", 2, return_sequences=False)), merge_mode=mode)],
             {"both": [("forward_lstm/" + name, value) for name, value in cell(kf, rf, bf)] + [("backward_lstm/" + name, value) for name, value in cell(kb, rb, bb)]}, "2.4.0", libver="latest")

# GRUs of both kinds, tokens, backward layers.
table, kg, rg, bg = weights(6, 2), weights(2, 9), weights(3, 9), weights(2, 9)
kh, rh, bh = weights(3, 6), weights(2, 6), weights(6)
tokens = np.array([1, 5, 0, 2, 2])
expect("tokens", tokens, gru(gru(table[tokens].astype(float), kg, rg, bg, True), kh, rh, bh, False, "hard_sigmoid")[-1:])
write_h5("tokens.h5", [layer("Embedding", name="embedding", batch_input_shape=[None, None], input_dim=6, output_dim=2, mask_zero=True, input_length=None, embeddings_initializer={"class_name": "RandomUniform", "config": {}}),
                       layer("GRU", **rnn_config("gru", 3, reset_after=True)), layer("GRU", **rnn_config("gru_1", 2, reset_after=False, recurrent_activation="hard_sigmoid", return_sequences=False))],
         {"embedding": [("embeddings", table)], "gru": cell(kg, rg, bg), "gru_1": cell(kh, rh, bh)}, "2.4.0")
x = inputs()
expect("backward", x, lstm(lstm(x[::-1], k1, r1, b1), k2, r2, b2)[-1:])
write_h5("backward.h5", [layer("LSTM", **rnn_config("lstm", 3, go_backwards=True)), layer("LSTM", **rnn_config("lstm_1", 2, return_sequences=False))], {"lstm": cell(k1, r1, b1), "lstm_1": cell(k2, r2, b2)}, "2.4.0", libver="latest")

# CuDNN's layers keep, in the block of each gate, the matrix [units, inputs] as it lies in memory.
def to_cudnn(kernel, gates):
    return np.hstack([block.T.reshape(block.shape) for block in np.hsplit(kernel, gates)])


def recurrent_to_cudnn(kernel, gates):
    return np.hstack([block.T for block in np.hsplit(kernel, gates)])


b8 = weights(24)
expect("cudnn", x, lstm(x, k1, r1, b8[:12] + b8[12:]))
write_h5("cudnn.h5", [layer("CuDNNLSTM", name="fast", units=3, return_sequences=True, return_state=False, go_backwards=False, stateful=True, unit_forget_bias=True)],
         {"fast": cell(to_cudnn(k1, 4), recurrent_to_cudnn(r1, 4), b8)}, "2.1.5")
write_h5("cudnn_weights.h5", [], {"input": [], "fast": cell(to_cudnn(k1, 4), recurrent_to_cudnn(r1, 4), b8)}, "2.1.5", config=False, libver="latest")
expect("cudnn_gru", x, gru(x, kg, rg, bg, True))
write_h5("cudnn_gru.h5", [layer("CuDNNGRU", name="fast", units=3, return_sequences=True)], {"fast": cell(to_cudnn(kg, 3), recurrent_to_cudnn(rg, 3), bg.reshape(-1))}, "2.1.5", libver="latest")

# Normalisation before and behind, pooling, weights alone.
gamma, beta, mean, variance = weights(2), weights(2), weights(2), abs(weights(2)) + 0.1
scaled = gamma * (x - mean) / np.sqrt(variance + 1e-3) + beta
gamma2, mean2, variance2 = weights(3), weights(3), abs(weights(3)) + 0.1
after = gamma2 * (dense(lstm(scaled, k1, r1, b1).mean(0, keepdims=True), weights_kd := weights(3, 3), weights_bd := weights(3)) - mean2) / np.sqrt(variance2 + 0.01)
expect("normed", x, np.maximum(after, 0))
write_h5("normed.h5", [layer("BatchNormalization", name="first", axis=[2], momentum=0.99, epsilon=0.001, center=True, scale=True), layer("LSTM", **rnn_config("lstm", 3)), layer("GlobalAveragePooling1D", name="pool", data_format="channels_last"),
                       layer("Dense", **dense_config("dense", 3)), layer("BatchNormalization", name="second", axis=-1, epsilon=0.01, center=False, scale=True), layer("Activation", name="act", activation="relu")],
         {"first": [("gamma", gamma), ("beta", beta), ("moving_mean", mean), ("moving_variance", variance)], "lstm": cell(k1, r1, b1), "dense": [("kernel", weights_kd), ("bias", weights_bd)],
          "second": [("gamma", gamma2), ("moving_mean", mean2), ("moving_variance", variance2)]}, "2.9.0")
expect("weights", x, dense(lstm(lstm(x, k1, r1, b1, "hard_sigmoid"), k2, r2, b2, "hard_sigmoid"), kd, bd))
write_h5("weights.h5", [], stack, "2.2.4", config=False)
