"""PyTorch's nn.LSTM behind the line protocol of PeerProcess: fields separated by tabs, one answer a request.

training <problem.safetensors> <layers>   makes the model
run <count>                               runs so many steps; answers seconds and seconds waited for the core
save <results.safetensors>                writes output and gradients of the last step
"""
import json
import os
import struct
import sys
import time


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
    """Seconds this thread was ready to run while others held its core."""
    try:
        with open("/proc/self/schedstat") as file:
            return int(file.read().split()[1]) * 1e-9
    except OSError:
        return 0.0


class Training:
    def __init__(self, tensors, layers):
        state = tensors["h0"].shape[2]
        self.x, self.h0, self.c0 = (tensors[name].requires_grad_(True) for name in ("input", "h0", "c0"))
        self.gradient = tensors["output_gradient"]
        self.lstm = torch.nn.LSTM(self.x.shape[2], state, layers)
        parameters = dict(self.lstm.named_parameters())
        with torch.no_grad():
            for name, parameter in parameters.items():
                parameter.copy_(tensors[name])
        self.names = list(parameters) + ["input", "h0", "c0"]
        self.wanted = list(parameters.values()) + [self.x, self.h0, self.c0]

    def run(self):
        self.output, _ = self.lstm(self.x, (self.h0, self.c0))
        self.gradients = torch.autograd.grad(self.output, self.wanted, self.gradient)

    def results(self):
        return {"output": self.output, **dict(zip(self.names, self.gradients))}


def main():
    torch.set_num_threads(1)
    work = None
    answer("ok", torch.__version__, blas())
    for line in sys.stdin:
        verb, *fields = line.rstrip("\n").split("\t")
        try:
            if verb == "training":
                work = Training(load(fields[0]), int(fields[1]))
                answer("ok")
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
                answer("error", f"request '{verb}'; training, run or save was expected")
        except Exception as error:
            answer("error", f"{type(error).__name__}: {error}".replace("\n", " ").replace("\t", " "))


main()
