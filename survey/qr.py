"""QR codes of event addresses, as SVG for print and PNG for everything else."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import groupby

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.pil import PilImage
from qrcode.image.svg import SvgPathImage


def svg(address: str) -> str:
    """An SVG element of the code with its quiet zone; scales without loss."""
    picture = _code(address).make_image(image_factory=SvgPathImage)
    return str(picture.to_string(encoding="unicode"))


def small_svg(address: str) -> str:
    """The same as `svg` in a quarter of its length, for pages with hundreds: one line for each run of modules."""
    rows = _code(address).get_matrix()
    path = "".join(
        f"M{start} {y}h{length}v1h-{length}z" for y, row in enumerate(rows) for start, length in _dark_runs(row)
    )
    return f'<svg viewBox="0 0 {len(rows)} {len(rows)}" aria-hidden="true"><path d="{path}"/></svg>'


def png(address: str) -> bytes:
    """A PNG file of the code at 12 pixels a module."""
    target = BytesIO()
    _code(address).make_image(image_factory=PilImage).save(target, "PNG")
    return target.getvalue()


def _dark_runs(row: Sequence[bool | None]) -> Iterator[tuple[int, int]]:
    """Where dark modules begin in a row, and how many follow each other."""
    at = 0
    for dark, run in groupby(row, bool):
        length = len(list(run))
        if dark:
            yield at, length
        at += length


def _code(address: str) -> "qrcode.QRCode[PilImage]":
    code: qrcode.QRCode[PilImage] = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=12, border=4)
    code.add_data(address)
    code.make(fit=True)
    return code
