"""
Which rows of ELMo's fixture, ../../../../shared/models/elmo_fixture, the words of its first sentence are: python3 make_elmo.py, in this folder, with h5py and numpy. Vectors of words are
computed from their letters, as bilm-tf does, and looked for in token_embeddings.hdf5.
"""
import json

import h5py
import numpy as np

FOLDER = "../../../../shared/models/elmo_fixture/"
LONGEST, BEGIN_SENTENCE, END_SENTENCE, BEGIN_WORD, END_WORD, PADDING = 50, 256, 257, 258, 259, 260
weights = h5py.File(FOLDER + "lm_weights.hdf5", "r")
rows = h5py.File(FOLDER + "token_embeddings.hdf5", "r")["embedding"][...]


def vector(letters):
    letters = ([BEGIN_WORD] + letters + [END_WORD] + [PADDING] * LONGEST)[:LONGEST]
    x = weights["char_embed"][...].astype(float)[letters]
    parts = []
    for width in range(1, 6):
        kernel = weights[f"CNN/W_cnn_{width - 1}"][0].astype(float)
        sums = np.stack([np.tensordot(x[at:at + width], kernel, axes=([0, 1], [0, 1])) for at in range(LONGEST - width + 1)])
        parts.append(np.maximum(sums.max(0) + weights[f"CNN/b_cnn_{width - 1}"][...], 0))
    h = np.concatenate(parts)
    for layer in range(2):
        group = weights[f"CNN_high_{layer}"]
        carry = 1 / (1 + np.exp(-(h @ group["W_carry"][...] + group["b_carry"][...])))
        h = carry * np.maximum(h @ group["W_transform"][...] + group["b_transform"][...], 0) + (1 - carry) * h
    return h @ weights["CNN_proj/W_proj"][...] + weights["CNN_proj/b_proj"][...]


def row(letters):
    distances = abs(rows - vector(letters)).max(1)
    assert distances.min() < 2e-6
    return int(distances.argmin())


sentence = json.load(open(FOLDER + "sentences.json"))[0][0].split()
json.dump([row([BEGIN_SENTENCE])] + [row(list(word.encode())) for word in sentence] + [row([END_SENTENCE])], open("first_sentence.json", "w"))
