"""The film's curve, the white balance and the meter against transcriptions of what is published."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from caos.sim.server.optics import CameraSettings, ExposureMode
from caos.sim.server.render.exposure import UNIT_EV, exposure, metered
from caos.sim.server.render.tone import (
    HIGHEST,
    LOWEST,
    STEPS,
    film_matrices,
    film_table,
    filmic,
    white_balance,
)
from hypothesis import assume, given
from hypothesis import strategies as st

DEFAULT = CameraSettings()
UNIT_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


def published(x: float, slope: float, toe: float, shoulder: float, black: float, white: float) -> float:
    """Unreal's curve for one number, as its documentation's graph and formulas have it."""
    toe_scale, shoulder_scale = 1 + black - toe, 1 + white - shoulder
    middle = 0.18
    if toe > 0.8:
        toe_match = (1 - toe - middle) / slope + math.log10(middle)
    else:
        bt = (middle + black) / toe_scale - 1
        toe_match = math.log10(middle) - 0.5 * math.log((1 + bt) / (1 - bt)) * (toe_scale / slope)
    straight_match = (1 - toe) / slope - toe_match
    shoulder_match = shoulder / slope - straight_match
    log = math.log10(x)
    straight = slope * (log + straight_match)
    low = -black + 2 * toe_scale / (1 + math.exp(-2 * slope / toe_scale * (log - toe_match)))
    high = (
        1 + white - 2 * shoulder_scale / (1 + math.exp(2 * slope / shoulder_scale * (log - shoulder_match)))
    )
    low = low if log < toe_match else straight
    high = high if log > shoulder_match else straight
    assume(
        abs(shoulder_match - toe_match) > 1e-6
    )  # where toe and shoulder meet the formula divides by nothing
    if abs(shoulder_match - toe_match) < 1e-6:
        return math.nan  # toe and shoulder meet: the formula divides by nothing
    t = min(max((log - toe_match) / (shoulder_match - toe_match), 0), 1)
    t = 1 - t if shoulder_match < toe_match else t
    t = (3 - 2 * t) * t * t
    return min(max(low + t * (high - low), 0.0), 1.0)


@given(
    light=st.floats(1e-4, 50.0),
    slope=st.floats(0.3, 1.0),
    toe=st.floats(0.0, 0.79),
    shoulder=st.floats(0.0, 0.9),
    black=st.floats(0.0, 0.1),
    white=st.floats(0.0, 0.1),
)
def test_the_curve_is_the_published_one(
    light: float, slope: float, toe: float, shoulder: float, black: float, white: float
) -> None:
    settings = dataclasses.replace(
        DEFAULT, slope=slope, toe=toe, shoulder=shoulder, black_clip=black, white_clip=white
    )
    expected = published(light, slope, toe, shoulder, black, white)
    assume(not math.isnan(expected))
    assert float(filmic(np.array([light]), settings)[0]) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("apart", [0.0, 1e-9, -1e-9])
def test_a_toe_that_meets_the_shoulder_goes_over_into_it(apart: float) -> None:
    settings = dataclasses.replace(
        DEFAULT, slope=0.5, toe=0.5, shoulder=0.5 + apart, black_clip=0.0, white_clip=0.0
    )
    meeting = math.log10(0.18) + 0.5 * math.log(1.64 / 0.36)
    logs = meeting + np.array([-6.0, -1.0, -0.1, 0.1, 1.0, 6.0])
    np.testing.assert_allclose(
        filmic(10.0**logs, settings), 1.0 / (1.0 + np.exp(2.0 * (meeting - logs))), atol=1e-6
    )


def test_the_default_curve_rises_and_keeps_middle_grey() -> None:
    light = np.exp2(np.linspace(-10.0, 8.0, 400))
    shown = filmic(light, DEFAULT)
    assert (np.diff(shown) >= 0.0).all()
    assert float(filmic(np.array([0.18]), DEFAULT)[0]) == pytest.approx(0.18, abs=0.01)
    assert shown[0] < 0.002
    assert shown[-1] > 0.95


@pytest.mark.parametrize("name", ["slope", "toe", "shoulder", "black_clip", "white_clip"])
@pytest.mark.parametrize("value", [0.0, 1.0])
def test_the_ends_of_the_ranges_give_numbers(name: str, value: float) -> None:
    table = film_table(dataclasses.replace(DEFAULT, **{name: value}))
    assert np.isfinite(table).all()
    assert table.min() >= 0.0
    assert table.max() <= 1.0


def test_the_table_is_the_curve() -> None:
    table = film_table(DEFAULT)
    place = STEPS // 2
    light = 2.0 ** (LOWEST + place * (HIGHEST - LOWEST) / (STEPS - 1))
    assert table[place] == pytest.approx(published(light, 0.88, 0.55, 0.26, 0.0, 0.04), abs=1e-5)
    assert np.abs(np.diff(table)).max() < 0.003


def test_white_stays_white_through_the_primaries() -> None:
    before, after = film_matrices(DEFAULT)
    np.testing.assert_allclose(before @ np.ones(3), np.ones(3), atol=2e-3)
    np.testing.assert_allclose(after @ before @ np.ones(3), np.ones(3), atol=2e-3)


def test_white_balance() -> None:
    np.testing.assert_allclose(white_balance(6500.0, 0.0), np.eye(3), atol=2e-3)
    warm, cool = white_balance(9000.0, 0.0) @ np.ones(3), white_balance(4500.0, 0.0) @ np.ones(3)
    assert warm[0] > 1.0 > warm[2]
    assert cool[0] < 1.0 < cool[2]
    green, magenta = white_balance(6500.0, 1.0) @ np.ones(3), white_balance(6500.0, -1.0) @ np.ones(3)
    assert green[1] > green[[0, 2]].mean()
    assert magenta[1] < magenta[[0, 2]].mean()


def test_a_daylight_white_becomes_neutral() -> None:
    """The chromaticity of D50 (CIE 15) balanced for 5003 K is that of D65."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    d50 = np.linalg.solve(to_xyz, np.array([0.3457 / 0.3585, 1.0, (1 - 0.3457 - 0.3585) / 0.3585]))
    balanced = white_balance(5000.0, 0.0) @ d50
    np.testing.assert_allclose(balanced / balanced[1], np.ones(3), atol=0.01)


