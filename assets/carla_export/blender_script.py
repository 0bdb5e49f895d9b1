"""Write FBX files with Blender: runs in a process of its own, inside Blender or a Python that has `bpy`.

It must not import anything of ours, since that Python may have nothing of ours. Each line on standard input
is a job as JSON (`blender.write_fbx` makes it); each is answered by one line, `CAOS done NAME` or
`CAOS failed NAME: why`. Blender's own chatter goes between them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import bpy  # type: ignore[import-not-found,import-untyped,unused-ignore]
import numpy as np

CENTIMETRE = 0.01


def main() -> None:
    """Answer jobs until the input ends."""
    print(f"CAOS ready Blender {bpy.app.version_string}", flush=True)
    for line in sys.stdin:
        job = json.loads(line)
        try:
            export(job)
        except Exception as cause:  # noqa: BLE001 the parent names the model and goes on
            print(f"CAOS failed {job['name']}: {str(cause).splitlines()[0]}", flush=True)
        else:
            print(f"CAOS done {job['name']}", flush=True)


def export(job: dict[str, Any]) -> None:
    """One FBX file: the mesh, then its hulls, in centimetres, z up."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.unit_settings.system = "METRIC"
    scene.unit_settings.scale_length = CENTIMETRE  # one unit of ours is one of Unreal's; no node is scaled
    folder = Path(job["folder"])
    with np.load(folder / job["arrays"]) as arrays:
        materials = [make_material(row, folder) for row in job["materials"]]
        shown = make_mesh(job["name"], arrays["positions"], arrays["faces"])
        for made in materials:
            shown.materials.append(made)
        shown.polygons.foreach_set("material_index", arrays["face_material"])
        layer = shown.uv_layers.new(name="UVMap")
        layer.data.foreach_set("uv", arrays["uvs"][arrays["faces"].ravel()].ravel())
        shown.normals_split_custom_set_from_vertices(arrays["normals"])
        shown.update()
        for index in range(job["hulls"]):
            make_mesh(f"UCX_{job['name']}_{index:02d}", arrays[f"hull{index}"], arrays[f"hull{index}_faces"])
    bpy.ops.export_scene.fbx(
        filepath=str(folder / f"{job['name']}.fbx"),
        object_types={"MESH"},
        axis_forward="Y",
        axis_up="Z",
        apply_unit_scale=True,
        apply_scale_options="FBX_SCALE_NONE",
        mesh_smooth_type="FACE",
        use_mesh_modifiers=False,
        bake_anim=False,
        add_leaf_bones=False,
        path_mode="STRIP",  # file names alone: Unreal looks beside the FBX file, on whatever machine
    )


def make_mesh(name: str, positions: Any, faces: Any) -> Any:
    """A mesh of triangles and its object, linked to the scene."""
    made = bpy.data.meshes.new(name)
    made.vertices.add(len(positions))
    made.vertices.foreach_set("co", positions.ravel())
    made.loops.add(faces.size)
    made.loops.foreach_set("vertex_index", faces.ravel())
    made.polygons.add(len(faces))
    made.polygons.foreach_set("loop_start", np.arange(0, faces.size, 3, dtype=np.int32))
    made.update(calc_edges=True)
    bpy.context.scene.collection.objects.link(bpy.data.objects.new(name, made))
    return made


def make_material(row: dict[str, Any], folder: Path) -> Any:
    """A Principled material, which the exporter writes as diffuse color times factor 1."""
    made = bpy.data.materials.new(row["name"])
    made.use_nodes = True
    shader = next(node for node in made.node_tree.nodes if node.type == "BSDF_PRINCIPLED")
    shader.inputs["Base Color"].default_value = (*row["color"], 1.0)
    shader.inputs["Roughness"].default_value = row["roughness"]
    shader.inputs["Metallic"].default_value = row["metallic"]
    shader.inputs["Emission Color"].default_value = (*row["color"], 1.0)
    shader.inputs["Emission Strength"].default_value = row["emission"]
    if row["texture"]:
        picture = made.node_tree.nodes.new("ShaderNodeTexImage")
        picture.image = bpy.data.images.load(str(folder / row["texture"]))
        made.node_tree.links.new(picture.outputs["Color"], shader.inputs["Base Color"])
    return made


if __name__ == "__main__":
    main()
