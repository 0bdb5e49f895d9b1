"""One view under all weather presets and several heights of the sun.

python scenarios/weather_sweep.py --out data/weather
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import carla
from caos.scenarios.street import open_street, options, save
from caos.sim.weather import PRESETS, to_carla, to_dict

from caos.errors import CaosError

SUN_HEIGHTS = (-10.0, 3.0, 20.0, 60.0)
NOONS = tuple(name for name in PRESETS if name.endswith("Noon"))
"""The height of the sun is ours to choose."""


def main(argv: Sequence[str] | None = None) -> int:
    """Take a picture of each; the files are named by preset and degrees."""
    parser = options(__doc__ or "")
    parser.add_argument(
        "--suns", type=float, nargs="+", default=SUN_HEIGHTS, help="degrees above the horizon"
    )
    parser.add_argument("--presets", nargs="+", default=NOONS, choices=NOONS)
    chosen = parser.parse_args(argv)
    with open_street(chosen) as street:
        street.rig.move(street.view(chosen.seed).transform)
        for name in chosen.presets:
            for height in chosen.suns:
                values = to_dict(getattr(carla.WeatherParameters, name))
                street.world.set_weather(to_carla({**values, "sun_altitude_angle": height}))
                save(chosen.out, f"{name}_{height:+03.0f}", street.rig.capture(["rgb"]))
    print(f"{chosen.out}: {len(chosen.presets) * len(chosen.suns)} pictures")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CaosError as error:
        sys.exit(f"error: {error}")
