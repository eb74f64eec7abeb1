"""PyTorch's nn.LSTM behind the line protocol of PeerProcess: fields separated by tabs, one answer a request.

training <problem.safetensors> <layers>                 makes the model of a training step
inference <problem.safetensors> <layers> [<lengths>]    makes the model of forward calls; lengths of the rows, separated by spaces.
                                                        Answers how a ragged batch is run, and what both ways took, in seconds
run <count>                                             runs so many steps or calls; answers seconds and seconds waited for the core
save <results.safetensors>                              writes the results of the last step or call
PYTORCH_PEER_THREADS says how many threads it may use.
"""
import glob
import json
import os
import struct
import sys
import time
import typing


def answer(*fields):
    print(*fields, sep="\t", flush=True)


try:
    import torch
except ImportError as error:
    answer("missing", f"{sys.executable}: {error}")
    sys.exit(0)


def load(path):
    with open(path, "rb") as file:
        size, = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))
        data = bytearray(file.read())
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            if entry["dtype"] != "F32":
                raise ValueError(f"{path}: {name} is {entry['dtype']}; F32 was expected")
            begin, end = entry["data_offsets"]
            tensors[name] = torch.frombuffer(data, dtype=torch.float32, count=(end - begin) // 4, offset=begin).reshape(entry["shape"]).clone()
    return tensors


def save(path, tensors):
    header, parts, offset = {}, [], 0
    for name, tensor in tensors.items():
        part = bytes(tensor.detach().contiguous().numpy().data)
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, offset + len(part)]}
        parts.append(part)
        offset += len(part)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(parts))


def blas():
    """Where the matrix products come from: the shared library, or what the build says."""
    if os.path.exists("/proc/self/maps"):
        with open("/proc/self/maps") as file:
            names = sorted({os.path.basename(os.path.realpath(line.split()[-1])) for line in file if "blas" in line or "libmkl" in line})
        names = [name for name in names if "lapack" not in name]
        if names:
            return " ".join(names)
    return "MKL" if torch.backends.mkl.is_available() else "unknown BLAS"


def waited():
    """Seconds the threads of this process were ready to run while others held their cores."""
    nanoseconds = 0
    for path in glob.glob("/proc/self/task/*/schedstat"):
        try:
            with open(path) as file:
                nanoseconds += int(file.read().split()[1])
        except (OSError, IndexError):
            pass  # the thread has ended, or this Linux keeps no such figures
    return nanoseconds * 1e-9


class Normed(torch.nn.Module):
    """An LSTM of one layer with normalised products, as PyTorch's own benchmarks write one; its loop is compiled by TorchScript."""

    def __init__(self, tensors):
        super().__init__()
        for name in ("weight_ih_l0", "weight_hh_l0", "bias_l0", "gain_ih_l0", "gain_hh_l0", "gain_c_l0", "shift_c_l0"):
            setattr(self, name, torch.nn.Parameter(tensors[name]))

    def forward(self, x: torch.Tensor, state: typing.Tuple[torch.Tensor, torch.Tensor]):
        h, c = state[0][0], state[1][0]
        units = h.shape[1]
        products = torch.nn.functional.layer_norm(torch.matmul(x, self.weight_ih_l0.t()), (4 * units,), self.gain_ih_l0, self.bias_l0)
        outputs = []
        for step in range(x.shape[0]):
            z = products[step] + torch.nn.functional.layer_norm(torch.mm(h, self.weight_hh_l0.t()), (4 * units,), self.gain_hh_l0)
            i, f, g, o = z.chunk(4, 1)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(torch.nn.functional.layer_norm(c, (units,), self.gain_c_l0, self.shift_c_l0))
            outputs.append(h)
        return torch.stack(outputs), (h.unsqueeze(0), c.unsqueeze(0))


