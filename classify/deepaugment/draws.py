"""Who gets which random numbers: from the seed and an image's relative path alone.

In the published method images pass one after the other, shuffled, and before each the network is replaced
with probability 0.05: about twenty images in a row share one, while each image has signal distortions of
its own. Here the same holds, but nothing depends on when and where an image is done:

- The order of images is that of a keyed hash of their paths: as good as shuffled, so that no class gets a
  network for itself, and the same whatever the listing.
- Whether an image starts a new network is drawn from the seed and its path; an image's network is that of
  the last one before it that did. A network is named, and its distortions drawn, by the path of its first
  image.
- An image's signal distortions are drawn from the seed and its path.

So an image's result changes only with its network. Adding an image changes nothing else, unless it starts a
network: then the images up to the next start take its network. With a probability of 1 every image is on
its own.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np

REFRESH: Final = 0.05
"""Published probability that an image starts a new network."""

_BYTES: Final = 16


def generator(seed: int, *words: str) -> np.random.Generator:
    """A generator that depends on the seed and the words, and on nothing else."""
    return np.random.default_rng(int.from_bytes(_digest(seed, *words), "big"))


def assign_networks(paths: Iterable[str], seed: int, net: str, refresh: float) -> Mapping[str, str]:
    """Give each image its network.

    Args:
        paths: of all images, relative, each once, in any order.
        seed: of the whole set.
        net: "edsr", "cae", "noise2net": each net has an order of its own.
        refresh: probability in 0..1 that an image starts a network.

    Returns:
        Path -> path of the image that starts its network, in the hashed order.
    """
    networks: dict[str, str] = {}
    current: str | None = None
    for path in sorted(paths, key=lambda path: (_digest(seed, net, "order", path), path)):
        if current is None or generator(seed, net, "refresh", path).random() < refresh:
            current = path
        networks[path] = current
    return networks


def _digest(seed: int, *words: str) -> bytes:
    """Words are told apart by their lengths; paths may hold any byte."""
    digest = hashlib.blake2b(str(seed).encode(), digest_size=_BYTES)
    for word in words:
        data = os.fsencode(word)
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()
