"""Makes the ONNX files beside this script with torch.onnx.export, and inputs and outputs of PyTorch for each: x and y, in the order of the graph.

python3 make_onnx.py   # PyTorch 1.13, onnx 1.12
"""
import json
import os

import torch
from torch import nn

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Files")


class Sequence(nn.Module):
    """A recurrent layer and a linear one, of every step or the last one."""

    def __init__(self, kind="LSTM", last=False, sides=1, out=2, **options):
        super().__init__()
        self.rnn = getattr(nn, kind)(3, 4, bidirectional=sides == 2, **options)
        self.fc = nn.Linear(4 * sides, out)
        self.last, self.batch_first = last, options.get("batch_first", False)

    def forward(self, x):
        y, _ = self.rnn(x)
        if self.last:
            y = y[:, -1] if self.batch_first else y[-1]
        return self.fc(y)


class Hidden(nn.Module):
    """h of both directions after their last steps."""

    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(3, 4, bidirectional=True, batch_first=True)
        self.fc = nn.Linear(8, 2)

    def forward(self, x):
        _, (h, _) = self.rnn(x)
        return torch.sigmoid(self.fc(torch.cat([h[0], h[1]], dim=1)))


class Streaming(nn.Module):
    """States in and out."""

    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(3, 4, num_layers=2)
        self.fc = nn.Linear(4, 1)

    def forward(self, x, h, c):
        y, (h, c) = self.rnn(x, (h, c))
        return self.fc(y), h, c


