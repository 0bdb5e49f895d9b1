"""Data sets of classification under shift, read in the formats their owners publish; nothing is downloaded.

`read_images(name, folder, split)` gives a frozen `ImageList`; `loading.LabelledImages` makes a torch data set
of it. Nothing here imports torch but `loading`.
"""

from __future__ import annotations

from .dfr_convert import DfrOptions, convert_dfr
from .formats import FORMATS, list_splits, read_images
from .imagelist import ImageList
from .subsets import SUBSETS, ClassSubset, class_subset, imagenet_wnids
from .svsf_convert import SvsfOptions, convert_svsf
from .verify import DataReport, verify_data

__all__ = [
    "FORMATS",
    "SUBSETS",
    "ClassSubset",
    "DataReport",
    "DfrOptions",
    "ImageList",
    "SvsfOptions",
    "class_subset",
    "convert_dfr",
    "convert_svsf",
    "imagenet_wnids",
    "list_splits",
    "read_images",
    "verify_data",
]
