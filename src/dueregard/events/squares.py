"""An address as a square of dots that a camera reads, as SVG without any script or style."""

import qrcode
from qrcode.image.svg import SvgPathFillImage


def as_squares(address: str) -> bytes:
    """The picture, black on white, with the quiet edge that cameras need."""
    made = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, box_size=12, border=4)
    made.add_data(address)
    drawn: bytes = made.make_image(image_factory=SvgPathFillImage).to_string()
    return drawn