class Tokens(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(7, 3)
        self.rnn = nn.LSTM(3, 4, batch_first=True)
        self.fc = nn.Linear(4, 7)

    def forward(self, x):
        y, _ = self.rnn(self.embed(x))
        return torch.softmax(self.fc(y), dim=-1)


class Deep(nn.Module):
    """Dense layers with activations, dropout, batch norm and residual layers around LSTMs."""

    def __init__(self):
        super().__init__()
        self.first = nn.Sequential(nn.Linear(3, 4), nn.GELU(), nn.Dropout(0.3))
        self.norm = nn.BatchNorm1d(4)
        self.rnn = nn.LSTM(4, 4)
        self.second = nn.LSTM(4, 4)
        self.last = nn.Sequential(nn.Linear(4, 5), nn.LeakyReLU(0.2), nn.Linear(5, 3), nn.ELU(), nn.Linear(3, 2), nn.Hardsigmoid())
        with torch.no_grad():
            self.norm.running_mean.uniform_(-1, 1)
            self.norm.running_var.uniform_(0.5, 2)
            self.norm.weight.uniform_(0.5, 2)
            self.norm.bias.uniform_(-1, 1)

    def forward(self, x):
        z = self.first(x)
        z = self.norm(z.permute(1, 2, 0)).permute(2, 0, 1)
        z = self.rnn(z)[0] + z
        z = self.second(z)[0] + z
        return self.last(z)


class Pool(nn.Module):
    def __init__(self, how):
        super().__init__()
        self.rnn = nn.GRU(3, 4, batch_first=True, bidirectional=True)
        self.fc = nn.Linear(8, 2)
        self.how = how

    def forward(self, x):
        y, _ = self.rnn(x)
        return self.fc(y.mean(dim=1) if self.how == "mean" else y.max(dim=1).values if self.how == "max" else y.sum(dim=1))


class Merge(nn.Module):
    """Directions added, then multiplied."""

    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(3, 4, bidirectional=True)
        self.second = nn.LSTM(4, 4, bidirectional=True)

    def forward(self, x):
        y = self.rnn(x)[0]
        y = y[..., :4] + y[..., 4:]
        y = self.second(y)[0].reshape(x.shape[0], x.shape[1], 2, 4)
        return y[:, :, 0] * y[:, :, 1]


class Cell(nn.Module):
    """One step."""

    def __init__(self):
        super().__init__()
        self.cell = nn.LSTM(3, 4)
        self.fc = nn.Linear(4, 1)

    def forward(self, x, h, c):
        y, (h, c) = self.cell(x.unsqueeze(0), (h.unsqueeze(0), c.unsqueeze(0)))
        return torch.tanh(self.fc(y.squeeze(0))), h.squeeze(0), c.squeeze(0)


class Skip(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(3, 4)
        self.fc = nn.Linear(4, 1)

    def forward(self, x):
        return self.fc(self.rnn(x)[0]) + x[..., :1]


class Normalized(nn.Module):
    """Inputs and outputs scaled by constants, features of a window in one axis."""

    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(3, 4, batch_first=True)
        self.fc = nn.Linear(4, 2)
        self.register_buffer("mean", torch.tensor([0.1, -0.2, 0.3]))
        self.register_buffer("deviation", torch.tensor([0.5, 1.5, 2.0]))

    def forward(self, x):
        y = self.rnn((x - self.mean) / self.deviation)[0]
        return self.fc(y[:, -1, :]) * 3.0 - 1.0


def save(name, model, x, dynamic=True, names=("x",), outputs=("y",), opset=14, rest=(), axes=(0, 1)):
    torch.manual_seed(len(name))
    for parameter in model.parameters():
        nn.init.uniform_(parameter, -0.6, 0.6)
    model.eval()
    arguments = (x, *rest)
    sizes = {key: {axis: f"{key}_{axis}" for axis in axes} for key in ("x",)} if dynamic else None
    path = os.path.join(HERE, name + ".onnx")
    torch.onnx.export(model, arguments, path, input_names=list(names), output_names=list(outputs), dynamic_axes=sizes, opset_version=opset)
    with torch.no_grad():
        y = model(*arguments)
    y = y[0] if isinstance(y, tuple) else y
    text = {"shape": list(x.shape), "x": [float(value) for value in x.flatten()], "y": [float(value) for value in y.flatten()]}
    if rest:
        text["h"], text["c"] = ([float(value) for value in each.flatten()] for each in rest)
    with open(os.path.join(HERE, name + ".json"), "w") as file:
        json.dump(text, file)
    print(name, os.path.getsize(path))


def main():
    os.makedirs(HERE, exist_ok=True)
    torch.manual_seed(1)
    time, batch = torch.randn(5, 2, 3), torch.randn(2, 5, 3)
    save("plain", Sequence(), time)
    save("plain_fixed", Sequence(), torch.randn(5, 1, 3), dynamic=False)
    save("stack", Sequence(num_layers=3), time, opset=11)
    save("stack_both", Sequence(sides=2, num_layers=2, batch_first=True), batch, opset=16)
    save("last", Sequence(last=True, batch_first=True), batch)
    save("last_fixed", Sequence(last=True, batch_first=True), batch, dynamic=False)
    save("no_bias", Sequence(bias=False, batch_first=True), batch)
    save("gru", Sequence("GRU", num_layers=2, batch_first=True), batch, opset=9)
    save("gru_both", Sequence("GRU", sides=2), time, opset=12)
    save("hidden", Hidden(), batch)
    save("streaming", Streaming(), torch.randn(4, 1, 3), names=("x", "h", "c"), outputs=("y", "h_out", "c_out"), rest=(torch.randn(2, 1, 4), torch.randn(2, 1, 4)), axes=(0,))
    save("tokens", Tokens(), torch.randint(0, 7, (2, 5)))
    save("deep", Deep(), time)
    save("mean", Pool("mean"), batch)
    save("max", Pool("max"), batch)
    save("merge", Merge(), time)
    save("cell", Cell(), torch.randn(2, 3), names=("x", "h", "c"), outputs=("y", "h_out", "c_out"), rest=(torch.randn(2, 4), torch.randn(2, 4)), axes=(0,))
    save("skip", Skip(), time)
    save("normalized", Normalized(), batch)
    save("old", Sequence(sides=2, num_layers=2), time, opset=9)
    save("half", Sequence(), time)
    half("half")


def half(name):
    """Weights of half the precision, and those of a double, as tensors that are cast."""
    import numpy
    import onnx
    from onnx import helper, numpy_helper

    path = os.path.join(HERE, name + ".onnx")
    model = onnx.load(path)
    old = list(model.graph.initializer)
    del model.graph.initializer[:]
    for at, tensor in enumerate(old):
        values = numpy_helper.to_array(tensor)
        if values.dtype != numpy.float32:
            model.graph.initializer.append(tensor)
            continue
        kind = numpy.float16 if at % 2 else numpy.float64
        model.graph.initializer.append(numpy_helper.from_array(values.astype(kind), tensor.name + "_stored"))
        model.graph.node.insert(0, helper.make_node("Cast", [tensor.name + "_stored"], [tensor.name], to=onnx.TensorProto.FLOAT))
    onnx.save(model, path)


main()
