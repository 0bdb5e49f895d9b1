"""One view under all weather presets and several heights of the sun.

python scenarios/weather_sweep.py --out data/weather
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import carla
from caos.scenarios.street import open_street, options, save

from caos.errors import CaosError

SUN_HEIGHTS = (-10.0, 3.0, 20.0, 60.0)


def presets() -> dict[str, carla.WeatherParameters]:
    """CARLA's noon presets, by name; the height of the sun is ours to choose."""
    known = vars(carla.WeatherParameters)
    return {
        name: value
        for name, value in sorted(known.items())
        if isinstance(value, carla.WeatherParameters) and name.endswith("Noon")
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Take a picture of each; the files are named by preset and degrees."""
    parser = options(__doc__ or "")
    parser.add_argument(
        "--suns", type=float, nargs="+", default=SUN_HEIGHTS, help="degrees above the horizon"
    )
    parser.add_argument("--presets", nargs="+", default=sorted(presets()), choices=sorted(presets()))
    chosen = parser.parse_args(argv)
    with open_street(chosen) as street:
        street.rig.move(street.view(chosen.seed).transform)
        for name in chosen.presets:
            for height in chosen.suns:
                weather = presets()[name]
                weather.sun_altitude_angle = height
                street.world.set_weather(weather)
                save(chosen.out, f"{name}_{height:+03.0f}", street.rig.capture(["rgb"]))
    print(f"{chosen.out}: {len(chosen.presets) * len(chosen.suns)} pictures")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CaosError as error:
        sys.exit(f"error: {error}")
