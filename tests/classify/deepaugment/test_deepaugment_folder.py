"""Folders through DeepAugment: the same bytes whatever the workers, the order and the interruptions."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest
from caos.classify.deepaugment import Job, assign_networks, distort_folder, generator
from caos.classify.deepaugment.distorters import EdsrDistorter, open_distorter
from caos.classify.deepaugment.pictures import read_picture
from PIL import Image

from caos.errors import CaosError


def quiet(done, total, detail=""):
    pass


def contents(root):
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for file in sorted(root.rglob("*"))
        if file.is_file() and file.name != ".lock"
    }


@pytest.fixture
def job(pictures, tmp_path, edsr_file):
    return Job(pictures, tmp_path / "out", "edsr", edsr_file, size=32, refresh=0.3)


def test_results_do_not_depend_on_workers_or_interruptions(job, tmp_path):
    summary = distort_folder(job, progress=quiet)
    assert (summary.images, summary.new) == (12, 12)
    wanted = contents(job.out)
    assert len(wanted) == 14
    rows = [json.loads(line) for line in (job.out / "deepaugment.jsonl").read_text().splitlines()]
    assert [row["path"] for row in rows] == sorted(row["path"] for row in rows)
    assert len({row["network"] for row in rows}) == summary.networks > 1

    # two processes
    many = replace(job, out=tmp_path / "many")
    distort_folder(many, workers=2, progress=quiet)
    assert contents(many.out) == wanted

    # interrupted by an exception, with half a line in the journal and a result that nobody wrote down
    class StopError(Exception):
        pass

    def stop(done, total, detail=""):
        if done >= 3:
            raise StopError

    broken = replace(job, out=tmp_path / "broken")
    with pytest.raises(StopError):
        distort_folder(broken, progress=stop)
    with (broken.out / "deepaugment.jsonl").open("a") as file:
        file.write('{"path": "class 0/0.JP')
    done = len(list(broken.out.glob("class*/*")))
    assert 3 <= done < 12
    victim = next(iter(sorted(broken.out.glob("class*/*"))))
    victim.unlink()
    assert distort_folder(broken, progress=quiet).new == 12 - done + 1
    assert contents(broken.out) == wanted
    assert distort_folder(broken, progress=quiet).new == 0


def test_another_listing_changes_only_the_networks_it_touches(job, tmp_path):
    paths = [f"{index % 7}/{index}.png" for index in range(400)]
    before = assign_networks(paths, 1, "edsr", 0.05)
    after = assign_networks([*reversed(paths), "new.png"], 1, "edsr", 0.05)
    moved = [path for path in paths if before[path] != after[path]]
    assert {after[path] for path in moved} <= {"new.png"}
    alone = assign_networks(paths, 1, "edsr", 1.0)
    assert all(path == network for path, network in alone.items())
    assert len(set(assign_networks(paths, 1, "edsr", 0.0).values())) == 1


def test_networks_are_shared_as_in_the_published_loop():
    """Beside a transcription of it: shuffle, and before each image refresh with probability 0.05."""
    count, refresh, rng = 20_000, 0.05, np.random.default_rng(0)
    starts = np.flatnonzero(rng.random(count) < refresh)
    theirs = np.diff(np.append(starts, count))
    paths = [f"class{index // 200}/{index}.jpg" for index in range(count)]
    networks = assign_networks(paths, 0, "cae", refresh)
    names, ours = np.unique(list(networks.values()), return_counts=True)
    assert len(names) == pytest.approx(count * refresh, abs=4 * np.sqrt(count * refresh))
    for share in (0.1, 0.25, 0.5, 0.75, 0.9):
        tolerance = 0.25 * np.quantile(theirs, share) + 1
        assert np.quantile(ours, share) == pytest.approx(np.quantile(theirs, share), abs=tolerance)
    # no class has a network for itself: neighbours are of the same class as often as by chance
    order = list(networks)
    same = np.mean([a.split("/")[0] == b.split("/")[0] for a, b in itertools.pairwise(order)])
    assert same == pytest.approx(0.01, abs=0.004)


def test_distortions_are_drawn_uniformly_and_per_image(job):
    distorter = open_distorter("edsr", job.weights, 32, published=False)
    assert isinstance(distorter, EdsrDistorter)
    pixels = read_picture(min(job.source.rglob("*.png")))
    network, _ = distorter.draw_network(generator(0, "network"))
    drawn: dict[str, int] = {}
    for index in range(400):
        _, names = distorter.distort(network, pixels[:8, :8], generator(0, str(index)))
        for name in names or ("nothing",):
            drawn[name] = drawn.get(name, 0) + 1
    for name in ("swap_channels", "zero_some", "negate_some"):
        assert drawn[name] == pytest.approx(100, abs=35)
    for name in ("negate", "activate", "flip", "skip_blocks"):
        assert drawn[name] == pytest.approx(80, abs=32)
    assert drawn["nothing"] == pytest.approx(20, abs=18)
    weights = [name for index in range(200) for name in distorter.draw_network(generator(1, str(index)))[1]]
    shares = {name: weights.count(name) for name in weights}
    assert len(shares) == 17
    assert max(abs(count - 600 / 17) for count in shares.values()) < 24


@pytest.mark.parametrize("net", ["cae", "noise2net"])
def test_other_nets_write_their_results(job, tmp_path, net, small_cae):
    weights = None
    if net == "cae":
        import torch

        weights = tmp_path / "cae.state"
        torch.save(small_cae.state_dict(), weights)
    result = distort_folder(replace(job, net=net, weights=weights), progress=quiet)
    assert result.new == 12
    for file in job.out.glob("class*/*"):
        with Image.open(file) as opened:
            assert min(opened.size) == 32
            assert opened.format == ("PNG" if file.suffix == ".png" else "JPEG")
            assert np.asarray(opened).std() > 1


def test_a_killed_run_goes_on(job, tmp_path):
    code = (
        "import sys; from pathlib import Path; from caos.classify.deepaugment import Job, distort_folder\n"
        "import time\n"
        "def slow(done, total, detail=''):\n    print(done, flush=True); time.sleep(0.2 if done else 0)\n"
        f"distort_folder(Job(Path({str(job.source)!r}), Path({str(job.out)!r}), 'edsr', "
        f"Path({str(job.weights)!r}), size=32, refresh=0.3), progress=slow)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    told = 0
    while told < 2:
        told = int(child.stdout.readline())
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    time.sleep(0.05)
    after = distort_folder(job, progress=quiet)
    assert after.new <= 12 - told
    clean = replace(job, out=tmp_path / "clean")
    distort_folder(clean, progress=quiet)
    hidden = [file for file in contents(job.out) if file.endswith(".partial")]
    assert {key: value for key, value in contents(job.out).items() if key not in hidden} == contents(
        clean.out
    )


def test_bad_input_is_told_in_one_line(job, tmp_path):
    def complaint(**changes):
        with pytest.raises(CaosError) as caught:
            distort_folder(replace(job, **changes), progress=quiet)
        assert "\n" not in str(caught.value)
        return str(caught.value)

    assert "no such folder" in complaint(source=tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    assert "no images" in complaint(source=tmp_path / "empty")
    assert "inside" in complaint(out=job.source / "results")
    assert "multiple of 4" in complaint(size=50)
    assert "did you mean 'edsr'" in complaint(net="edsrr")
    assert "no such file" in complaint(weights=tmp_path / "none.pt")
    assert not job.out.exists()
    distort_folder(job, progress=quiet)
    assert "made with seed 0, not 1" in complaint(seed=1)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.tex").write_text("")
    assert "holds 'thesis.tex' but no deepaugment.json" in complaint(out=tmp_path / "other")
    (job.source / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert "broken.png: not a readable picture" in complaint(out=tmp_path / "again")
    Image.new("RGB", (1000, 3)).save(job.source / "broken.png")
    assert "too long a strip" in complaint(out=tmp_path / "again")
