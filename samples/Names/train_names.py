"""The tagger of this sample in PyTorch: the same features, split, sizes, dropout, optimiser and stopping, with the CRF written out.

python3 train_names.py FOLDER [--seed 1] [--threads 2] [--epochs 30]     trains and scores on dev.conll
python3 train_names.py --speed [--threads 1]                             times training steps of 32 sentences of 20 words
"""
import argparse
import collections
import copy
import random
import statistics
import time

import torch
from torch import nn

FEATURES, SIZE, HIDDEN, BATCH, RARE = 6, 24, 64, 32, 1.0


def read(path):
    sentences, words, tags = [], [], []
    with open(path, encoding="utf-8") as lines:
        for line in [*lines, ""]:
            if line.strip():
                word, tag = line.rstrip("\n").split("\t")
                words.append(word)
                tags.append(tag)
            elif words:
                sentences.append((words, tags))
                words, tags = [], []
    return sentences


def shape(word):
    kinds = ""
    for c in word:
        kind = "X" if c.isupper() else "x" if c.islower() else "d" if "0" <= c <= "9" else c if ord(c) < 128 else "o"
        kinds += "" if kinds[-1:] == kind else kind
    return kinds


def keys(word):
    lower = word.lower()
    plain = "@" if word[0] == "@" else "http" if lower.startswith("http") else "".join("0" if "0" <= c <= "9" else c for c in lower)
    return ["0" + plain, "1" + shape(word), "2" + plain[:3], "3" + plain[-3:], "4" + plain[-2:], "5" + plain[:2]]


class Crf(nn.Module):
    def __init__(self, tags):
        super().__init__()
        self.start, self.end = (nn.Parameter(torch.empty(len(tags)).uniform_(-0.1, 0.1)) for _ in range(2))
        self.transitions = nn.Parameter(torch.empty(len(tags), len(tags)).uniform_(-0.1, 0.1))
        goes_on = torch.tensor([tag[0] == "I" for tag in tags])
        same = torch.tensor([[a[1:] == b[1:] and a != "O" for b in tags] for a in tags])
        self.register_buffer("forbidden", goes_on & ~same)
        self.register_buffer("forbidden_start", goes_on)

    def scores(self):
        return self.start.masked_fill(self.forbidden_start, -1e4), self.transitions.masked_fill(self.forbidden, -1e4)

    def loss(self, emissions, tags, mask):
        """The mean over the words; emissions [T, B, K], tags and mask [T, B]."""
        start, transitions = self.scores()
        rows, last = torch.arange(tags.shape[1]), tags[0]
        total = start + emissions[0]
        score = start[tags[0]] + emissions[0, rows, tags[0]]
        for step in range(1, len(tags)):
            new = torch.logsumexp(total.unsqueeze(2) + transitions, 1) + emissions[step]
            total = torch.where(mask[step].unsqueeze(1), new, total)
            score = score + (transitions[last, tags[step]] + emissions[step, rows, tags[step]]) * mask[step]
            last = torch.where(mask[step], tags[step], last)
        return (torch.logsumexp(total + self.end, 1) - score - self.end[last]).sum() / mask.sum()

    def decode(self, emissions, lengths):
        start, transitions = self.scores()
        found = []
        for row, length in enumerate(lengths):
            best, before = start + emissions[0, row], []
            for step in range(1, length):
                best, where = (best.unsqueeze(1) + transitions).max(0)
                best = best + emissions[step, row]
                before.append(where)
            path = [int((best + self.end).argmax())]
            for where in reversed(before):
                path.append(int(where[path[-1]]))
            found.append(path[::-1])
        return found


class Tagger(nn.Module):
    def __init__(self, count, tags):
        super().__init__()
        self.embedding = nn.Embedding(count, SIZE, padding_idx=0)
        with torch.no_grad():
            self.embedding.weight.mul_(0.5)
        self.input_dropout, self.output_dropout = nn.Dropout(0.3), nn.Dropout(0.3)
        self.lstm, self.dense, self.crf = nn.LSTM(FEATURES * SIZE, HIDDEN, bidirectional=True), nn.Linear(2 * HIDDEN, len(tags)), Crf(tags)

    def forward(self, ids, lengths):
        vectors = self.input_dropout(self.embedding(ids).flatten(2))
        packed = nn.utils.rnn.pack_padded_sequence(vectors, lengths, enforce_sorted=False)
        hidden, _ = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0])
        return self.dense(self.output_dropout(hidden))


def spans(tags):
    found, first = set(), None
    for index, tag in enumerate([*tags, "O"]):
        if first is not None and tag != "I-" + tags[first][2:]:
            found.add((first, index, tags[first][2:]))
            first = None
        if tag != "O" and first is None:
            first = index
    return found


