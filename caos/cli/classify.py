"""`caos classify`: classification under shift."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer

from . import augment, classifying, datasets, deepaugment, hypotheses, study
from .progress import progress

app = typer.Typer(no_args_is_help=True, help="Classification under shift.")
sheets = typer.Typer(no_args_is_help=True, help="Contact sheets: one picture under everything.")
app.add_typer(sheets, name="sheet")
sheets.command("augmentations", epilog=augment.EXAMPLES)(augment.augmentations)
app.command("verify", epilog=datasets.VERIFY_EXAMPLES)(datasets.verify)
app.command("convert-dfr", epilog=datasets.DFR_EXAMPLES)(datasets.convert_dfr)
app.command("convert-svsf", epilog=datasets.SVSF_EXAMPLES)(datasets.convert_svsf)
deepaugment.add_commands(app, sheets)
app.command("train", epilog=classifying.TRAIN_EXAMPLES)(classifying.train)
app.command("adopt", epilog=classifying.ADOPT_EXAMPLES)(classifying.adopt)
app.command("eval", epilog=classifying.EVAL_EXAMPLES)(classifying.evaluate)
app.command("study", epilog=study.EXAMPLES)(study.study)
app.command("hypotheses", epilog=hypotheses.EXAMPLES)(hypotheses.hypotheses)

CORRUPT_EXAMPLES: Final = """Examples:

  caos classify corrupt imagenet/val --out imagenet-c --resize 256 --crop 224 --workers 8

  caos classify corrupt data/val --out data/val-c --parameters tiny-imagenet-c --only fog,snow
"""

PERTURB_EXAMPLES: Final = """Examples:

  caos classify perturb imagenet/val --out imagenet-p --resize 256 --crop 224 --workers 8

  caos classify perturb data/val --out data/val-p --parameters tiny-imagenet-p --only rotate,tilt
