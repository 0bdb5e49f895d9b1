from __future__ import annotations

import contextlib
import importlib.util
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

START_TIMEOUT = 60.0
STOP_TIMEOUT = 20.0
CLIENT_TIMEOUT = 20.0
SMALL_SERVER = Path(__file__).with_name("small_server.py")


@pytest.fixture(scope="session")
def small() -> ModuleType:
    """The module `small_server.py` beside this file."""
    name = "caos_tests_small_server"
    spec = importlib.util.spec_from_file_location(name, SMALL_SERVER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


class ServerProcess:
    """A server in a child process, and the port it said it listens on."""

    def __init__(self, command: list[str], **options: Any) -> None:
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()
        line = self._lines.get(timeout=START_TIMEOUT)
        assert line.startswith("listening on 127.0.0.1:"), (line, self.end()[1])
        self.port = int(line.rsplit(":", 1)[1])

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put("")

    def end(self) -> tuple[int, str]:
        """Close its standard input; its exit code and what it wrote to standard error."""
        assert self.process.stdin is not None
        assert self.process.stderr is not None
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        try:
            code = self.process.wait(timeout=STOP_TIMEOUT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        return code, self.process.stderr.read()


@pytest.fixture(scope="session")
def server_process() -> type[ServerProcess]:
    """The class that starts servers, for fixtures of their own."""
    return ServerProcess


StartServer = Callable[..., ServerProcess]


@pytest.fixture
def start_server() -> Iterator[StartServer]:
    """Starts small servers (or another command) that end with the test."""
    with contextlib.ExitStack() as running:

        def start(*command: str, **options: Any) -> ServerProcess:
            server = ServerProcess(list(command) or [sys.executable, str(SMALL_SERVER)], **options)
            running.callback(server.process.kill)
            return server

        yield start


@pytest.fixture(scope="session")
def shared_server() -> Iterator[ServerProcess]:
    """One small server for all tests that leave it as it was."""
    server = ServerProcess([sys.executable, str(SMALL_SERVER)])
    yield server
    code, errors = server.end()
    assert code == 0
    assert "Traceback" not in errors


class Rig:
    """A client in synchronous mode on a freshly loaded Town01, and what it takes to use sensors."""

    def __init__(self, carla: ModuleType, port: int) -> None:
        self.carla = carla
        self.client = carla.Client("127.0.0.1", port)
        self.client.set_timeout(CLIENT_TIMEOUT)
        self.world = self.client.load_world("Town01")
        self.synchronous(True)
        self.blueprints = self.world.get_blueprint_library()
        self.spawns = self.world.get_map().get_spawn_points()
        self._sensors: list[Any] = []

    def synchronous(self, on: bool, delta: float = 0.05) -> None:
        settings = self.world.get_settings()
        settings.synchronous_mode = on
        settings.fixed_delta_seconds = delta if on else None
        self.world.apply_settings(settings)

    def pose(self, x: float, y: float, z: float, yaw: float = 0.0, pitch: float = 0.0) -> Any:
        return self.carla.Transform(self.carla.Location(x, y, z), self.carla.Rotation(pitch=pitch, yaw=yaw))

    def spawn(self, type_id: str, pose: Any, parent: Any = None, **attributes: object) -> Any:
        blueprint = self.blueprints.find(type_id)
        for name, value in attributes.items():
            blueprint.set_attribute(name, str(value))
        return self.world.spawn_actor(blueprint, pose, attach_to=parent)

    def listen(
        self, type_id: str, pose: Any, parent: Any = None, **attributes: object
    ) -> tuple[Any, queue.Queue]:
        sensor = self.spawn(type_id, pose, parent, **attributes)
        received: queue.Queue = queue.Queue()
        sensor.listen(received.put)
        self._sensors.append(sensor)
        return sensor, received

    def camera(
        self, kind: str, pose: Any, parent: Any = None, **attributes: object
    ) -> tuple[Any, queue.Queue]:
        size = {"image_size_x": 64, "image_size_y": 48, **attributes}
        return self.listen(f"sensor.camera.{kind}", pose, parent, **size)

    def close(self) -> None:
        for sensor in self._sensors:
            if sensor.is_alive and sensor.is_listening():
                sensor.stop()
        self.synchronous(False)


@pytest.fixture
def rig(shared_server: ServerProcess) -> Iterator[Rig]:
    carla = pytest.importorskip("carla")
    rig = Rig(carla, shared_server.port)
    yield rig
    rig.close()
