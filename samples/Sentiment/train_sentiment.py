"""The classifier of this sample in PyTorch: same words, split, sizes, epochs, rate and dropout, but for that of the recurrence, which nn.LSTM does not have.

python3 train_sentiment.py FOLDER [--seed 1] [--models 5] [--epochs 12] [--threads 1]
"""
import argparse
import collections
import math
import random
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

TOKENS, EMBEDDING, HIDDEN, BATCH, RATE, INPUT_DROPOUT, WORD_DROP = 4096, 32, 32, 32, 0.003, 0.5, 0.4


def stem(word):
    for ending in ("ing", "ed", "es", "ly", "s"):
        if len(word) > len(ending) + 2 and word.endswith(ending) and not word.endswith("ss"):
            return word[:-len(ending)]
    return word


def split(text):
    words, word = [], ""
    for c in text.lower().replace("’", "'") + " ":
        if c.isalnum() or (c == "'" and word):
            word += c
            continue
        word, whole = "", word.rstrip("'")
        if whole.endswith("n't") and len(whole) > 3:
            words += [stem(whole[:-3]), "not"]
        elif any(each.isdigit() for each in whole):
            words.append("0")
        elif whole:
            words.append(stem(whole.split("'")[0]))
        if c in "!?":
            words.append(c)
    return words


def read(folder, part):
    sentences = []
    for source in ("amazon_cells", "imdb", "yelp"):
        with open(f"{folder}/{source}_{part}.tsv", encoding="utf-8", newline="") as file:
            for line in file.read().split("\n"):
                if line:
                    text, label = line.rstrip("\r").rsplit("\t", 1)
                    sentences.append((split(text), int(label)))
    return sentences


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.vectors = nn.Embedding(TOKENS, EMBEDDING)
        self.lstm = nn.LSTM(EMBEDDING, HIDDEN, bidirectional=True)
        self.head = nn.Linear(2 * HIDDEN, 1)
        nn.init.normal_(self.vectors.weight, std=0.1)
        for parameter in self.head.parameters():
            nn.init.uniform_(parameter, -HIDDEN ** -0.5, HIDDEN ** -0.5)

    def forward(self, sentences):
        lengths = torch.tensor([len(one) for one in sentences])
        x = F.dropout(self.vectors(nn.utils.rnn.pad_sequence(sentences)), INPUT_DROPOUT, self.training)
        h, _ = self.lstm(nn.utils.rnn.pack_padded_sequence(x, lengths, enforce_sorted=False))
        h, _ = nn.utils.rnn.pad_packed_sequence(h, padding_value=-math.inf)
        return self.head(h.max(0).values).squeeze(1)


def train(sentences, praises, epochs):
    model, order = Classifier(), list(range(len(sentences)))
    optimizer = torch.optim.AdamW(model.parameters(), RATE, weight_decay=0.01)
    steps = epochs * math.ceil(len(order) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 0.5 * (1 + math.cos(math.pi * step / steps)))
    for _ in range(epochs):
        random.shuffle(order)
        for first in range(0, len(order), BATCH):
            chosen = order[first:first + BATCH]
            known = [sentences[n] * (torch.rand(len(sentences[n])) >= WORD_DROP) for n in chosen]
            optimizer.zero_grad()
            F.binary_cross_entropy_with_logits(model(known), praises[chosen]).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1)
            optimizer.step()
            schedule.step()
    return model.eval()


parser = argparse.ArgumentParser()
parser.add_argument("folder")
for name, value in (("seed", 1), ("models", 5), ("epochs", 12), ("threads", 1)):
    parser.add_argument(f"--{name}", type=int, default=value)
options = parser.parse_args()
torch.set_num_threads(options.threads)
torch.manual_seed(options.seed)
random.seed(options.seed)
training, unseen = read(options.folder, "train"), read(options.folder, "valid")
counts = collections.Counter(word for words, _ in training for word in words)
frequent = sorted((word for word, count in counts.items() if count >= 2), key=lambda word: (-counts[word], word))[:TOKENS - 1]
tokens = {word: number + 1 for number, word in enumerate(frequent)}


def encode(words):
    return torch.tensor([tokens.get(word, 0) for word in words] or [0])


start = time.process_time()
sentences, praises = [encode(words) for words, _ in training], torch.tensor([float(label) for _, label in training])
models = [train(sentences, praises, options.epochs) for _ in range(options.models)]
minutes = (time.process_time() - start) / 60
with torch.no_grad():
    scores = torch.stack([model([encode(words) for words, _ in unseen]) for model in models])
labels = torch.tensor([label == 1 for _, label in unseen])
alone = ((scores > 0) == labels).float().mean()
print(f"seed {options.seed}: {((scores.mean(0) > 0) == labels).float().mean():.1%} by {options.models} models, {alone:.1%} by one (mean); "
      f"{len(training)} sentences, {len(tokens) + 1} tokens, {minutes:.2f} minutes of processors")
