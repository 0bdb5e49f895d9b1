"""DeepAugment: EDSR and CAE against one image at a time through the plain network, Noise2Net against grouped.

Both sides get the same images, the same draws of networks (a new one with probability 0.05) and signals,
and must agree to one grey level before the clock starts. "One image at a time" is the published way: the
network as it is written, PyTorch's own layout, a batch of one. With `--folder`, whole folders too:
decoding, resizing, distorting and encoding with as many processes as cores, against the same in one process
with as many threads.

Run with `python -m benchmarks deepaugment`; about five minutes on two quiet cores.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
import torch
from caos.classify.deepaugment import (
    REFRESH,
    CaeDistorter,
    EdsrDistorter,
    Job,
    assign_networks,
    distort_folder,
    generator,
)
from caos.classify.deepaugment.cae import CAE
from caos.classify.deepaugment.cae_pass import CodePlan, prepare_cae
from caos.classify.deepaugment.edsr import EDSR, SCALE
from caos.classify.deepaugment.edsr_pass import SignalPlan, prepare_edsr
from caos.classify.deepaugment.pictures import Pixels, encode, read_picture, resize, to_pixels, to_tensor
from caos.classify.noise2net import draw_architecture, draw_weights, noise2net, noise2net_grouped
from rich.console import Console
from rich.table import Table
from torch import Tensor, nn

from .options import whole
from .timing import Comparison, compare, spread

_BATCH: Final = 16
_SIDE: Final = 224

Pass = Callable[[str, str, Pixels], Pixels]
"""(network's name, path, picture) -> distorted picture; remembers its network."""

Plain = Callable[[nn.Module, Pixels, int, np.random.Generator], Pixels]
"""(network, picture, shorter side, generator of its signal distortions) -> distorted picture."""


def main(argv: Sequence[str]) -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks deepaugment", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--images", type=whole(2, 10_000), default=4, help="per round (default 4)")
    parser.add_argument("--rounds", type=whole(1, 1000), default=5, help="timed rounds per row (default 5)")
    parser.add_argument("--threads", type=whole(1, 256), default=1, help="of both sides (default 1)")
    parser.add_argument("--size", type=whole(32, 2048), default=_SIDE, help="of CAE's images (default 224)")
    parser.add_argument(
        "--edsr-size", type=whole(32, 2048), default=512, help="of EDSR's results (default 512)"
    )
    parser.add_argument("--folder", action="store_true", help="whole folders too")
    options = parser.parse_args(argv)
    torch.set_num_threads(options.threads)
    pictures = {f"{index}.png": picture for index, picture in enumerate(_pictures(options.images))}
    table = Table(title=f"{options.threads} threads, {options.rounds} rounds")
    for column in ("what", "images", "ours, ms", "peer, ms", "times faster"):
        table.add_column(column, justify="left" if column == "what" else "right")
    for name, contest in _contests(options.edsr_size, options.size).items():
        contest.check(pictures)
        times = compare(partial(contest.ours, pictures), partial(contest.peer, pictures), options.rounds)
        _add(table, name, len(pictures), times)
        if options.folder:
            _add(table, f"{name}, folder", len(pictures), contest.folders(pictures, options.rounds))
    _add(table, f"Noise2Net, {_SIDE} px", _BATCH, _noise2net(options.rounds))
    Console().print(table)
    Console().print("ms: min / median / max per round; times faster: median over rounds of peer / ours")


@dataclass(frozen=True, slots=True)
class Contest:
    """Ours and the published way of one net.

    Attributes:
        net: "edsr" or "cae".
        network: the plain network.
        size: shorter side of the results.
        ours_of: makes our pass.
        peer_of: makes the published pass.
    """

    net: str
    network: nn.Module
    size: int
    ours_of: Callable[[], Pass]
    peer_of: Callable[[], Pass]

    def ours(self, pictures: dict[str, Pixels]) -> list[Pixels]:
        """All pictures our way."""
        return _all(self.ours_of(), pictures, self.net)

    def peer(self, pictures: dict[str, Pixels]) -> list[Pixels]:
        """All pictures the published way."""
        return _all(self.peer_of(), pictures, self.net)

    def check(self, pictures: dict[str, Pixels]) -> None:
        """Both ways give the same pictures; a rare pixel at the edge of a bit may differ."""
        for ours, peer in zip(self.ours(pictures), self.peer(pictures), strict=True):
            apart = np.abs(ours.astype(int) - peer.astype(int)) > 1
            assert apart.mean() < 1e-3, f"{self.net}: {apart.mean():.2%} of the values differ"

    def folders(self, pictures: dict[str, Pixels], rounds: int) -> Comparison:
        """Files to files, all cores, on both sides."""
        cores = os.cpu_count() or 1
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            weights = root / "weights.pt"
            torch.save(self.network.state_dict(), weights)
            (root / "in").mkdir()
            for name, pixels in pictures.items():
                (root / "in" / name).write_bytes(encode(pixels, ".png"))
            turn = iter(range(10**9))

            def ours() -> None:
                job = Job(root / "in", root / f"out{next(turn)}", self.net, weights, size=self.size)
                distort_folder(job, workers=cores, progress=lambda *_: None)

            def peer() -> None:
                before = torch.get_num_threads()
                torch.set_num_threads(cores)
                read = {name: read_picture(root / "in" / name) for name in pictures}
                for name, pixels in zip(read, self.peer(read), strict=True):
                    (root / name).write_bytes(encode(pixels, ".png"))
                torch.set_num_threads(before)

            return compare(ours, peer, rounds)


