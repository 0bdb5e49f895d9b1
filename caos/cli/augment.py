"""`caos classify sheet augmentations`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

EXAMPLES: Final = """Examples:

  caos classify sheet augmentations picture.png --out sheet.jpg

  caos classify sheet augmentations cat.png --partner dog.png --out sheet.jpg --encoder vgg_normalised.pth --decoder decoder.pth --styles paintings"""  # noqa: E501


def augmentations(
    image: Annotated[Path, typer.Argument(help="Picture; its central square is used.")],
    out: Annotated[Path, typer.Option(help="JPEG or PNG to write.")],
    partner: Annotated[
        list[Path] | None, typer.Option(help="Picture for Mixup and CutMix; may be repeated.")
    ] = None,
    encoder: Annotated[Path | None, typer.Option(help="Style transfer: vgg_normalised.pth.")] = None,
    decoder: Annotated[Path | None, typer.Option(help="Style transfer: decoder.pth.")] = None,
    styles: Annotated[Path | None, typer.Option(help="Style transfer: folder of style images.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of everything random.")] = 0,
) -> None:
    """Five draws of every augmentation of one picture."""
    from caos.classify.augment import StyleSettings, StyleTransfer
    from caos.classify.augment.sheet import augmentation_sheet
    from caos.classify.sheets import write_sheet
    from caos.errors import CaosError
    from caos.frames import read_image

    style = None
    if encoder and decoder and styles:
        style = StyleTransfer(StyleSettings(encoder=encoder, decoder=decoder, styles=styles, share=1.0))
    elif encoder or decoder or styles:
        raise CaosError(
            "style transfer needs all three of --encoder, --decoder and --styles; or leave all out"
        )
    partners = [read_image(file) for file in partner or ()]
    sheet = augmentation_sheet(read_image(image), partners, seed=seed, style=style)
    write_sheet(out, sheet)
    typer.echo(f"wrote {out}: {sheet.shape[1]} x {sheet.shape[0]} pixels")
