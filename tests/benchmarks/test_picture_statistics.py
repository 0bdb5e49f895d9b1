import numpy as np
import pytest
from scipy.stats import gennorm

from benchmarks.picture_statistics import gaussian_shape, spectrum_slope, statistics_of


@pytest.mark.parametrize("slope", [-3.0, -2.0, -1.0])
def test_spectrum_slope_is_that_of_noise_made_with_it(slope):
    rng = np.random.default_rng(0)
    rows, columns = 338, 600
    frequency = np.hypot(np.fft.fftfreq(rows)[:, None], np.fft.rfftfreq(columns)[None, :])
    frequency[0, 0] = 1.0
    spectrum = np.fft.rfft2(rng.normal(size=(rows, columns))) * frequency ** (slope / 2.0)
    assert spectrum_slope(np.fft.irfft2(spectrum, (rows, columns))) == pytest.approx(slope, abs=0.12)


@pytest.mark.parametrize("shape", [0.5, 1.0, 2.0])
def test_shape_is_that_of_the_distribution_drawn_from(shape):
    values = gennorm.rvs(shape, size=200_000, random_state=np.random.default_rng(1))
    assert gaussian_shape(values) == pytest.approx(shape, rel=0.03)


def test_flat_pictures_have_no_gradients_and_no_slope():
    rgb = np.full((40, 60, 3), 128, dtype=np.uint8)
    figures = statistics_of(rgb)
    assert figures["log derivative, 0 to 0.01"] == 1.0
    assert figures["luminance, median"] == pytest.approx(0.2159, abs=1e-3)
    assert figures["chroma, mean"] == pytest.approx(0.0, abs=1e-2)
    assert np.isnan(figures["power spectrum, slope"])
    assert np.isnan(figures["log derivative, kurtosis"])


def test_gradient_histogram_counts_every_pair_once():
    rgb = np.random.default_rng(2).integers(0, 256, (30, 50, 3), dtype=np.uint8)
    shares = [
        value
        for name, value in statistics_of(rgb).items()
        if name.startswith("log derivative, ") and " to " in name
    ]
    assert sum(shares) == pytest.approx(1.0)