def f1(right, found):
    pairs = [(spans(a), spans(b)) for a, b in zip(right, found)]
    return 200.0 * sum(len(a & b) for a, b in pairs) / max(1, sum(len(a) + len(b) for a, b in pairs))


def batch_of(rows):
    lengths = [len(ids) for ids, _ in rows]
    ids = torch.zeros(max(lengths), len(rows), FEATURES, dtype=torch.long)
    tags, mask = torch.zeros(max(lengths), len(rows), dtype=torch.long), torch.zeros(max(lengths), len(rows), dtype=torch.bool)
    for row, (own, right) in enumerate(rows):
        ids[:lengths[row], row], tags[:lengths[row], row], mask[:lengths[row], row] = own, right, True
    return ids, tags, mask, torch.tensor(lengths)


def step(model, optimizer, counts, ids, tags, mask, lengths):
    unknown = torch.arange(1, FEATURES + 1).expand_as(ids)
    ids = torch.where(torch.rand(ids.shape) < RARE / (RARE + counts[ids]), unknown, ids)
    optimizer.zero_grad()
    loss = model.crf.loss(model(ids, lengths), tags, mask)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 5)
    optimizer.step()


def predict(model, rows, names):
    model.eval()
    found = []
    with torch.no_grad():
        for at in range(0, len(rows), BATCH):
            ids, _, _, lengths = batch_of(rows[at:at + BATCH])
            found += model.crf.decode(model(ids, lengths), lengths.tolist())
    model.train()
    return [[names[tag] for tag in own] for own in found]


def train(arguments):
    sentences, unseen = read(arguments.folder + "/train.conll"), read(arguments.folder + "/dev.conll")
    held, own = [s for i, s in enumerate(sentences) if i % 10 == 9], [s for i, s in enumerate(sentences) if i % 10 != 9]
    names = ["O"] + [f"{b}-{kind}" for kind in sorted({t[2:] for _, tags in sentences for t in tags if t != "O"}) for b in "BI"]
    found = collections.Counter(key for words, _ in own for word in words for key in keys(word))
    kept = [key for key, count in found.items() if count >= (1 if key[0] == "0" else 2)]
    numbers = {key: FEATURES + 1 + index for index, key in enumerate(kept)}
    counts = torch.tensor([float("inf")] * (FEATURES + 1) + [float(found[key]) for key in kept])
    rows_of = lambda some: [(torch.tensor([[numbers.get(key, 1 + f) for f, key in enumerate(keys(word))] for word in words]),  # noqa: E731
                             torch.tensor([names.index(tag) for tag in tags])) for words, tags in some]
    own, held_rows, unseen_rows = rows_of(own), rows_of(held), rows_of(unseen)
    model = Tagger(len(counts), names)
    optimizer = torch.optim.Adam(model.parameters(), 0.003)
    best, kept_weights, waited, start = -1, None, 0, time.time()
    for epoch in range(arguments.epochs):
        random.shuffle(own)
        for at in range(0, len(own), BATCH):
            step(model, optimizer, counts, *batch_of(own[at:at + BATCH]))
        score = f1([tags for _, tags in held], predict(model, held_rows, names))
        print(f"epoch {epoch + 1}  F1 of the sentences kept apart {score:.2f}", flush=True)
        waited += 1
        if score > best:
            best, kept_weights, waited = score, copy.deepcopy(model.state_dict()), 0
        if waited == 8:
            break
    minutes, processors = (time.time() - start) / 60, time.process_time() / 60
    model.load_state_dict(kept_weights)
    print(f"F1 of dev.conll {f1([tags for _, tags in unseen], predict(model, unseen_rows, names)):.2f}; {minutes:.2f} minutes ({processors:.2f} of processors)")


def speed():
    tags = ["O"] + [f"{b}-{kind}" for kind in "abcdef" for b in "BI"]
    model = Tagger(20_000, tags)
    optimizer, counts = torch.optim.Adam(model.parameters(), 0.003), torch.full((20_000,), 10.0)
    batch = batch_of([(torch.randint(7, 20_000, (20, FEATURES)), torch.zeros(20, dtype=torch.long)) for _ in range(BATCH)])
    times = []
    for _ in range(100):
        start = time.perf_counter()
        step(model, optimizer, counts, *batch)
        times.append(time.perf_counter() - start)
    print(f"{1000 * statistics.median(times[20:]):.2f} ms a step of {BATCH} sentences of 20 words, median of 80")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", nargs="?")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=30)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    torch.manual_seed(given.seed)
    random.seed(given.seed)
    speed() if given.speed else train(given)
