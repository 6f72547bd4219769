"""The logo of a look: taken in as a picture, drawn anew by us, and kept as a small PNG."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from django.db import transaction
from PIL import Image, ImageOps

from challenges.models import Theme, ThemeLogo

LARGEST_FILE = 200_000  # bytes, of what is sent in
LARGEST_PNG = 15_000  # bytes, of what we keep: a first visit may weigh 100 kB in all
_LARGEST_SIDE, _SMALLEST_SIDE = 4000, 16
_MOST_PIXELS = (
    4_000_000  # 2000 × 2000: unpacking four times as many would take 200 MB for as long as it lasts
)
_BOX = (480, 160)
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


class LogoRefusedError(Exception):
    """This is no logo that we can take. `reason`: size, svg, format, side, small or broken."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Drawn:
    """A PNG that we made, with its size in pixels."""

    png: bytes
    width: int
    height: int


def draw_logo(*, data: bytes) -> Drawn:
    """A picture drawn anew: its pixels only, 480 × 160 at most, in 15 kB at most. Raises LogoRefusedError."""
    if len(data) > LARGEST_FILE:
        raise LogoRefusedError("size")
    if b"<svg" in data[:4096].lower() or data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise LogoRefusedError("svg")
    picture = _pixels(data)
    for png, (width, height) in _smaller_and_smaller(picture):
        if len(png) <= LARGEST_PNG:
            return Drawn(png, width, height)
    raise LogoRefusedError("broken")


def _pixels(data: bytes) -> Image.Image:
    """The pixels of the first picture in a file, upright, within the box, without anything else of the file."""
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as picture:
            _measure(picture)  # from the head of the file, before any pixel is unpacked
            picture.load()
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except LogoRefusedError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise LogoRefusedError("side") from error
    except Exception as error:  # whatever a decoder says of a stranger's file comes to one thing
        reason = "format" if isinstance(error, Image.UnidentifiedImageError) else "broken"
        raise LogoRefusedError(reason) from error
    upright.thumbnail(_BOX, Image.Resampling.LANCZOS)
    clean = Image.new("RGBA", upright.size)
    clean.putdata(list(upright.get_flattened_data()))
    return clean


def _measure(picture: Image.Image) -> None:
    if max(picture.size) > _LARGEST_SIDE or picture.width * picture.height > _MOST_PIXELS:
        raise LogoRefusedError("side")
    if min(picture.size) < _SMALLEST_SIDE:
        raise LogoRefusedError("small")


def _smaller_and_smaller(picture: Image.Image) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """The picture as PNG: as it is, in fewer and fewer colours, and then ever smaller."""
    yield _png(picture), picture.size
    for share in (1, 0.85, 0.7, 0.55, 0.4, 0.3, 0.2, 0.1):
        size = (max(round(picture.width * share), 1), max(round(picture.height * share), 1))
        smaller = picture.resize(size, Image.Resampling.LANCZOS)
        for colours in (256, 96, 32):
            yield _png(smaller.quantize(colours, method=Image.Quantize.FASTOCTREE)), size


def _png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def set_logo(*, theme: Theme, drawn: Drawn, alt: str) -> ThemeLogo:
    """Gives the look this logo, in the place of the one it had."""
    with transaction.atomic():
        Theme.objects.select_for_update().get(pk=theme.pk)
        logo, _made = ThemeLogo.objects.update_or_create(
            theme=theme,
            defaults={
                "png": drawn.png,
                "width": drawn.width,
                "height": drawn.height,
                "digest": hashlib.sha256(drawn.png).hexdigest(),
                "alt": alt,
            },
        )
    return logo


def remove_logo(*, theme: Theme) -> None:
    """Takes the logo off the look; without one, Gedag's own mark stands there."""
    ThemeLogo.objects.filter(theme=theme).delete()
