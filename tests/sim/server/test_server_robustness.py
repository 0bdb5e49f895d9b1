"""Clients that vanish, babble or flood; ports in use; ends of all kinds."""

from __future__ import annotations

import os
import queue
import signal
import socket
import struct
import subprocess
import sys
import time

import msgpack
import pytest

TIMEOUT = 10.0
SERVER = (sys.executable, "-m", "caos.sim.server")

GREEDY_CLIENT = """
import carla, sys, time
client = carla.Client("127.0.0.1", int(sys.argv[1]))
client.set_timeout(20.0)
world = client.get_world()
blueprint = world.get_blueprint_library().find("sensor.camera.rgb")
camera = world.spawn_actor(blueprint, carla.Transform())
camera.listen(lambda image: None)
print("listening", flush=True)
time.sleep(60)
"""


class RawClient:
    """Speaks msgpack-rpc by hand."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT)
        self._unpacker = msgpack.Unpacker(raw=False)

    def send(self, *message: object) -> None:
        self.socket.sendall(msgpack.packb(list(message)))

    def receive(self) -> list:
        while True:
            for message in self._unpacker:
                return message
            data = self.socket.recv(65536)
            if not data:
                raise ConnectionError("the server hung up")
            self._unpacker.feed(data)

    def call(self, method: str, *arguments: object) -> object:
        self.send(0, 7, method, [[False], *arguments])
        kind, number, error, result = self.receive()
        assert (kind, number, error) == (1, 7, None)
        return result


def test_two_clients_share_a_world(rig, shared_server):
    other = rig.carla.Client("127.0.0.1", shared_server.port)
    other.set_timeout(TIMEOUT)
    world = other.get_world()
    camera, first = rig.camera("rgb", rig.pose(0, 0, 2))
    world.tick()
    (seen,) = [actor for actor in world.get_actors() if actor.id == camera.id]
    second: queue.Queue = queue.Queue()
    seen.listen(second.put)
    frame = world.tick()
    assert first.get(timeout=TIMEOUT).frame == frame - 1
    assert first.get(timeout=TIMEOUT).frame == second.get(timeout=TIMEOUT).frame == frame
    assert world.id == rig.world.id
    seen.stop()


def test_a_killed_client_leaves_the_others_alone(rig, shared_server):
    victim = subprocess.Popen(
        [sys.executable, "-c", GREEDY_CLIENT, str(shared_server.port)], stdout=subprocess.PIPE, text=True
    )
    assert victim.stdout is not None
    rig.synchronous(False)
    assert victim.stdout.readline() == "listening\n"
    rig.synchronous(True)
    victim.kill()
    victim.wait()
    _, received = rig.camera("rgb", rig.pose(0, 0, 2))
    for _ in range(20):
        frame = rig.world.tick()
        assert received.get(timeout=TIMEOUT).frame == frame


def test_a_subscriber_that_never_reads_does_not_hold_up_the_world_for_long(start_server):
    server = start_server()
    client = RawClient(server.port)
    large = [["image_size_x", 2, "1280"], ["image_size_y", 2, "720"]]
    description = [0, "sensor.camera.depth", large]
    ((_, camera),) = client.call("spawn_actor", description, [[0, 0, 0], [0, 0, 0]])
    stream_id, port = struct.unpack("<IH", camera[5][:6])
    deaf = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT)
    deaf.sendall(struct.pack("<I", stream_id))
    started = time.monotonic()
    for _ in range(30):
        assert client.call("tick_cue")[0][0] == 1  # asynchronous: pictures are dropped
    synchronous = [True, False, [True, 0.05], True, 0.01, 10, 0.0, True, 3000.0, 2000.0, True]
    client.call("set_episode_settings", synchronous)
    for _ in range(30):
        assert client.call("tick_cue")[0][0] == 1  # synchronous: it is waited for, then hung up on
    assert time.monotonic() - started < 60.0
    code, errors = server.end()
    assert code == 0
    assert "hung up on a subscriber that read nothing" in errors


@pytest.mark.parametrize(
    "garbage",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"\xff" * 1000,
        b"\x93\x00\x01\x02",
        b"\xc1",
        msgpack.packb([2, "notify", []]),
        msgpack.packb([0, "id", "version", []]),
        b"\x91" * 100_000,
        b"\xdd\xff\xff\xff\xff" + b"\x00" * 10_000,
        b"",
    ],
)
def test_garbage_on_both_ports_harms_no_one(rig, shared_server, garbage):
    ((_, (_, (token,))),) = RawClient(shared_server.port).call("get_episode_info")
    stream_port = struct.unpack("<IH", token[:6])[1]
    for port in (shared_server.port, stream_port):
        with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) as connection:
            connection.sendall(garbage)
    _, received = rig.camera("depth", rig.pose(0, 0, 2))
    assert rig.world.tick() == received.get(timeout=TIMEOUT).frame


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("no_such_method", []),
        ("spawn_actor", []),
        ("spawn_actor", [[1, "static.prop.box01", []], [[0, 0], [0, 0, 0]]]),
        ("spawn_actor", [[1, "no.such.thing", []], [[0, 0, 0], [0, 0, 0]]]),
        ("spawn_actor", [[1, "vehicle.audi.tt", [["color", 5, "300,0,0"]]], [[0, 0, 0], [0, 0, 0]]]),
        ("set_actor_transform", [999999, [[0, 0, 0], [0, 0, 0]]]),
        ("set_actor_transform", ["one", None]),
        ("apply_control_to_vehicle", [1, [0, 0, 0, False, False, False, 0]]),
        ("set_weather_parameters", [["rain"]]),
        ("set_episode_settings", [[True, False, [True, -1.0]]]),
        ("get_sensor_token", [4_000_000_000]),
        ("project_point", [[0, 0, 0], [0, 0, 0], 10.0]),
        ("destroy_actor", [1]),
        ("start_recorder", ["file", True]),
    ],
)
def test_bad_calls_are_answered_with_an_error(shared_server, method, arguments):
    client = RawClient(shared_server.port)
    ((has_value, (text,)),) = client.call(method, *arguments)
    assert has_value in (0, False)
    assert text
    assert client.call("version") == [[1, "0.9.16"]]


def test_bad_void_calls_and_commands_are_answered_with_an_error(shared_server):
    client = RawClient(shared_server.port)
    ((failed, (text,)),) = client.call("load_new_episode", "Nowhere", True, 65535)
    assert (failed, text) == (True, "map 'Nowhere' not found; known: Town01, Town02")
    answers = client.call(
        "apply_batch", [[[99, [1]]], [[6, [999999, [[0, 0, 0], [0, 0, 0]]]]], "nonsense"], False
    )
    assert [answer[0][0] for answer in answers] == [0, 0, 0]


def test_a_flood_of_calls_is_answered_in_order(shared_server):
    client = RawClient(shared_server.port)
    for number in range(2000):
        client.send(0, number, "version", [[False]])
    assert [client.receive()[1] for _ in range(2000)] == list(range(2000))


def test_many_connections(shared_server):
    clients = [RawClient(shared_server.port) for _ in range(50)]
    assert all(client.call("version") == [[1, "0.9.16"]] for client in clients)
    for client in clients:
        client.socket.close()


def test_port_in_use(start_server):
    server = start_server()
    again = subprocess.run(
        [*SERVER, "--port", str(server.port)], capture_output=True, text=True, timeout=60, check=False
    )
    assert again.returncode == 2
    (line,) = again.stderr.splitlines()
    assert line.startswith(f"error: port {server.port} on 127.0.0.1 is in use: choose another with --port")


def test_unknown_town():
    done = subprocess.run(
        [*SERVER, "--town", "Town1"], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "unknown town 'Town1'; known: Town01, " in line
    assert line.endswith("did you mean Town01?")


def test_a_broken_renderer_stops_the_server_in_one_line(start_server):
    server = start_server(env={**os.environ, "CAOS_TEST_DRAWINGS": "1"})
    client = RawClient(server.port)
    description = [0, "sensor.camera.rgb", []]
    ((_, camera),) = client.call("spawn_actor", description, [[0, 0, 0], [0, 0, 0]])
    stream_id, port = struct.unpack("<IH", camera[5][:6])
    subscriber = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT)
    subscriber.sendall(struct.pack("<I", stream_id))
    deadline = time.monotonic() + TIMEOUT
    while server.process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    code, errors = server.end()
    assert code == 3
    (line,) = errors.splitlines()
    assert line.startswith("error: the renderer could not draw: the context is lost; ")
    assert "libegl1 libegl-mesa0 libgl1-mesa-dri" in line


def test_the_end_of_standard_input_stops_the_server(start_server):
    server = start_server()
    client = RawClient(server.port)
    assert client.call("version") == [[1, "0.9.16"]]
    assert server.end() == (0, "")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", server.port), timeout=1.0)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_stop_the_real_server(start_server, number):
    pytest.importorskip("moderngl")
    server = start_server(*SERVER, "--port", "0")
    server.process.send_signal(number)
    assert server.process.wait(timeout=TIMEOUT) == 0
    (line,) = server.process.stderr.read().splitlines()
    assert line.startswith("caos.sim.server.render.context: renderer: ")
