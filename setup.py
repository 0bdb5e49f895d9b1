"""Compute the package list; everything else is in pyproject.toml.

The top-level folders are sub-packages of `caos` (see `package-dir`), which automatic discovery cannot know.
"""

from __future__ import annotations

from setuptools import find_packages, setup

FOLDERS = {
    "caos": "caos",
    "sim": "caos.sim",
    "assets": "caos.assets",
    "segment": "caos.segment",
    "classify": "caos.classify",
    "scenarios": "caos.scenarios",
}

packages = [
    package
    for folder, name in FOLDERS.items()
    for package in (name, *(f"{name}.{inner}" for inner in find_packages(folder)))
]

DATA = ("css", "frag", "glsl", "html", "js", "json", "md", "safetensors", "toml", "vert")

setup(
    packages=packages,
    package_data={"": ["py.typed", *(f"**/*.{suffix}" for suffix in DATA)]},
)
