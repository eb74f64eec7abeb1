"""Made-up series of many kinds, for a forecaster that has to cope with a column it has never seen."""
import numpy as np


def autoregressive(random, n):
    roots = random.uniform(0.2, 0.99, random.integers(1, 4)) * np.exp(1j * random.uniform(0, np.pi) * (random.random() < 0.6))
    weights = -np.real(np.poly(np.concatenate([roots, roots.conj()])))[1:]
    x = random.standard_normal(n + 200)
    for t in range(len(weights), len(x)):
        x[t] += weights @ x[t - len(weights):t][::-1]
    return x[200:]


def seasonal(random, n):
    period = random.choice([4, 5, 6, 7, 8, 10, 12, 12, 14, 24, 24, 30, 48, 60])
    x = np.tile(random.standard_normal(period), n // period + 2)
    if random.random() < 0.5:
        x = np.convolve(x, np.ones(3) / 3, "same")
    return x[random.integers(period):][:n]


def growing_season(random, n):
    return seasonal(random, n) * np.linspace(1, random.uniform(1, 4), n) + np.linspace(0, random.uniform(-4, 12), n)


def sines(random, n):
    t = np.arange(n)
    return sum(random.uniform(0.3, 1) * np.sin(2 * np.pi * t / np.exp(random.uniform(1.2, 5.3)) + random.uniform(0, 7))
               for _ in range(random.integers(1, 4)))


def walk(random, n):
    return np.cumsum(random.standard_normal(n) + random.standard_normal() * 0.2)


def smooth_walk(random, n):
    width = random.integers(2, 30)
    return np.convolve(walk(random, n + width - 1), np.ones(width) / width, "valid")


def noise(random, n):
    return random.standard_normal(n)


def wild_noise(random, n):
    return random.standard_t(2.5, n)


def levels(random, n):
    changes = random.random(n) < np.exp(random.uniform(-5, -1.5))
    return random.standard_normal(n)[np.maximum.accumulate(np.where(changes, np.arange(n), 0))]


def spikes(random, n):
    x, decay = (random.random(n) < np.exp(random.uniform(-4, -1))) * random.exponential(1, n), random.uniform(0, 0.95)
    for t in range(1, n):
        x[t] += decay * x[t - 1]
    return x


def saw_or_square(random, n):
    phase = (np.arange(n) / np.exp(random.uniform(1.5, 5)) + random.random()) % 1
    return phase if random.random() < 0.5 else (phase < random.uniform(0.2, 0.8)).astype(float)


KINDS = (autoregressive, seasonal, growing_season, sines, walk, smooth_walk, noise, wild_noise, levels, spikes, saw_or_square)


def series(random, n):
    """One to three kinds added in random proportions, sometimes made lopsided, rounded or cut off below."""
    x = np.zeros(n)
    for _ in range(1 + (random.random() < 0.6) + (random.random() < 0.3)):
        part = KINDS[random.integers(len(KINDS))](random, n)
        x += np.exp(0.7 * random.standard_normal()) * (part - part.mean()) / (part.std() + 1e-9)
    if random.random() < 0.5:
        x += np.exp(random.standard_normal() - 2.5) * random.standard_normal(n)
    if random.random() < 0.2:
        x = np.exp(x / max(1.0, np.abs(x).max()) * random.uniform(0.5, 3))
    if random.random() < 0.15:
        x = np.round(x / (x.std() + 1e-9) * random.uniform(1, 6))
    if random.random() < 0.1:
        x = np.maximum(x, np.quantile(x, random.uniform(0.1, 0.6)))
    return x