def model(tensors, layers):
    """nn.LSTM with the parameters among the tensors, or one with layer normalisation."""
    if "gain_ih_l0" in tensors:
        return torch.jit.script(Normed(tensors))
    given, hidden = tensors["h0"].shape[2], tensors["c0"].shape[2]
    lstm = torch.nn.LSTM(
        tensors["input"].shape[-1], hidden, layers, bidirectional="weight_ih_l0_reverse" in tensors, proj_size=given if given < hidden else 0)
    with torch.no_grad():
        for name, parameter in lstm.named_parameters():
            parameter.copy_(tensors[name])
    return lstm


class Training:
    def __init__(self, tensors, layers):
        self.x, self.h0, self.c0 = (tensors[name].requires_grad_(True) for name in ("input", "h0", "c0"))
        self.gradient = tensors["output_gradient"]
        self.lstm = model(tensors, layers)
        parameters = dict(self.lstm.named_parameters())
        self.names = list(parameters) + ["input", "h0", "c0"]
        self.wanted = list(parameters.values()) + [self.x, self.h0, self.c0]

    def run(self):
        self.output, _ = self.lstm(self.x, (self.h0, self.c0))
        self.gradients = torch.autograd.grad(self.output, self.wanted, self.gradient)

    def results(self):
        return {"output": self.output, **dict(zip(self.names, self.gradients))}


class Inference:
    """Call k takes the inputs of call k mod calls; states are carried on, except in a ragged batch."""

    def __init__(self, tensors, layers, lengths):
        self.inputs = list(tensors["input"])
        self.initial = self.state = (tensors["h0"], tensors["c0"])
        self.lstm = model(tensors, layers).eval()
        self.call, self.lengths, self.way, self.took = 0, None, "", ()
        if lengths:
            self.lengths = torch.tensor(lengths)
            padded, packed = (self.best_of(way) for way in (self.padded, self.packed))
            self.run, self.way, self.took = (self.padded, "padded", (padded, packed)) if padded <= packed else (self.packed, "packed", (padded, packed))

    @staticmethod
    def best_of(way, tries=7):
        times = []
        for _ in range(tries):
            start = time.perf_counter()
            way()
            times.append(time.perf_counter() - start)
        return min(times)

    @torch.inference_mode()
    def run(self):
        x = self.inputs[self.call]
        self.call = (self.call + 1) % len(self.inputs)
        self.output, self.state = self.lstm(x, self.state)

    @torch.inference_mode()
    def padded(self):
        self.output, _ = self.lstm(self.inputs[0], self.initial)

    @torch.inference_mode()
    def packed(self):
        packed = torch.nn.utils.rnn.pack_padded_sequence(self.inputs[0], self.lengths, enforce_sorted=False)
        result, _ = self.lstm(packed, self.initial)
        self.output, _ = torch.nn.utils.rnn.pad_packed_sequence(result, total_length=self.inputs[0].shape[0])

    def results(self):
        if self.lengths is None:
            return {"output": self.output, "h": self.state[0], "c": self.state[1]}
        return {"output": self.output}


def main():
    torch.set_num_threads(int(os.environ.get("PYTORCH_PEER_THREADS", "1")))
    work = None
    answer("ok", torch.__version__, blas())
    for line in sys.stdin:
        verb, *fields = line.rstrip("\n").split("\t")
        try:
            if verb == "training":
                work = Training(load(fields[0]), int(fields[1]))
                answer("ok")
            elif verb == "inference":
                work = Inference(load(fields[0]), int(fields[1]), [int(length) for length in fields[2].split()] if len(fields) > 2 else [])
                answer("ok", work.way, *(repr(seconds) for seconds in work.took))
            elif verb == "run":
                count = int(fields[0])
                before = waited()
                start = time.perf_counter()
                for _ in range(count):
                    work.run()
                seconds = time.perf_counter() - start
                answer("ok", repr(seconds), repr(waited() - before))
            elif verb == "save":
                save(fields[0], work.results())
                answer("ok")
            else:
                answer("error", f"request '{verb}'; training, inference, run or save was expected")
        except Exception as error:
            answer("error", f"{type(error).__name__}: {error}".replace("\n", " ").replace("\t", " "))


if __name__ == "__main__":
    main()
