"""A picture from outside, read with suspicion and drawn anew: nothing of the file is kept."""

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_FILE = 2_000_000
MOST_PIXELS = 25_000_000
"""Of what is opened: a small file can hold a picture that fills the memory."""
BOX = (480, 120)
"""Twice what is shown, for sharp screens."""
LARGEST_MADE = 40_000
KINDS = ("PNG", "JPEG", "WEBP")
COLOURS = 128

# What Pillow raises for a file that is broken or lies about itself.
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, MemoryError, TypeError)


class NotAPicture(Exception):
    """The file is no PNG, JPEG or WebP that can be read."""


class TooLarge(Exception):
    """The file, or the picture in it, is larger than a logo has any reason to be."""


@dataclass(frozen=True)
class Picture:
    """A PNG without anything but its pixels."""

    content: bytes
    width: int
    height: int


def read(content: bytes) -> Picture:
    """Return the picture in a file, small and drawn anew.

    Metadata, places, profiles, further frames and whatever else the file carried are gone.
    """
    if len(content) > LARGEST_FILE:
        raise TooLarge
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            drawn = _drawn(content)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise TooLarge from None
        except (NotAPicture, UnidentifiedImageError, Warning, *_BROKEN):
            raise NotAPicture from None
    return Picture(_written(drawn), *drawn.size)


def _drawn(content: bytes) -> Image.Image:
    with Image.open(BytesIO(content), formats=KINDS) as opened:
        # Known from the first bytes, before any pixel is unpacked.
        if opened.width * opened.height > MOST_PIXELS:
            raise TooLarge
        _must_be_whole(opened, content)
        turned = ImageOps.exif_transpose(opened)
        made = turned.convert("RGBA")
    made.thumbnail(BOX, Image.Resampling.LANCZOS)
    clean = Image.new("RGBA", made.size)
    clean.paste(made)
    return clean


def _must_be_whole(opened: Image.Image, content: bytes) -> None:
    """Refuse what was cut off: other libraries tell Pillow to draw the rest grey."""
    if opened.format == "PNG":
        with Image.open(BytesIO(content), formats=KINDS) as again:
            again.verify()
    elif opened.format == "JPEG" and b"\xff\xd9" not in content:
        raise NotAPicture


def _written(drawn: Image.Image) -> bytes:
    out = BytesIO()
    drawn.save(out, "PNG", optimize=True)
    if out.tell() > LARGEST_MADE:
        out = BytesIO()
        fewer = drawn.quantize(COLOURS, method=Image.Quantize.FASTOCTREE)
        fewer.save(out, "PNG", optimize=True)
    return out.getvalue()
