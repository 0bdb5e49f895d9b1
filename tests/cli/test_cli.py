"""The command line: light to import, one-line errors, exit codes, help with examples."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import typer

from caos.cli.failures import told_in_one_line
from caos.errors import CaosError

COMMANDS = [
    [],
    ["demo"],
    ["report"],
    ["sim", "serve"],
    ["sim", "render"],
    ["assets", "builtin"],
    ["assets", "list"],
    ["frames", "verify"],
    ["frames", "statistics"],
    ["assets", "gallery"],
    ["assets", "index"],
    ["assets", "select"],
    ["assets", "export-carla"],
    ["sim", "check"],
    ["sim", "estimate"],
    ["segment", "convert-bdd"],
    ["segment", "train"],
    ["segment", "eval"],
    ["classify", "corrupt"],
    ["classify", "perturb"],
    ["classify", "sheet", "corruptions"],
]


def caos(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    code = "from caos.cli import main; main()"
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=cwd, check=False)


def test_importing_the_command_line_loads_no_heavy_library() -> None:
    heavy = "torch", "carla", "open3d", "lightning", "cv2", "moderngl", "trimesh", "pyarrow"
    code = f"import sys, caos.cli; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help(command: list[str]) -> None:
    done = caos(*command, "--help")
    assert done.returncode == 0, done.stderr
    assert "Usage:" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["frames", "verify", "nowhere"], "nowhere"),
        (["sim", "render", "nowhere.toml", "--out", "data"], "nowhere.toml"),
        (["segment", "train", "--data", "nowhere", "--out", "run"], "nowhere"),
        (["segment", "eval", "--data", "nowhere", "--run", "run"], "nowhere"),
        (["segment", "convert-bdd", "--images", "no", "--labels", "nowhere", "--out", "x"], "nowhere"),
        (["report", "nowhere", "--out", "page.html"], "nowhere"),
        (["assets", "list", "nowhere"], "nowhere"),
    ],
)
def test_a_missing_input_is_one_line_and_leaves_nothing_behind(
    arguments: list[str], told: str, tmp_path: Path
) -> None:
    done = caos(*arguments, cwd=tmp_path)
    errors = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert done.returncode == 2, done.stderr
    assert len(errors) == 1
    assert told in errors[0]
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    done = caos("frames", "verify", "nowhere", "--debug", cwd=tmp_path)
    assert done.returncode == 1
    assert "Traceback" in done.stderr


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (CaosError("a.png: truncated;\nfetch it again"), 2, "error: a.png: truncated; fetch it again"),
        (
            KeyboardInterrupt(),
            130,
            "error: stopped; run the same command again to go on (caos ... train: with --resume)",
        ),
        (PermissionError(13, "Permission denied", "/root/x"), 2, "error: /root/x: Permission denied"),
        (
            ZeroDivisionError("oops"),
            1,
            "error: internal error: ZeroDivisionError: oops; --debug shows the traceback",
        ),
    ],
)
def test_failures_become_one_line(
    error: BaseException, code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left, told_in_one_line(debug=False):
        raise error
    assert left.value.code == code
    assert capsys.readouterr().err.strip() == told


@pytest.mark.parametrize("module", ["carla", "moderngl"])
def test_a_command_that_lacks_its_extra_names_it(module: str, tmp_path: Path) -> None:
    command = ["demo"] if module == "carla" else ["sim", "serve"]
    code = f"import sys; sys.modules[{module!r}] = None; from caos.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, *command],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 2
    assert f"'{module}'" in done.stderr
    assert "caos-suite[sim]" in done.stderr


def test_everything_but_the_simulator_works_without_the_extras() -> None:
    extras = "carla", "moderngl", "glcontext", "msgpack", "trimesh", "open3d", "sklearn", "hypothesis"
    core = "caos.segment.evaluate", "caos.segment.train", "caos.segment.bdd", "caos.report", "caos.metrics"
    code = (
        "import sys, importlib\n"
        f"for name in {extras!r}: sys.modules[name] = None\n"
        f"for name in {core!r}: importlib.import_module(name)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr


def test_an_interrupt_inside_typer_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught, told_in_one_line(debug=False):
        raise typer.Abort
    assert caught.value.code == 130
    assert capsys.readouterr().err.startswith("error: stopped")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("sim", "render", "x.toml", "--out", "y", "--limit", "0"), "'--limit'"),
        (("sim", "nonsense"), "no such command 'nonsense'"),
        (("frames", "verify"), "missing argument 'DIR'"),
        (("frames", "verify", "--debug"), "missing argument 'DIR'"),
    ],
)
def test_a_mistake_in_the_options_gets_one_line(arguments: tuple[str, ...], message: str) -> None:
    done = caos(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert message in done.stderr
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
