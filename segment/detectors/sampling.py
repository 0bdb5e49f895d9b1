"""A uniform sample of bounded size from a stream of unknown length."""

from __future__ import annotations

import torch
from torch import Tensor


class VectorSample:
    """At most `size` vectors of a stream, every one with the same chance, without replacement.

    Each position of the stream draws a key, and the smallest keys stay: reservoir sampling with random keys
    (Efraimidis and Spirakis, "Weighted random sampling with a reservoir", 2006, with equal weights). Keys are
    drawn for unwanted positions too, so they depend on the seed and the position alone.

    Args:
        size: largest number of vectors kept.
        seed: of the keys.
    """

    def __init__(self, size: int, seed: int) -> None:
        self._size = size
        self._generator = torch.Generator().manual_seed(seed)
        self._keys = torch.empty(0, dtype=torch.float64)
        self._vectors: Tensor | None = None

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, vectors: Tensor, wanted: Tensor) -> None:
        """Take in the next part of the stream.

        Args:
            vectors: (P, D) float32.
            wanted: (P,) bool; the others are passed over.
        """
        keys = torch.rand(len(vectors), generator=self._generator, dtype=torch.float64)
        full = len(self._keys) == self._size
        chosen = wanted.cpu() & (keys < (self._keys[-1] if full else 1.0))
        taken = vectors[chosen.to(vectors.device)].cpu()
        held = taken if self._vectors is None else torch.cat([self._vectors, taken])
        keys, order = torch.cat([self._keys, keys[chosen]]).sort()
        self._keys, self._vectors = keys[: self._size], held[order[: self._size]]

    def result(self) -> Tensor:
        """The vectors kept, (<= size, D) float32 on the CPU, in random order, the same each time.

        Raises:
            ValueError: nothing was ever added.
        """
        if self._vectors is None:
            raise ValueError("an empty stream")
        return self._vectors