@given(st.floats(-3.0, 3.0))
def test_a_meter_brings_every_brightness_to_the_same(stops: float) -> None:
    light = np.random.default_rng(0).lognormal(0.0, 1.0, 2000).astype(np.float32)
    wide = dataclasses.replace(DEFAULT, exposure_min_bright=-50.0, exposure_max_bright=50.0)
    scaled = (light * 2.0**stops).astype(np.float32)
    assert exposure(scaled, wide) * 2.0**stops == pytest.approx(exposure(light, wide), rel=1e-4)


def test_the_meter_reads_the_middle_of_the_histogram() -> None:
    light = np.concatenate([np.full(5, 1e6), np.full(90, 0.25), np.full(5, 1e-9)]).astype(np.float32)
    assert metered(light) == pytest.approx(UNIT_EV - 2.0, abs=1e-5)


def test_the_meter_stays_in_its_range() -> None:
    at = [
        exposure(np.full(9, 2.0 ** (level - UNIT_EV), np.float32), DEFAULT) for level in (3, 10, 11, 12, 15)
    ]
    assert at[0] == at[1]
    assert at[3] == at[4]
    assert at[1] == pytest.approx(2.0 * at[2], rel=1e-5)
    assert at[2] == pytest.approx(2.0 * at[3], rel=1e-5)
    lighter = dataclasses.replace(DEFAULT, exposure_compensation=1.0)
    assert exposure(np.full(9, 1.0, np.float32), lighter) == pytest.approx(2.0 * at[3], rel=1e-5)


def test_manual_exposure_is_the_photographers() -> None:
    manual = dataclasses.replace(DEFAULT, exposure_mode=ExposureMode.MANUAL, fstop=8.0, shutter_speed=125.0)
    none = np.zeros(1, np.float32)
    ev = math.log2(64.0 * 125.0)
    assert exposure(none, manual) == pytest.approx(16.0 / 120.0 / 2.0 ** (ev - UNIT_EV))
    faster = dataclasses.replace(manual, iso=400.0)
    assert exposure(none, faster) == pytest.approx(4.0 * exposure(none, manual))
    open_ = dataclasses.replace(manual, fstop=4.0)
    assert exposure(none, open_) == pytest.approx(4.0 * exposure(none, manual))
