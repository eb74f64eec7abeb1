"""What check.sh compares: models and, for inputs [9, 2, 5], the outputs they must give. check_files.py FOLDER."""
import pathlib
import sys
import zipfile

import h5py
import numpy as np
import torch

from safetensors_file import save

folder = pathlib.Path(sys.argv[1])
inputs = np.random.default_rng(1).standard_normal((9, 2, 5)).astype("f4")
tolerance = np.array([1e-5], "f4")


class Tagger(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn, self.fc = torch.nn.LSTM(5, 20, num_layers=2), torch.nn.Linear(20, 3)

    def forward(self, x):
        return self.fc(self.rnn(x)[0])


torch.manual_seed(1)
tagger = Tagger()
torch.save(tagger.state_dict(), folder / "torch.pt")
save(folder / "torch.reference.safetensors", {"inputs": inputs, "outputs": tagger(torch.from_numpy(inputs)).detach().numpy(), "tolerance": tolerance})

# As keras.layers.LSTM computes: z = x kernel + h recurrent_kernel + bias, split into i, f, c, o.
random = np.random.default_rng(2)
draw = lambda *shape: (random.standard_normal(shape) * 0.3).astype("f4")
cells = [(draw(5, 80), draw(20, 80), draw(80)), (draw(20, 80), draw(20, 80), draw(80))]
dense = draw(20, 3), draw(3)
sigmoid = lambda z: 1 / (1 + np.exp(-z))
sequence = inputs.astype("f8")
for kernel, recurrent, bias in cells:
    h = c = np.zeros((2, 20))
    outputs = []
    for x in sequence:
        i, f, g, o = np.split(x @ kernel + h @ recurrent + bias, 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        outputs.append(h)
    sequence = np.stack(outputs)
save(folder / "keras.reference.safetensors", {"inputs": inputs, "outputs": sequence @ dense[0] + dense[1], "tolerance": tolerance})

with h5py.File(folder / "keras3.weights.h5", "w") as file:
    for name, arrays in (("lstm/cell", cells[0]), ("lstm_1/cell", cells[1]), ("dense", dense)):
        for index, array in enumerate(arrays):
            file[f"layers/{name}/vars/{index}"] = array
    file["optimizer/vars/0"] = np.array(3)
with zipfile.ZipFile(folder / "keras3.keras", "w") as file:
    file.write(folder / "keras3.weights.h5", "model.weights.h5")
with h5py.File(folder / "keras2.h5", "w") as file:
    for name, arrays in (("lstm/lstm/lstm_cell", cells[0]), ("lstm_1/lstm_1/lstm_cell_1", cells[1]), ("dense/dense", dense)):
        for part, array in zip(("kernel", "bias") if name == "dense/dense" else ("kernel", "recurrent_kernel", "bias"), arrays):
            file[f"model_weights/{name}/{part}:0"] = array
