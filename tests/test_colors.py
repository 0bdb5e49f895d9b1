import numpy as np
import pytest

from caos.colors import linear


def test_linear_light_of_known_bytes():
    assert linear(np.array([0.0, 10 / 255, 0.5, 1.0])) == pytest.approx(
        [0.0, 0.003035, 0.214041, 1.0], abs=1e-6
    )
