"""Start the server: bind the ports, load the first town, serve until told to stop."""

from __future__ import annotations

import argparse
import contextlib
import difflib
import functools
import logging
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Final

from caos.errors import CaosError

from ..quality import Quality
from .blueprints import BlueprintLibrary
from .engine import Engine
from .handlers import METHODS
from .ports import Draws, Guarded, RendererFailedError, Towns
from .rpc import RpcServer
from .scene import Town
from .sockets import Listener
from .streams import StreamServer
from .world import World

BAD_INPUT: Final = 2
BROKEN: Final = 3
INTERRUPTED: Final = 130
TRACED_PATHS: Final = 32
"""Paths per pixel of `Quality.HIGH`; the denoiser does the rest."""


def serve(
    host: str = "127.0.0.1",
    port: int = 2000,
    town: str = "Town01",
    catalogue: Path | None = None,
    *,
    exit_with_stdin: bool = False,
    quality: Quality = Quality.STANDARD,
) -> None:
    """Serve until SIGINT or SIGTERM; print `listening on HOST:PORT` once clients may connect.

    Call it on the main thread: it installs signal handlers and draws there.

    Args:
        host: address to listen on.
        port: RPC port; 0 picks a free one. The streams' port is the next one, or any free one.
        town: map to load first.
        catalogue: folder with anomaly models, each offered as `static.prop.<id>`.
        exit_with_stdin: stop when standard input ends, so that a child dies with its parent.
        quality: how colors are drawn.

    Raises:
        CaosError: port in use, unknown town, no catalogue there.
        RendererFailedError: drawing does not work, or no longer.
    """
    from .library import default_library

    towns = builtin_towns()
    check_town(towns, town)
    with contextlib.ExitStack() as resources:
        rpc, streams = bind(host, port)
        resources.callback(rpc.close)
        resources.callback(streams.close)
        running = run_server(
            rpc,
            streams,
            towns=towns,
            town=towns.build(town),
            library=default_library(catalogue),
            make_renderer=renderer_maker(quality),
        )
        with running as (engine, world):
            _stop_on_signals(engine)
            if exit_with_stdin:
                _stop_at_end_of_input(engine)
            print(f"listening on {host}:{rpc.port}", flush=True)
            engine.run(world)


def renderer_maker(quality: Quality) -> Callable[[], Draws]:
    """What makes the renderer, on the thread that will draw.

    Raises:
        CaosError: the path tracer is not installed.
    """
    if quality is Quality.STANDARD:
        from .render import Renderer

        return Renderer
    from .tracing import Tracer

    tracer = Tracer(TRACED_PATHS)  # before any OpenGL: its denoiser imports torch, which crashes after Mesa
    from .render import Renderer

    return functools.partial(Renderer, tracer=tracer)


@contextlib.contextmanager
def run_server(
    rpc: Listener,
    streams: Listener,
    *,
    towns: Towns,
    town: Town,
    library: BlueprintLibrary,
    make_renderer: Callable[[], Draws],
) -> Iterator[tuple[Engine, World]]:
    """Everything but the loop: enter on the thread that then calls `engine.run(world)`.

    Leaving the block hangs up on everyone.
    """
    with contextlib.ExitStack() as resources:
        renderer = Guarded(make_renderer)
        resources.callback(renderer.close)
        stream_server = StreamServer(streams)
        resources.callback(stream_server.close)
        engine = Engine(METHODS, stream_server)
        world = World(towns=towns, renderer=renderer, library=library, streams=stream_server, town=town)
        stream_server.start(engine.welcome)
        resources.callback(RpcServer(rpc, engine.dispatch).close)
        yield engine, world


def bind(host: str, port: int) -> tuple[Listener, Listener]:
    """The RPC and the stream listener: `port` and the one after it, where that is free, as in CARLA.

    Raises:
        CaosError: `port` cannot be had.
    """
    rpc = Listener(host, port)
    try:
        return rpc, Listener(host, rpc.port + 1)
    except CaosError:
        return rpc, Listener(host, 0)


def builtin_towns() -> Towns:
    """The towns that come with the server."""
    from .town import build_town, town_from_opendrive, town_names

    return Towns(town_names(), build_town, town_from_opendrive)


def check_town(towns: Towns, name: str) -> None:
    """See that a town exists.

    Raises:
        CaosError: it does not; the message lists the known ones and the nearest.
    """
    if name not in towns.names:
        nearest = difflib.get_close_matches(name, towns.names, n=1, cutoff=0.0)
        hint = f"; did you mean {nearest[0]}?" if nearest else ""
        raise CaosError(f"unknown town {name!r}; known: {', '.join(towns.names)}{hint}")


def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m caos.sim.server`; returns the exit code."""
    options = _parser().parse_args(arguments)
    log_to_stderr(verbose=options.verbose)
    try:
        serve(
            options.host,
            options.port,
            options.town,
            options.catalogue,
            exit_with_stdin=options.exit_with_stdin,
            quality=options.quality,
        )
    except KeyboardInterrupt:  # while still loading; later the handler stops the server
        return INTERRUPTED
    except RendererFailedError as error:
        print(f"error: {error}", file=sys.stderr)
        return BROKEN
    except CaosError as error:
        print(f"error: {error}", file=sys.stderr)
        return BAD_INPUT
    return 0


def log_to_stderr(*, verbose: bool = False) -> None:
    """Show what the server has to say: the card that draws, and calls not understood if `verbose`."""
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    logging.getLogger("caos").setLevel(logging.DEBUG if verbose else logging.INFO)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m caos.sim.server",
        description="Embedded simulator that speaks the CARLA 0.9.16 protocol.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=2000, help="RPC port, 0 for any (default: %(default)s)")
    parser.add_argument("--town", default="Town01", help="map to load first (default: %(default)s)")
    parser.add_argument(
        "--catalogue", type=Path, help="folder of anomaly models, offered as static.prop.<id>"
    )
    parser.add_argument(
        "--quality",
        type=Quality,
        default=Quality.STANDARD,
        choices=list(Quality),
        metavar="standard|high",
        help="how colors are drawn (default: standard)",
    )
    parser.add_argument("--exit-with-stdin", action="store_true", help="stop when standard input ends")
    parser.add_argument("--verbose", action="store_true", help="log calls that were not understood")
    return parser


def _stop_on_signals(engine: Engine) -> None:
    def stop(_: int, __: FrameType | None) -> None:
        engine.stop()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)


def _stop_at_end_of_input(engine: Engine) -> None:
    def watch() -> None:
        while sys.stdin.buffer.read(4096):
            pass
        engine.stop()

    threading.Thread(target=watch, name="stdin-watcher", daemon=True).start()
