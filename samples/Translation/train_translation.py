"""The translator of this sample in PyTorch: same words, split, sizes, epochs and schedule; most likely word at each step.

python3 train_translation.py FOLDER [--epochs 10] [--seed 1] [--threads 1] [--steps N: times N training steps and ends]
"""
import argparse
import collections
import math
import random
import re
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

BATCH, MOST, HELD, RATE, DROPOUT, SMOOTHING, EMBEDDING, HIDDEN = 64, 20, 20, 0.002, 0.4, 0.1, 256, 384
START, END, UNKNOWN = 0, 1, 2


def words(text):
    return re.findall(r"[\w']+|[.,!?]", text.lower())


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [tuple(words(side) for side in line.split("\t")[:2]) for line in lines]


class Vocabulary:
    def __init__(self, sentences):
        counts = collections.Counter(word for sentence in sentences for word in sentence)
        self.words = ["<s>", "</s>", "<unk>"] + sorted(word for word, count in counts.items() if count >= 2)
        self.numbers = {word: number for number, word in enumerate(self.words)}

    def __len__(self):
        return len(self.words)

    def of(self, sentence):
        return torch.tensor([self.numbers.get(word, UNKNOWN) for word in sentence])


class Translator(nn.Module):
    def __init__(self, source, target):
        super().__init__()
        self.source, self.target = nn.Embedding(source, EMBEDDING), nn.Embedding(target, EMBEDDING)
        nn.init.normal_(self.source.weight, std=0.1)
        nn.init.normal_(self.target.weight, std=0.1)
        self.encoder = nn.LSTM(EMBEDDING, HIDDEN // 2, bidirectional=True)
        self.decoder = nn.LSTM(EMBEDDING, HIDDEN)
        self.attention = nn.Linear(HIDDEN, HIDDEN, bias=False)
        self.combine = nn.Linear(2 * HIDDEN, EMBEDDING)
        self.output = nn.Linear(EMBEDDING, target)
        self.output.weight = self.target.weight

    def read(self, source, lengths):
        x = F.dropout(self.source(source), DROPOUT, self.training)
        memory, (h, c) = self.encoder(nn.utils.rnn.pack_padded_sequence(x, lengths, enforce_sorted=False))
        memory, _ = nn.utils.rnn.pad_packed_sequence(memory)
        hidden = torch.arange(len(memory)).unsqueeze(0) >= lengths.unsqueeze(1)
        return memory, self.attention(memory), hidden, (torch.cat([h[0], h[1]], 1).unsqueeze(0), torch.cat([c[0], c[1]], 1).unsqueeze(0))

    def write(self, before, memory, keys, hidden, state):
        query, state = self.decoder(F.dropout(self.target(before), DROPOUT, self.training), state)
        scores = torch.einsum("ubd,tbd->but", query, keys).masked_fill(hidden.unsqueeze(1), -torch.inf)
        weights = torch.softmax(scores, 2)
        return torch.cat([torch.einsum("but,tbe->ube", weights, memory), query], 2), weights, state

    def scores(self, joined):
        return self.output(F.dropout(torch.tanh(self.combine(joined)), DROPOUT, self.training))

    def loss(self, batch):
        """Only rows that count go through the output layer, as in the sample."""
        source = nn.utils.rnn.pad_sequence([pair[0] for pair in batch])
        target = nn.utils.rnn.pad_sequence([pair[1] for pair in batch], padding_value=-1)
        lengths = torch.tensor([len(pair[0]) for pair in batch])
        before = torch.cat([torch.full((1, len(batch)), START), target[:-1].clamp(min=0)])
        counts = target >= 0
        joined, _, _ = self.write(before, *self.read(source, lengths))
        return F.cross_entropy(self.scores(joined[counts]), target[counts], label_smoothing=SMOOTHING), int(counts.sum())


def translate(model, sentence, source, target):
    with torch.no_grad():
        memory, keys, hidden, state = model.read(source.of(sentence).unsqueeze(1), torch.tensor([len(sentence)]))
        word, text = START, []
        while len(text) < 2 * len(sentence) + 5:
            joined, weights, state = model.write(torch.tensor([[word]]), memory, keys, hidden, state)
            scores = model.scores(joined)[0, 0]
            scores[START] = -torch.inf
            word = int(scores.argmax())
            if word == END:
                break
            text.append(sentence[int(weights[0, 0].argmax())] if word == UNKNOWN else target.words[word])
    return text


def bleu(hypotheses, references):
    matched, total, length, closest = [0] * 4, [0] * 4, 0, 0
    for hypothesis, versions in zip(hypotheses, references):
        length += len(hypothesis)
        closest += min((abs(len(each) - len(hypothesis)), len(each)) for each in versions)[1]
        for n in range(4):
            grams = [collections.Counter(tuple(each[at:at + n + 1]) for at in range(len(each) - n)) for each in [hypothesis, *versions]]
            most = {gram: max(each[gram] for each in grams[1:]) for gram in grams[0]}
            matched[n] += sum(min(count, most[gram]) for gram, count in grams[0].items())
            total[n] += sum(grams[0].values())
    return 100 * min(1, math.exp(1 - closest / length)) * math.exp(sum(math.log(m / t) for m, t in zip(matched, total)) / 4)


parser = argparse.ArgumentParser()
parser.add_argument("folder")
for name, value in (("epochs", 10), ("seed", 1), ("threads", 1), ("steps", 0)):
    parser.add_argument(f"--{name}", type=int, default=value)
options = parser.parse_args()
torch.set_num_threads(options.threads)
torch.manual_seed(options.seed)
random.seed(options.seed)
training, validation = read(f"{options.folder}/train.tsv"), read(f"{options.folder}/valid.tsv")
source, target = Vocabulary(pair[0] for pair in training), Vocabulary(pair[1] for pair in training)
fitting = [pair for pair in training if max(map(len, pair)) <= MOST]
keys = list(dict.fromkeys(" ".join(pair[0]) for pair in fitting))
held = set(keys[::HELD])
numbers = [(" ".join(pair[0]) in held, (source.of(pair[0]), torch.cat([target.of(pair[1]), torch.tensor([END])]))) for pair in fitting]
known, unseen = [pair for is_held, pair in numbers if not is_held], [pair for is_held, pair in numbers if is_held]
model = Translator(len(source), len(target))
optimizer = torch.optim.Adam(model.parameters(), RATE)
count = (len(known) + BATCH - 1) // BATCH
step, best, kept, start, used = 0, math.inf, None, time.time(), time.process_time()
for epoch in range(options.epochs):
    random.shuffle(known)
    model.train()
    for first in range(0, len(known), BATCH):
        warm = count // 2
        factor = (step + 1) / warm if step < warm else 0.5 * (1 + math.cos(math.pi * (step - warm) / (count * options.epochs)))
        optimizer.param_groups[0]["lr"] = RATE * factor
        optimizer.zero_grad()
        loss, _ = model.loss(known[first:first + BATCH])
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1)
        optimizer.step()
        step += 1
        if step == options.steps:
            print(f"{options.threads} threads: {(time.time() - start) / step * 1000:.1f} ms a step, {(time.process_time() - used) / step * 1000:.1f} of processors")
            raise SystemExit
    model.eval()
    with torch.no_grad():
        losses = [model.loss(unseen[first:first + BATCH]) for first in range(0, len(unseen), BATCH)]
    loss = sum(float(each) * rows for each, rows in losses) / sum(rows for _, rows in losses)
    print(f"epoch {epoch + 1}: validation {loss:.3f}", flush=True)
    if loss < best:
        best, kept = loss, {name: value.clone() for name, value in model.state_dict().items()}
minutes, processors = (time.time() - start) / 60, (time.process_time() - used) / 60
model.load_state_dict(kept)
versions = collections.defaultdict(list)
for pair in validation:
    versions[" ".join(pair[0])].append(pair[1])
hypotheses = [translate(model, key.split(" "), source, target) for key in versions]
print(f"seed {options.seed}: BLEU-4 {bleu(hypotheses, list(versions.values())):.2f}, {minutes:.2f} minutes, {processors:.2f} of processors")
