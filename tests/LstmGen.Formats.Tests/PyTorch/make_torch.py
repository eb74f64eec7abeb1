"""Small files of PyTorch and what PyTorch gives for them: python3 make_torch.py, in this folder, with torch 1.13. Seeds are fixed."""
import json
from collections import OrderedDict

import torch
from torch import nn

torch.manual_seed(7)
STEPS = 6


class Tagger(nn.Module):
    def __init__(self, width=2, **options):
        super().__init__()
        self.lstm = nn.LSTM(width, 3, batch_first=True, **options)
        self.fc = nn.Linear(3, 2)

    def forward(self, x):
        return self.fc(self.lstm(x)[0])


class Deep(nn.Module):
    """A GRU and a head that says its activations."""

    def __init__(self):
        super().__init__()
        self.rnn = nn.GRU(2, 3, batch_first=True)
        self.head = nn.Sequential(nn.Linear(3, 4), nn.LeakyReLU(0.2), nn.Dropout(0.5), nn.Linear(4, 2), nn.Softmax(dim=-1))

    def forward(self, x):
        return self.head(self.rnn(x)[0])


class Scripted(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(2, 3)
        self.head = nn.Sequential(nn.Linear(3, 2), nn.Tanh())

    def forward(self, x):
        y, state = self.lstm(x)
        return self.head(y)


class Language(nn.Module):
    """Vectors of tokens that are the rows of the last layer too."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(5, 3)
        self.lstm = nn.LSTM(3, 3, batch_first=True)
        self.decoder = nn.Linear(3, 5)
        self.decoder.weight = self.embedding.weight

    def forward(self, x):
        return self.decoder(self.lstm(self.embedding(x))[0])


class Cells(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.LSTMCell(2, 3)
        self.second = nn.LSTMCell(3, 2)

    def forward(self, x):
        outputs, one, two = [], None, None
        for step in x[0]:
            one = self.first(step[None], one)
            two = self.second(one[0], two)
            outputs.append(two[0])
        return torch.stack(outputs, 1)


def spread(module):
    for parameter in module.parameters():
        nn.init.uniform_(parameter, -0.8, 0.8)
    return module.eval()


def expect(name, module, x=None):
    x = torch.randn(1, STEPS, 2).mul(100).round().div(100) if x is None else x
    with torch.no_grad():
        reference = module.double()
        y = reference(x if x.dtype == torch.int64 else x.double())
    y = y[0] if isinstance(y, tuple) else y
    module.float()
    with open(name + ".expected.json", "w") as file:
        json.dump({"x": x.flatten().tolist(), "y": [round(value, 8) for value in y.flatten().tolist()]}, file)


tagger = spread(Tagger())
expect("tagger", tagger)
torch.save(tagger.state_dict(), "tagger.pt")
torch.save(tagger.state_dict(), "tagger_old.pt", _use_new_zipfile_serialization=False)
torch.save({"module." + name: tensor for name, tensor in tagger.state_dict().items()}, "tagger_parallel.pt")
torch.save({name: tensor.double() for name, tensor in tagger.state_dict().items()}, "tagger_double.pt", pickle_protocol=4)
torch.save(tagger, "tagger_module.pt")

adam = torch.optim.Adam(tagger.parameters())
copy = {name: tensor.clone() for name, tensor in tagger.state_dict().items()}
tagger(torch.randn(1, 3, 2)).sum().backward()
adam.step()
torch.save({"epoch": 3, "model_state_dict": OrderedDict(copy), "optimizer_state_dict": adam.state_dict(), "loss": 0.5}, "tagger_checkpoint.pt")
torch.save({"epoch": 3, "global_step": 40, "pytorch-lightning_version": "1.9.0", "state_dict": OrderedDict(("model." + name, tensor) for name, tensor in copy.items()),
            "callbacks": {}, "optimizer_states": [adam.state_dict()], "lr_schedulers": [], "hyper_parameters": {"hidden": 3, "rate": 0.001, "kind": "lstm"}}, "tagger_lightning.ckpt")

for name, dtype in (("tagger_half", torch.float16), ("tagger_brain", torch.bfloat16)):
    rounded = Tagger()
    rounded.load_state_dict({key: tensor.to(dtype).float() for key, tensor in copy.items()})
    expect(name, rounded)
    torch.save(OrderedDict((key, tensor.to(dtype)) for key, tensor in copy.items()), name + ".pt")

# Matrices that lie the other way, and one storage for all.
whole = torch.zeros(200)
strided, at = OrderedDict(), 7
for name, tensor in copy.items():
    part = whole[at:at + tensor.numel()]
    at += tensor.numel()
    part.copy_(tensor.t().flatten() if tensor.dim() == 2 else tensor)
    strided[name] = part.view(tensor.shape[1], tensor.shape[0]).t() if tensor.dim() == 2 else part
torch.save(strided, "tagger_strided.pt")

both = spread(nn.LSTM(2, 3, 2, batch_first=True, bidirectional=True))
expect("bidirectional", both)
torch.save(both.state_dict(), "bidirectional.pt")

projected = spread(nn.LSTM(2, 4, 2, batch_first=True, proj_size=2))
expect("projected", projected)
torch.save(projected.state_dict(), "projected.pt")

deep = spread(Deep())
expect("deep", deep)
torch.save(deep, "deep_module.pt")
torch.save(deep.state_dict(), "deep.pt")

language = spread(Language())
expect("language", language, torch.tensor([[1, 4, 0, 0, 3, 2]]))
torch.save(language.state_dict(), "language.pt")

cells = spread(Cells())
expect("cells", cells)
torch.save(cells.state_dict(), "cells.pt")

scripted = spread(Scripted())
x = torch.randn(STEPS, 1, 2).mul(100).round().div(100)
expect("scripted", scripted, x)
torch.jit.save(torch.jit.script(scripted), "scripted.pt")
torch.jit.save(torch.jit.trace(scripted, x), "traced.pt")

# What no class can have, and what is not read.
torch.save(nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3)), "normed_module.pt")
torch.save(nn.ModuleDict({"lstm": nn.LSTM(2, 3), "conv": nn.Conv1d(2, 3, 2)}).state_dict(), "convolved.pt")
torch.save(nn.RNN(2, 3).state_dict(), "simple.pt")
