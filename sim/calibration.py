"""Which pixels show an object that we spawned, found by looking without and with it.

An instance camera paints each pixel with a tag and a 16-bit id of the engine's own; nothing ties that id to
`actor.id`. Spawning an object between two pictures does: the code that is in the second picture and not in
the first is the object's.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]
Flags = npt.NDArray[np.bool_]


def instance_codes(image: npt.NDArray[np.uint8]) -> Codes:
    """(H, W) codes `tag << 16 | id` of an instance camera's (H, W, 4) BGRA picture.

    R is the tag, G the low and B the high byte of the id.
    """
    wide = image.astype(np.uint32)
    codes: Codes = (wide[..., 2] << np.uint32(16)) | (wide[..., 0] << np.uint32(8)) | wide[..., 1]
    return codes


def new_codes(without: Codes, with_object: Codes) -> frozenset[int]:
    """Codes that are in the second picture at changed pixels and nowhere in the first.

    Empty when the object is hidden, or when its 16-bit id happens to equal that of something visible.
    """
    appeared = np.unique(with_object[without != with_object])
    return frozenset(int(code) for code in np.setdiff1d(appeared, np.unique(without)))


def object_mask(codes: frozenset[int], picture: Codes) -> Flags:
    """(H, W) pixels that carry any of `codes`."""
    return np.isin(picture, np.array(sorted(codes), dtype=np.uint32))
