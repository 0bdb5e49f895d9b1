"""GLSL sources in `shaders/` -> linked programs."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Final

import moderngl

from .geometry import Kind

_VERSION_LINE: Final = "#version 450\n"
_STAGES: Final = {
    "geometry": ("geometry.vert", "geometry.frag"),
    "ids": ("ids.vert", "ids.frag"),
    "samples": ("samples.vert", "samples.frag"),
    "shadow": ("shadow.vert", "shadow.frag"),
    "occlusion": ("screen.vert", "occlusion.frag"),
    "occlusion_blur": ("screen.vert", "occlusion_blur.frag"),
    "lighting": ("screen.vert", "lighting.frag"),
    "reflection": ("screen.vert", "reflection.frag"),
    "reflection_add": ("screen.vert", "reflection_add.frag"),
    "sky": ("screen.vert", "sky.frag"),
    "veil": ("screen.vert", "veil.frag"),
    "expose": ("screen.vert", "expose.frag"),
    "resolve": ("screen.vert", "resolve.frag"),
    "gather": ("screen.vert", "gather.frag"),
    "bloom_down": ("screen.vert", "bloom_down.frag"),
    "bloom_up": ("screen.vert", "bloom_up.frag"),
    "glow": ("screen.vert", "glow.frag"),
    "focus": ("screen.vert", "focus.frag"),
    "smear": ("screen.vert", "smear.frag"),
    "lens": ("screen.vert", "lens.frag"),
    "rain": ("rain.vert", "rain.frag"),
    "drops": ("drops.vert", "drops.frag"),
}
_SWITCHES: Final = {"_holes": "#define HOLES\n", "_relief": "#define RELIEF\n"}
SCENE_PROGRAMS: Final[Mapping[str, Mapping[str, tuple[Kind, ...]]]] = {
    "geometry": {
        "geometry": (Kind.PLAIN,),
        "geometry_relief": (Kind.RELIEF,),
        "geometry_holes": (Kind.HOLES,),
    },
    "ids": {"ids": (Kind.PLAIN, Kind.RELIEF), "ids_holes": (Kind.HOLES,)},
    "samples": {"samples": (Kind.PLAIN, Kind.RELIEF), "samples_holes": (Kind.HOLES,)},
    "shadow": {"shadow": (Kind.PLAIN, Kind.RELIEF), "shadow_holes": (Kind.HOLES,)},
}
"""The stages that draw meshes: the programs of each, in drawing order, and the kinds of faces they are for.

What has no holes comes first: it hides much of the rest before that is tested texel by texel.
"""


def load_programs(context: moderngl.Context, **defines: float) -> dict[str, moderngl.Program]:
    """All programs by name; `defines` become `#define` lines of every shader."""
    head = _VERSION_LINE + "".join(f"#define {name} {float(value)}\n" for name, value in defines.items())
    programs = {name: _program(context, head, *files) for name, files in _STAGES.items()}
    for stage, variants in SCENE_PROGRAMS.items():
        for name in variants:
            programs[name] = _program(
                context, head + _SWITCHES.get(name.removeprefix(stage), ""), *_STAGES[stage]
            )
    return programs


def _program(context: moderngl.Context, head: str, vertex: str, fragment: str) -> moderngl.Program:
    return context.program(vertex_shader=head + _source(vertex), fragment_shader=head + _source(fragment))


def set_uniforms(program: moderngl.Program, **values: object) -> None:
    """Set uniforms by name; those that the compiler dropped are skipped."""
    for name, value in values.items():
        if name in program:
            program[name] = value


def _source(name: str) -> str:
    """A shader's text with its `#include "other"` lines replaced by the other's text."""
    text = (resources.files(__package__) / "shaders" / name).read_text(encoding="utf-8")
    lines = text.splitlines()
    marker = "#include "
    return "\n".join(
        _source(line[len(marker) :].strip(' "')) if line.startswith(marker) else line for line in lines
    )
