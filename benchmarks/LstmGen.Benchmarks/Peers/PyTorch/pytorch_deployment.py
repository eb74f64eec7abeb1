"""Serves a 2 x 128 model of 1 feature and nothing else; its one argument is the file of weights. Speaks as LstmGen.Deployment's Serving does, and
answers "size" with the bytes of the installed torch folder, links followed."""
import os
import sys
import time

from pytorch_peer import answer, load, torch


def folder_bytes(folder):
    paths = (os.path.join(parent, name) for parent, _, names in os.walk(folder, followlinks=True) for name in names)
    return sum(os.stat(path).st_size for path in paths if os.path.exists(path))


@torch.inference_mode()
def main():
    lstm = torch.nn.LSTM(1, 128, 2)
    lstm.load_state_dict(load(sys.argv[1]))
    lstm.eval()
    x = torch.full((1, 1, 1), 0.5)
    y, state = lstm(x)
    answer("ok", repr(y[0, 0, 0].item()), torch.__version__)
    for line in sys.stdin:
        verb, *fields = line.rstrip("\n").split("\t")
        if verb == "steps":
            for _ in range(int(fields[0])):
                y, state = lstm(x, state)
            answer("ok", "")
        elif verb == "time":
            times = []
            for _ in range(200):
                start = time.perf_counter_ns()
                for _ in range(20):
                    y, state = lstm(x, state)
                times.append((time.perf_counter_ns() - start) / 20)
            answer("ok", sorted(times)[len(times) // 20])
        elif verb == "size":
            answer("ok", folder_bytes(os.path.dirname(torch.__file__)))
        else:
            answer("error", f"request '{verb}'; steps, time or size was expected")


main()
