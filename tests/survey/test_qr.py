"""QR codes, read by an independent decoder."""

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from survey import qr


@pytest.mark.parametrize(
    "address", ["https://hear.larkton.example/s/CDF479", "https://a-very-long-name.example/" + "x" * 60]
)
def test_a_decoder_reads_the_address(address: str) -> None:
    (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(qr.png(address))))
    assert found.text == address
    assert qr.svg(address).startswith("<svg")
