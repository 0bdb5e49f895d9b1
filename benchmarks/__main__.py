"""`python -m benchmarks NAME [options]` runs one benchmark; without a name, lists them.

A benchmark is a module of this package with `main(argv)`; it is imported only when asked for, since each
needs other optional packages.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Final

from caos.errors import CaosError
from caos.lookup import look_up

BENCHMARKS: Final[Mapping[str, str]] = {
    "augmix": "AugMix of one image, against torchvision v2's",
    "contact_sheet": "all towns in six weathers by day, at dusk and at night, in one picture",
    "corruptions": "the corruptions of ImageNet-C at 224 pixels, against the imagecorruptions package",
    "deepaugment": "EDSR and CAE against one image at a time, Noise2Net against grouped convolutions",
    "dropout": "MC dropout with K passes over the classifier alone, against K whole passes",
    "index_models": "indexing of 3D models: speed beside plain trimesh, and memory over a long run",
    "metrics": "AUROC, AUPR and FPR95 of one 720x1280 map, against the thesis code's method and torchmetrics",
    "pictures": "statistics of our pictures beside the reference frame and photographs",
    "placements": "whether anomalies stand in something or in the air, checked with FCL and Embree",
    "pooled": "figures over all pixels of 200 maps: time and memory against concatenating and scikit-learn",
    "render": "the embedded server's renderer, seconds per 1280x720 frame",
    "scores": "all scores on logits of 13 classes at 720x1280, against one softmax",
    "train": "images per second in training and evaluation, and the share of the device's peak",
}


def main(argv: Sequence[str]) -> int:
    """Run the benchmark that `argv` names; exit code 0, or 2 for a bad name or environment."""
    if not argv or argv[0] in ("-h", "--help", "list"):
        print("python -m benchmarks NAME [--help]\n")
        print("\n".join(f"  {name:<13} {summary}" for name, summary in BENCHMARKS.items()))
        return 0
    try:
        look_up("benchmark", argv[0], BENCHMARKS)
        return import_module(f"benchmarks.{argv[0]}").main(argv[1:]) or 0
    except CaosError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
