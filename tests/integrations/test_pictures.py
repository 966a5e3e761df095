"""A logo comes in as a picture or not at all, and leaves everything else of its file behind."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from lytte.integrations import pictures


def picture(kind: str = "PNG", size: tuple[int, int] = (300, 90), **options: object) -> bytes:
    out = BytesIO()
    Image.effect_noise((300, 90), 90).resize(size).convert("RGB").save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_drawn_anew_small_and_as_png(kind: str) -> None:
    made = pictures.read(picture(kind, (1600, 400)))

    with Image.open(BytesIO(made.content)) as opened:
        assert opened.format == "PNG"
        assert opened.size == (made.width, made.height)
    assert made.width <= 480
    assert made.height <= 120
    assert len(made.content) <= 2 * pictures.LARGEST_MADE


def test_nothing_but_the_picture_comes_along() -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", "Kari Nordmann")
    exif = Image.Exif()
    exif[0x013B] = "Kari Nordmann"

    for content in (picture(pnginfo=said), picture("JPEG", exif=exif) + b"<script>Kari</script>"):
        assert b"Kari" in content
        made = pictures.read(content)
        assert b"Kari" not in made.content
        with Image.open(BytesIO(made.content)) as opened:
            assert set(opened.info) <= {"transparency"}
            assert dict(opened.getexif()) == {}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
        picture("GIF"),
        picture("BMP"),
        picture()[:400],
        picture()[:-40],
        picture("JPEG")[:-40],
        picture("JPEG")[:200],
        picture("WEBP")[:60],
        b"%PDF-1.7",
    ],
)
def test_what_is_no_such_picture_is_refused(content: bytes) -> None:
    with pytest.raises(pictures.NotAPicture):
        pictures.read(content)


def test_a_small_file_with_a_huge_picture_is_refused_before_it_is_unpacked() -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    for side in (6_000, 12_000, 60_000):
        head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
        bomb = b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        with pytest.raises(pictures.TooLarge):
            pictures.read(bomb)


def test_a_large_file_is_refused_unread() -> None:
    with pytest.raises(pictures.TooLarge):
        pictures.read(b"\0" * (pictures.LARGEST_FILE + 1))
