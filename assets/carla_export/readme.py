"""The README beside an exported package."""

from __future__ import annotations


def readme(package: str, props: int) -> str:
    """How to bring the package into CARLA and render with it, in Markdown."""
    return f"""# {package}: {props} anomaly models for CARLA 0.9.14 to 0.9.16

`Import/{package}/` is an import package: `{package}.json` and one folder per prop with its FBX file and
textures. `blueprints.json` says which blueprint each model of the catalogue becomes. Keep it out of `Import`,
where CARLA takes every `.json` for a package.

## Into a build from source

    cp -r Import/{package} ~/carla/Import/
    cd ~/carla
    make import ARGS="--packages={package}"
    make launch

`make import` without `ARGS` imports all that lies in `Import`. To give the props to a packaged release:

    make package ARGS="--packages={package}"

writes `Dist/{package}_*.tar.gz` (on Windows `Build/UE4Carla`), which is installed as below.

## Into a packaged release, without a build of Unreal

CARLA's Docker image of the Unreal editor does the import (see `Util/Docker` of CARLA's sources; building it
takes hours and some 400 GB):

    mkdir -p cooked
    python3 ~/carla/Util/Docker/docker_tools.py --input Import/{package} --output cooked --packages {package}
    cp cooked/{package}*.tar.gz ~/CARLA_0.9.16/Import/
    cd ~/CARLA_0.9.16
    ./ImportAssets.sh

## Use

    ./CarlaUE4.sh -RenderOffScreen
    caos sim render SCENARIO.toml --out DATA --catalogue CATALOGUE --host 127.0.0.1 \\
        --blueprints blueprints.json

## What is in the files

* Centimetres, z up, x ahead, one unscaled node: one unit of the file is one of Unreal's. Origin at the middle
  of the footprint, on the ground.
* Materials have a diffuse color with factor 1 (linear light), or a texture with the color already in it,
  found by its file name beside the FBX file. Roughness and metalness do not survive Unreal's importer.
* `UCX_<prop>_00` is the convex hull that Unreal takes for collisions.
* Triangles face the side of their normals. Should a thin sheet vanish from behind, tick Two Sided in its
  material.
"""
