"""A stranger's picture goes in, a small PNG of our own comes out, or a reason."""

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, PngImagePlugin

from challenges.services.logos import LARGEST_FILE, LARGEST_PNG, Drawn, LogoRefusedError, draw_logo

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def picture(mode: str = "RGB", size: tuple[int, int] = (300, 120)) -> Image.Image:
    made = Image.new(mode, size)
    ImageDraw.Draw(made).ellipse((2, 2, size[0] - 2, size[1] - 2), fill=1 if mode == "1" else 200)
    return made


def file(kind: str = "PNG", made: Image.Image | None = None, **options: object) -> bytes:
    out = BytesIO()
    (made or picture()).save(out, kind, **options)
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_of(width: int, height: int, *extra: bytes, pixels: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return SIGNATURE + head + b"".join(extra) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")


def reason(data: bytes) -> str:
    with pytest.raises(LogoRefusedError) as refused:
        draw_logo(data=data)
    return refused.value.reason


def chunks(png: bytes) -> set[bytes]:
    found, at = set(), len(SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        found.add(png[at + 4 : at + 8])
        at += length + 12
    return found


def assert_ours(drawn: Drawn) -> Image.Image:
    assert drawn.png.startswith(SIGNATURE)
    assert len(drawn.png) <= LARGEST_PNG
    assert chunks(drawn.png) <= {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}
    with Image.open(BytesIO(drawn.png)) as again:
        again.load()
        assert again.size == (drawn.width, drawn.height)
        assert drawn.width <= 480
        assert drawn.height <= 160
        return again.convert("RGBA")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_four_kinds_of_picture_are_drawn_anew(kind: str) -> None:
    drawn = draw_logo(data=file(kind))
    assert_ours(drawn)
    assert (drawn.width, drawn.height) == (300, 120)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_way_of_keeping_colours(mode: str) -> None:
    made = Image.new(mode, (64, 64)) if mode == "I;16" else picture(mode, (64, 64))
    assert_ours(draw_logo(data=file("PNG", made)))


def test_colours_for_print_become_colours_of_a_screen() -> None:
    again = assert_ours(draw_logo(data=file("JPEG", Image.new("CMYK", (64, 64), (0, 255, 255, 0)))))
    red, green, blue, alpha = again.getpixel((32, 32))  # type: ignore[misc]
    assert red > 200
    assert max(green, blue) < 60
    assert alpha == 255


def test_what_is_see_through_stays_so() -> None:
    made = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    assert assert_ours(draw_logo(data=file("PNG", made))).getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_a_large_picture_is_made_smaller_in_its_own_shape() -> None:
    drawn = draw_logo(data=file("PNG", picture("RGB", (2000, 500))))
    assert (drawn.width, drawn.height) == (480, 120)


def test_a_busy_picture_is_brought_under_the_limit() -> None:
    noise = Image.effect_noise((240, 160), 100).convert("RGB")
    assert_ours(draw_logo(data=file("JPEG", noise)))


def test_what_comes_with_a_picture_stays_behind() -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "geheim", 6
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "geheim")
    for data in (file("JPEG", exif=exif.tobytes()), file("PNG", pnginfo=info, exif=exif.tobytes())):
        assert b"geheim" not in assert_ours_png(data)


def assert_ours_png(data: bytes) -> bytes:
    drawn = draw_logo(data=data)
    assert_ours(drawn)
    return drawn.png


def test_a_picture_on_its_side_is_put_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    drawn = draw_logo(data=file("JPEG", picture(size=(100, 40)), exif=exif.tobytes()))
    assert (drawn.width, drawn.height) == (40, 100)


def test_of_a_moving_picture_the_first_one_is_kept() -> None:
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    data = file("GIF", frames[0], save_all=True, append_images=frames[1:])
    assert assert_ours(draw_logo(data=data)).getpixel((5, 5))[:3] == (255, 0, 0)  # type: ignore[index]


def test_what_hides_behind_a_picture_stays_behind() -> None:
    for tail in (b"<script>alert(1)</script>", b"PK\x03\x04 een zip", b"<?php echo 1;", b"%PDF-1.7"):
        assert tail not in assert_ours_png(file("PNG") + tail)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "format"),
        (b"zomaar iets", "format"),
        (b"%PDF-1.7", "format"),
        (b"PK\x03\x04", "format"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><SVG onload='alert(1)'/>", "svg"),
        (b"<!DOCTYPE html><html></html>", "svg"),
        (file("PNG", picture(size=(15, 15))), "small"),
        (png_of(4001, 20), "side"),
        (png_of(2001, 2000), "side"),
        (png_of(50_000, 50_000), "side"),
        (png_of(2**31 - 1, 2**31 - 1), "side"),
        (b"\x00" * (LARGEST_FILE + 1), "size"),
        (file("PNG")[:-40], "broken"),
        (file("JPEG")[:200], "broken"),
        (file("GIF")[:60], "broken"),
        (file("WEBP")[:60], "broken"),
        (png_of(64, 64, pixels=b""), "broken"),
    ],
)
def test_what_is_no_logo_says_why(data: bytes, why: str) -> None:
    assert reason(data) == why


def test_a_kind_of_picture_that_we_do_not_take() -> None:
    for kind in ("BMP", "TIFF", "ICO", "PPM"):
        assert reason(file(kind)) == "format"


def test_a_bomb_does_not_go_off() -> None:
    """Little that says it is much: text, a colour profile and pixels of megabytes."""
    megabytes = zlib.compress(b"\0" * 100_000_000, 9)
    assert reason(png_of(64, 64, chunk(b"zTXt", b"Comment\0\0" + megabytes))) == "broken"
    assert reason(png_of(64, 64, chunk(b"iCCP", b"icc\0\0" + megabytes))) == "broken"
    drawn = draw_logo(data=png_of(64, 64, pixels=b"\0" * 50_000_000))
    assert (drawn.width, drawn.height) == (64, 64)


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(["PNG", "JPEG", "WEBP", "GIF"]), st.integers(0, 400), st.binary(min_size=1, max_size=20)
)
def test_a_damaged_picture_is_drawn_or_refused(kind: str, at: int, damage: bytes) -> None:
    data = bytearray(file(kind, picture(size=(40, 30))))
    data[at : at + len(damage)] = damage
    try:
        drawn = draw_logo(data=bytes(data))
    except LogoRefusedError:
        return
    assert_ours(drawn)