def _contests(edsr_size: int, cae_size: int) -> dict[str, Contest]:
    torch.manual_seed(0)
    edsr, cae = EDSR().eval(), CAE().eval()
    fast_edsr = EdsrDistorter(prepare_edsr(edsr.state_dict()), edsr_size)
    fast_cae = CaeDistorter(prepare_cae(cae.state_dict()), cae_size)
    return {
        f"EDSR, {edsr_size // SCALE} -> {edsr_size} px": _contest("edsr", edsr, fast_edsr, _plain_edsr),
        f"CAE, {cae_size} px": _contest("cae", cae, fast_cae, _plain_cae),
    }


def _contest(net: str, network: nn.Module, distorter: EdsrDistorter | CaeDistorter, plain: Plain) -> Contest:
    ours, peer = partial(_ours, distorter, net), partial(_peer, distorter, network, net, plain)
    return Contest(net, network, distorter.size, ours, peer)


def _all(way: Pass, pictures: dict[str, Pixels], net: str) -> list[Pixels]:
    networks = assign_networks(pictures, 0, net, REFRESH)
    results = {path: way(network, path, pictures[path]) for path, network in networks.items()}
    return [results[path] for path in pictures]


def _ours(distorter: EdsrDistorter | CaeDistorter, net: str) -> Pass:
    networks: dict[str, object] = {}

    def way(start: str, path: str, pixels: Pixels) -> Pixels:
        if start not in networks:
            networks.clear()
            networks[start] = distorter.draw_network(generator(0, net, "network", start))[0]
        rng = generator(0, net, "signal", path)
        return distorter.distort(networks[start], pixels, rng)[0]  # type: ignore[arg-type]

    return way


def _peer(distorter: EdsrDistorter | CaeDistorter, network: nn.Module, net: str, plain: Plain) -> Pass:
    loaded: list[str] = []

    def way(start: str, path: str, pixels: Pixels) -> Pixels:
        if loaded != [start]:
            loaded[:] = [start]
            changed, _ = distorter.draw_weights(generator(0, net, "network", start))
            network.load_state_dict({**distorter.clean.weights, **changed})
        with torch.no_grad():
            return plain(network, pixels, distorter.size, generator(0, net, "signal", path))

    return way


def _plain_edsr(network: nn.Module, pixels: Pixels, size: int, rng: np.random.Generator) -> Pixels:
    """As it is written: NCHW, a batch of one."""
    plan = SignalPlan.draw(rng, published=False)
    image = to_tensor(resize(pixels, size // SCALE)).contiguous()
    features = plan.apply("before", network.head(network.sub_mean(image))).contiguous()  # type: ignore[operator]
    values, skipped = features, plan.skipped(16)
    for index, block in enumerate(network.body):  # type: ignore[arg-type]
        if index in skipped:
            continue
        if index == 5:
            values = plan.apply("within", values).contiguous()
        values = block(values)
    enlarged: Tensor = network.add_mean(network.tail(values + features))  # type: ignore[operator]
    return to_pixels(enlarged)


def _plain_cae(network: nn.Module, pixels: Pixels, size: int, rng: np.random.Generator) -> Pixels:
    plan = CodePlan.draw(rng, published=False)
    image = to_tensor(resize(pixels, size, 4)).contiguous() / 255.0
    code: Tensor = network.encode(image)  # type: ignore[operator]
    decoded: Tensor = network.decode(plan.bits(code))  # type: ignore[operator]
    return to_pixels(255.0 * decoded)


def _noise2net(rounds: int) -> Comparison:
    rng = torch.Generator().manual_seed(0)
    images = torch.randn(_BATCH, 3, _SIDE, _SIDE, generator=rng)
    architecture = draw_architecture(np.random.default_rng(0))

    def drawn() -> tuple[object, ...]:
        return draw_weights(architecture, _BATCH, torch.Generator().manual_seed(1))

    def run(way: Callable[..., Tensor]) -> Tensor:
        with torch.no_grad():
            return way(images, architecture, drawn(), 0.5)

    assert float((run(noise2net) - run(noise2net_grouped)).abs().max()) < 0.05
    return compare(partial(run, noise2net), partial(run, noise2net_grouped), rounds)


def _pictures(count: int) -> Iterator[Pixels]:
    """Smooth random pictures, 288x352."""
    rng = np.random.default_rng(0)
    for _ in range(count):
        coarse = rng.integers(0, 256, (9, 11, 3), dtype=np.uint8)
        yield resize(coarse, 288)


def _add(table: Table, name: str, images: int, times: Comparison) -> None:
    table.add_row(name, str(images), spread(times.ours), spread(times.peer), f"{times.ratio:.2f}")
