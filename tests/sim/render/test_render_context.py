"""Which device draws, and what is said when none can or when one fails on the way."""

from __future__ import annotations

import ctypes
import logging
from typing import Any

import moderngl
import pytest
from caos.sim.server.ports import Guarded, RendererFailedError
from caos.sim.server.render import Renderer, context, devices
from caos.sim.server.scene import Weather

from caos.errors import CaosError

NVIDIA = "EGL_NV_device_cuda EGL_EXT_device_drm EGL_EXT_device_query_name"
HARDWARE = "EGL_EXT_device_drm EGL_EXT_device_drm_render_node"
SOFTWARE = "EGL_MESA_device_software EGL_EXT_device_drm_render_node"


@pytest.mark.parametrize(
    ("extensions", "order"),
    [
        ([], []),
        ([SOFTWARE], [0]),
        ([SOFTWARE, HARDWARE], [1, 0]),
        ([HARDWARE, SOFTWARE, NVIDIA, NVIDIA], [2, 3, 0, 1]),
        (["", SOFTWARE, HARDWARE], [0, 2, 1]),
    ],
)
def test_hardware_comes_before_software(extensions: list[str], order: list[int]) -> None:
    assert devices.by_preference(extensions) == order


def test_this_machine_lists_its_devices_and_names_one(caplog: pytest.LogCaptureFixture) -> None:
    assert len(devices.device_extensions()) >= 1
    with caplog.at_level(logging.INFO):
        opened = context.open_context()
    [record] = [record for record in caplog.records if "renderer" in record.getMessage()]
    assert record.levelno == logging.INFO
    assert opened.info["GL_RENDERER"] in record.getMessage()
    opened.release()


def test_a_device_that_fails_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    working = devices.by_preference(devices.device_extensions())[0]
    create, asked = moderngl.create_context, []

    def second_try(**settings: Any) -> moderngl.Context:
        asked.append(settings.pop("device_index"))
        if len(asked) == 1:
            raise Exception("eglInitialize failed\n(0x3001)")  # noqa: TRY002 - what moderngl raises
        return create(**settings, device_index=working)

    monkeypatch.setattr(moderngl, "create_context", second_try)
    monkeypatch.setattr(context, "device_extensions", lambda: [SOFTWARE, NVIDIA])
    with caplog.at_level(logging.INFO):
        context.open_context().release()
    assert asked == [1, 0]
    assert "passed over: eglInitialize failed (0x3001)" in caplog.text


def test_a_missing_driver_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: Any) -> None:
        raise Exception("libEGL.so not loaded\n(some detail)")  # noqa: TRY002 - what moderngl raises

    monkeypatch.setattr(moderngl, "create_context", fail)
    with pytest.raises(CaosError, match="apt-get install libegl1 libegl-mesa0 libgl1-mesa-dri") as caught:
        context.open_context()
    assert "\n" not in str(caught.value)


def test_a_missing_library_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError("libEGL.so.1: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(devices, "_egl", fail)
    devices.egl_function.cache_clear()
    with pytest.raises(CaosError, match="apt-get install libegl1 libegl-mesa0 libgl1-mesa-dri") as caught:
        context.open_context()
    assert "\n" not in str(caught.value)


def test_an_error_of_opengl_ends_the_picture(make_view: Any) -> None:
    renderer = Renderer()
    guarded = Guarded(lambda: renderer)
    enable = devices.egl_function("glEnable", None, ctypes.c_uint)
    assert enable is not None
    view = make_view(64, 48)
    assert guarded.render(view, [], Weather()).rgb is not None
    with renderer._context:
        enable(0xFFFF)
    with pytest.raises(RendererFailedError, match=r"GL_INVALID_ENUM.*start again") as caught:
        guarded.render(view, [], Weather())
    assert "\n" not in str(caught.value)
    guarded.close()


def test_a_lost_context_is_one_clear_line(
    renderer: Any, monkeypatch: pytest.MonkeyPatch, make_view: Any
) -> None:
    function = devices.egl_function

    def reset(name: str, *types: Any) -> Any:
        return (lambda: 0x8254) if name == "glGetGraphicsResetStatus" else function(name, *types)

    monkeypatch.setattr(context, "egl_function", reset)
    with pytest.raises(CaosError, match=r"was reset.*lost.*innocent.*start again") as caught:
        renderer.render(make_view(64, 48), [], Weather())
    assert "\n" not in str(caught.value)