"""

_SIZES = "Published sizes: imagenet-p (224 pixels), tiny-imagenet-p (64), cifar-p (32)."
_PARAMETERS = (
    "Published strengths: imagenet-c (224 pixels), tiny-imagenet-c (64), cifar-c (32), imagecorruptions."
)


@app.callback()
def _group() -> None:
    """Classification under shift."""


@app.command(epilog=CORRUPT_EXAMPLES)
def corrupt(
    source: Annotated[Path, typer.Argument(metavar="SRC", help="Folder of pictures, such as class/file.")],
    out: Annotated[Path, typer.Option(help="Folder for CORRUPTION/SEVERITY/class/file.")],
    only: Annotated[
        str | None,
        typer.Option(help="Corruptions, with commas; 'all' adds the 4 held-out ones. [default: the 15]"),
    ] = None,
    severities: Annotated[str, typer.Option(help="With commas.")] = "1,2,3,4,5",
    parameters: Annotated[str, typer.Option(help=_PARAMETERS)] = "imagenet-c",
    resize: Annotated[int | None, typer.Option(help="Shorter side before anything else, pixels.")] = None,
    crop: Annotated[int | None, typer.Option(help="Side of the central square kept, pixels.")] = None,
    frost: Annotated[Path | None, typer.Option(help="Folder with pictures of frost; ours otherwise.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of everything random.")] = 0,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
) -> None:
    """Corrupt a folder of pictures as ImageNet-C does; stop it at any time and run it again."""
    from caos.classify.corruptions.files import Framing
    from caos.classify.corruptions.folder import make_folder
    from caos.classify.corruptions.jobs import Job

    job = Job(
        source=source,
        out=out,
        names=_names(only),
        severities=_whole_numbers(severities),
        seed=seed,
        parameters=parameters,
        framing=Framing(resize, crop),
        frost=frost,
    )
    with progress("corrupting") as report:
        done = make_folder(job, workers=workers, progress=report)
    typer.echo(f"wrote {done.written} files to {out}; {done.already} were there already")


@app.command(epilog=PERTURB_EXAMPLES)
def perturb(
    source: Annotated[Path, typer.Argument(metavar="SRC", help="Folder of pictures, such as class/file.")],
    out: Annotated[Path, typer.Option(help="Folder for PERTURBATION/class/file.mp4.")],
    only: Annotated[str | None, typer.Option(help="Perturbations, with commas. [default: all 14]")] = None,
    parameters: Annotated[str, typer.Option(help=_SIZES)] = "imagenet-p",
    resize: Annotated[int | None, typer.Option(help="Shorter side before anything else, pixels.")] = None,
    crop: Annotated[int | None, typer.Option(help="Side of the central square kept, pixels.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of everything random.")] = 0,
    workers: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
) -> None:
    """Make films of a folder of pictures as ImageNet-P does, without loss; stop and run again at any time."""
    from caos.classify.corruptions import PERTURBATIONS
    from caos.classify.corruptions.files import Framing
    from caos.classify.corruptions.folder import make_folder
    from caos.classify.corruptions.jobs import FilmJob

    names = PERTURBATIONS if only is None else _chosen("perturbation", only, PERTURBATIONS)
    job = FilmJob(source, out, names, seed, parameters, Framing(resize, crop))
    with progress("perturbing") as report:
        done = make_folder(job, workers=workers, progress=report)
    typer.echo(f"wrote {done.written} films to {out}; {done.already} were there already")


@sheets.command(epilog="Example:  caos classify sheet corruptions picture.png --out sheet.jpg")
def corruptions(
    image: Annotated[Path, typer.Argument(help="Picture; its central square is used.")],
    out: Annotated[Path, typer.Option(help="JPEG or PNG to write.")],
    only: Annotated[str | None, typer.Option(help="Corruptions, with commas. [default: all 19]")] = None,
    parameters: Annotated[str, typer.Option(help=_PARAMETERS)] = "imagenet-c",
    frost: Annotated[Path | None, typer.Option(help="Folder with pictures of frost; ours otherwise.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of everything random.")] = 0,
) -> None:
    """One picture under every corruption in every severity."""
    from caos.classify.corruptions import BENCHMARKS, read_frost
    from caos.classify.corruptions.sheet import corruption_sheet
    from caos.classify.sheets import write_sheet
    from caos.frames import read_image
    from caos.lookup import look_up

    names = _names(only or "all")
    look_up("parameter set", parameters, BENCHMARKS)
    pictures = None if frost is None else read_frost(frost)
    sheet = corruption_sheet(read_image(image), names, parameters=parameters, seed=seed, frost=pictures)
    write_sheet(out, sheet)
    typer.echo(f"wrote {out}: {len(names)} corruptions, {sheet.shape[1]} x {sheet.shape[0]} pixels")


@sheets.command(epilog="Example:  caos classify sheet perturbations picture.png --out sheet.jpg")
def perturbations(
    image: Annotated[Path, typer.Argument(help="Picture; its central square is used.")],
    out: Annotated[Path, typer.Option(help="JPEG or PNG to write.")],
    parameters: Annotated[
        str,
        typer.Option(help="Published sizes: imagenet-p (224 pixels), tiny-imagenet-p (64), cifar-p (32)."),
    ] = "imagenet-p",
    seed: Annotated[int, typer.Option(min=0, help="Of everything random.")] = 0,
) -> None:
    """Seven frames of every perturbation sequence of one picture."""
    from caos.classify.corruptions import PERTURBATIONS, SEQUENCES
    from caos.classify.corruptions.sheet import perturbation_sheet
    from caos.classify.sheets import write_sheet
    from caos.frames import read_image
    from caos.lookup import look_up

    look_up("parameter set", parameters, SEQUENCES)
    sheet = perturbation_sheet(read_image(image), PERTURBATIONS, parameters=parameters, seed=seed)
    write_sheet(out, sheet)
    typer.echo(f"wrote {out}: {len(PERTURBATIONS)} perturbations, {sheet.shape[1]} x {sheet.shape[0]} pixels")


def _names(only: str | None) -> tuple[str, ...]:
    """Corruptions by name: the 15, 'all' 19, or those given."""
    from caos.classify.corruptions import CORRUPTIONS, HELD_OUT

    if only is None:
        return CORRUPTIONS
    return CORRUPTIONS + HELD_OUT if only == "all" else _chosen("corruption", only, CORRUPTIONS + HELD_OUT)


def _chosen(kind: str, only: str, known: Sequence[str]) -> tuple[str, ...]:
    """Names between commas, in the order given, each once; unknown ones are refused."""
    from caos.lookup import look_up

    table = {name: name for name in known}
    return tuple(dict.fromkeys(look_up(kind, name.strip(), table) for name in only.split(",")))


def _whole_numbers(text: str) -> tuple[int, ...]:
    from caos.errors import CaosError

    try:
        return tuple(sorted({int(part) for part in text.split(",")}))
    except ValueError:
        raise CaosError(f"--severities {text!r}: whole numbers with commas between, such as 1,3,5") from None
