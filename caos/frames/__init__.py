"""The data set on disk: layout, lists, labels, manifest, atomic writing, verification."""

from __future__ import annotations

from .atomic import atomic_path, atomic_write_bytes, atomic_write_text
from .extras import (
    CameraModel,
    InstanceRow,
    ObjectBoxes,
    OrientedBox,
    extra_files,
    read_boxes,
    read_camera,
    read_depth,
    read_instances,
)
from .images import read_image, read_label, write_png
from .labelset import read_label_set, write_label_set
from .layout import EXTRA_FOLDERS, JOURNAL_FOLDER, LABELS_FILE, MANIFEST_FILE, SPLITS, Split, split_named
from .locking import locked
from .manifest import read_manifest, write_manifest
from .odgt import OdgtEntry, read_odgt, write_odgt
from .printing import print_report
from .records import WEATHER_NAMES, AnomalyRecord, ExtraFile, FrameRecord, Key, Pose
from .verify import VerifyReport, verify
from .writer import ExtraData, FrameWriter

__all__ = [
    "EXTRA_FOLDERS",
    "JOURNAL_FOLDER",
    "LABELS_FILE",
    "MANIFEST_FILE",
    "SPLITS",
    "WEATHER_NAMES",
    "AnomalyRecord",
    "CameraModel",
    "ExtraData",
    "ExtraFile",
    "FrameRecord",
    "FrameWriter",
    "InstanceRow",
    "Key",
    "ObjectBoxes",
    "OdgtEntry",
    "OrientedBox",
    "Pose",
    "Split",
    "VerifyReport",
    "atomic_path",
    "atomic_write_bytes",
    "atomic_write_text",
    "extra_files",
    "locked",
    "print_report",
    "read_boxes",
    "read_camera",
    "read_depth",
    "read_image",
    "read_instances",
    "read_label",
    "read_label_set",
    "read_manifest",
    "read_odgt",
    "split_named",
    "verify",
    "write_label_set",
    "write_manifest",
    "write_odgt",
    "write_png",
]
