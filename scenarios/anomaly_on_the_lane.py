"""One anomaly on the lane ahead at growing distances, under several weathers: from where is it seen?

python scenarios/anomaly_on_the_lane.py --out data/probe --model piano
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

import carla
from caos.scenarios.street import Street, open_street, options, save
from caos.sim.calibration import instance_codes, new_codes, object_mask
from caos.sim.cameras import Kind, Pixels
from caos.sim.placement import Model
from caos.sim.resting import rest
from caos.sim.streets import View
from caos.sim.terrain import look_down

from caos.errors import CaosError

DISTANCES = (8.0, 12.0, 18.0, 27.0, 40.0)
WEATHERS = ("ClearNoon", "WetCloudyNoon", "HardRainNoon")


def stand(street: Street, view: View, model: Model, distance: float) -> carla.Actor | None:
    """Put a model on the middle of the lane, sideways on; None where there is no room for it."""
    ahead = view.waypoint.next(distance)
    if not ahead:
        return None
    pose = ahead[0].transform
    place, yaw = pose.location, pose.rotation.yaw + 90.0

    def ground(x: float, y: float) -> float | None:
        column = look_down(street.world, x, y, place.z, model.size[2])
        return None if column is None else column.ground

    found = rest(model.footing, place.x, place.y, yaw, ground)
    if found is None:
        return None
    location = carla.Location(place.x, place.y, found.z + 0.02)  # servers refuse what touches the road
    return street.world.try_spawn_actor(
        model.blueprint, carla.Transform(location, carla.Rotation(found.pitch, yaw, found.roll))
    )


def probe(
    street: Street, view: View, model: Model, distance: float, chosen: Sequence[str]
) -> tuple[dict[str, Mapping[Kind, Pixels]], int]:
    """Pictures at one distance: weather -> RGB and labels, and the pixels that the model has there."""
    street.rig.move(view.transform)
    before = instance_codes(street.rig.capture(["instance_segmentation"])["instance_segmentation"])
    actor = stand(street, view, model, distance)
    if actor is None:
        return {}, 0
    try:
        shots: dict[str, Mapping[Kind, Pixels]] = {}
        for name in chosen:
            street.world.set_weather(getattr(carla.WeatherParameters, name))
            shots[name] = street.rig.capture()
        codes = instance_codes(street.rig.capture(["instance_segmentation"])["instance_segmentation"])
        return shots, int(object_mask(new_codes(before, codes), codes).sum())
    finally:
        actor.destroy()


def main(argv: Sequence[str] | None = None) -> int:
    """Print the pixels at each distance; the pictures are named by weather and metres."""
    parser = options(__doc__ or "")
    parser.add_argument("--model", default="rocking_chair", help="id from the catalogue")
    parser.add_argument("--distances", type=float, nargs="+", default=DISTANCES, help="metres along the lane")
    parser.add_argument("--weathers", nargs="+", default=WEATHERS, help="presets of carla.WeatherParameters")
    chosen = parser.parse_args(argv)
    for name in chosen.weathers:
        if not isinstance(getattr(carla.WeatherParameters, name, None), carla.WeatherParameters):
            raise CaosError(f"--weathers {name}: no preset of carla.WeatherParameters")
    with open_street(chosen) as street:
        model, view = street.model(chosen.model), street.view(chosen.seed)
        for distance in chosen.distances:
            shots, pixels = probe(street, view, model, distance, chosen.weathers)
            print(f"{distance:5.1f} m  {f'{pixels} pixels' if shots else 'no room'}", flush=True)
            for name, pictures in shots.items():
                save(chosen.out, f"{name}_{distance:03.0f}m", pictures)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CaosError as error:
        sys.exit(f"error: {error}")
