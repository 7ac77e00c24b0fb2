"""QR codes of event addresses, as SVG for print and PNG for everything else."""

from io import BytesIO

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.pil import PilImage
from qrcode.image.svg import SvgPathImage


def svg(address: str) -> str:
    """An SVG element of the code with its quiet zone; scales without loss."""
    picture = _code(address).make_image(image_factory=SvgPathImage)
    return str(picture.to_string(encoding="unicode"))


def png(address: str) -> bytes:
    """A PNG file of the code at 12 pixels a module."""
    target = BytesIO()
    _code(address).make_image(image_factory=PilImage).save(target, "PNG")
    return target.getvalue()


def _code(address: str) -> "qrcode.QRCode[PilImage]":
    code: qrcode.QRCode[PilImage] = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=12, border=4)
    code.add_data(address)
    code.make(fit=True)
    return code
