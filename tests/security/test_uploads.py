"""The two things that somebody may send in as a file, a logo and a house style: what they could also be, and what comes
out of it again."""

import os
import re
import struct
import subprocess
import sys
import zlib
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, PngImagePlugin
from pytest_django import Settings

from accounts.models import Organisation, User
from challenges.models import Theme, ThemeLogo, ThemeVersion
from challenges.services.logos import draw_logo
from tests.architecture.sources import ROOT
from tests.challenges.test_services_logos import assert_ours, chunk, file, picture, png_of, reason
from tests.factories import AT_NOON, make_organisation

SCRIPT = b"<script>alert(document.domain)</script>"
PAGE = b"<!DOCTYPE html><html><body onload=alert(1)>" + SCRIPT


def with_text(text: bytes, kind: bytes = b"tEXt") -> bytes:
    """A picture with words in a chunk of its own, before the pixels."""
    info = PngImagePlugin.PngInfo()
    info.add(kind, b"Comment\x00" + text)
    return file("PNG", pnginfo=info)


def gif_that_is_a_script() -> bytes:
    """`GIF89a` as the name of a variable: its width reads as "/*", and a comment hides the rest."""
    body = bytearray(file("GIF", picture("P", (300, 20))))
    body[6:8] = b"/*"  # the width, as the first characters of a comment
    return bytes(body) + b"*/=1;alert(1)//"


def moving_png() -> bytes:
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue", "green")]
    return file("PNG", frames[0], save_all=True, append_images=frames[1:], duration=100, loop=0)


def exif_with(text: str) -> bytes:
    exif = Image.Exif()
    for tag in (0x010E, 0x010F, 0x0131, 0x013B, 0x8298, 0x9C9B):
        exif[tag] = text if tag != 0x9C9B else text.encode("utf-16-le")
    exif[0x8825] = {1: "N", 2: (52.0, 22.0, 12.0)}  # where it was taken
    return exif.tobytes()


ALSO_SOMETHING_ELSE = {
    "a page in a PNG": with_text(PAGE),
    "a page in an iTXt": with_text(PAGE, b"iTXt"),
    "a page behind a PNG": file("PNG") + PAGE,
    "a page behind a JPEG": file("JPEG") + PAGE,
    "a page in a comment of a JPEG": file("JPEG", comment=PAGE),
    "a page in a comment of a GIF": file("GIF", comment=PAGE),
    "a page in EXIF": file("JPEG", exif=exif_with(PAGE.decode())),
    "a page in XMP of a WebP": file("WEBP", xmp=PAGE),
    "a profile of colours that is a page": file("PNG", icc_profile=PAGE),
    "a script in a chunk nobody knows": file("PNG")[:33] + chunk(b"scRp", SCRIPT) + file("PNG")[33:],
    "an archive behind it": file("PNG") + b"PK\x03\x04" + SCRIPT,
    "a picture that moves": moving_png(),
}


@pytest.mark.parametrize("what", ALSO_SOMETHING_ELSE)
def test_of_a_picture_that_is_also_something_else_the_picture_is_left(what: str) -> None:
    drawn = draw_logo(data=ALSO_SOMETHING_ELSE[what])
    assert_ours(drawn)
    for words in (b"script", b"html", b"alert", b"PK\x03\x04", b"acTL", b"fdAT", b"Exif", b"GPS"):
        assert words not in drawn.png


def test_a_picture_that_is_a_script_is_drawn_or_refused() -> None:
    """Read as a picture it is far wider than it has pixels for."""
    assert reason(gif_that_is_a_script()) in {"side", "broken"}


@pytest.mark.parametrize(
    "data",
    [
        b"GIF89a" + PAGE,
        b"\x89PNG\r\n\x1a\n" + PAGE,
        b"\xff\xd8\xff\xe0" + PAGE,
        b"RIFF\x00\x00\x00\x00WEBP" + PAGE,
        b"BM" + PAGE,
        b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>",
        b"\x1f\x8b" + zlib.compress(b"<svg onload=alert(1)>"),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(id) run",
        struct.pack("<HHH", 0, 1, 1) + b"\x00" * 32,  # an icon
        b"P6\n9 9\n255\n" + b"a" * 243,
    ],
)
def test_what_only_begins_as_a_picture_is_refused(data: bytes) -> None:
    assert reason(data) in {"format", "broken", "svg"}


def test_a_small_file_with_a_great_many_pixels() -> None:
    bomb = png_of(4000, 4000, pixels=b"\x00" * (4000 * (4000 * 3 + 1)))
    assert len(bomb) < 200_000
    assert reason(bomb) == "side"


# In a process of its own, because how much memory was ever used is known of a process alone.
MEASURED = """
import resource, sys
from io import BytesIO
from PIL import Image
exif = Image.Exif()
exif[0x0112] = 6
out = BytesIO()
Image.new("CMYK" if sys.argv[1] == "JPEG" else "RGBA", (2000, 2000)).save(out, sys.argv[1], exif=exif.tobytes())
data = out.getvalue()
del out
import django
django.setup()
from challenges.services.logos import draw_logo
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
draw_logo(data=data)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it is counted otherwise")
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_the_largest_picture_takes_little_memory(kind: str) -> None:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, kind], env=env, cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 100 * 1024  # kB


@pytest.fixture
def own(db: None) -> Theme:
    made = Theme.objects.create(organisation=make_organisation(slug="ede"), key="ede-stijl", name="Ede")
    ThemeVersion.objects.create(theme=made, number=1, tokens={}, source="picker", created_at=AT_NOON)
    return made


@pytest.fixture
def organisation(own: Theme) -> Organisation:
    assert own.organisation is not None
    return own.organisation


@pytest.fixture
def browser(beheer_face: Client, staff: User) -> Client:
    beheer_face.force_login(staff)
    return beheer_face


def send(browser: Client, name: str, sort: str, data: bytes) -> int:
    upload = SimpleUploadedFile(name, data, content_type=sort)
    answer = browser.post("/beheer/ede/uitstraling/ede-stijl/logo/", {"file": upload, "alt": "Logo"})
    return int(answer.status_code)


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("logo.html", "text/html"),
        ("logo.svg", "image/svg+xml"),
        ("../../../static/js/gedag.js", "text/javascript"),
        ("logo.png\x00.html", "image/png"),
        ("logo.php", "application/x-httpd-php"),
    ],
)
def test_name_and_sort_that_somebody_says_mean_nothing(
    name: str, sort: str, browser: Client, own: Theme
) -> None:
    """It is a picture, so it becomes ours, with an address of ours and said to be a PNG."""
    assert send(browser, name, sort, with_text(PAGE)) == 302
    logo = ThemeLogo.objects.get()
    answer = browser.get(f"/thema/{own.key}-{logo.address_digest}.png")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.content == bytes(logo.png)
    assert SCRIPT not in answer.content


@pytest.mark.parametrize("data", [PAGE, b"<svg onload=alert(1)></svg>", b"GIF89a" + PAGE])
def test_what_is_no_picture_is_not_kept_whatever_it_is_called(data: bytes, browser: Client) -> None:
    assert send(browser, "logo.png", "image/png", data) == 422
    assert ThemeLogo.objects.count() == 0


HOSTILE_STYLES = [
    b"--utrecht-link-color: red;}</style>" + SCRIPT,
    b":root{--utrecht-link-color: url(https://kwaad.example/)}",
    b":root{--utrecht-link-color: expression(alert(1))}",
    b"@import 'https://kwaad.example/a.css'; :root{--utrecht-link-color: #0b6470}",
    b":root{--utrecht-link-color: #0b6470; background: url(https://kwaad.example/)}",
    b":root{--utrecht-link-color: var(--x, url(//kwaad.example/))}",
    b":root{--utrecht-link-color: #0b6470} body{background:url(//kwaad.example/)}",
    b'{"utrecht":{"link":{"color":{"value":"#0b6470;}body{background:url(//kwaad.example/)}"}}}}',
    b'{"__proto__":{"color":{"value":"red"}},"utrecht":{"link":{"color":{"value":"javascript:alert(1)"}}}}',
]


@pytest.mark.parametrize("data", HOSTILE_STYLES)
def test_of_a_house_style_only_values_of_ours_come_out(data: bytes, browser: Client) -> None:
    upload = SimpleUploadedFile("tokens.html", data, content_type="text/html")
    answer = browser.post("/beheer/ede/uitstraling/ede-stijl/overnemen/", {"file": upload})
    assert answer.status_code in (200, 422)
    shown = answer.content.decode()
    assert SCRIPT.decode() not in shown
    if answer.status_code == 200:
        sheet = browser.get(answer.context["preview_css"])
        assert sheet["Content-Type"] == "text/css; charset=utf-8"
        assert not re.search(rb"kwaad|url\(|@import|expression|<", sheet.content)
        assert sheet.content.count(b"{") == sheet.content.count(b"}") == 1


def test_nothing_sent_in_is_ever_a_file_here(settings: Settings) -> None:
    assert settings.MEDIA_ROOT == ""
    assert settings.FILE_UPLOAD_HANDLERS == ["django.core.files.uploadhandler.MemoryFileUploadHandler"]


def test_the_digest_in_the_address_is_the_pictures_own(browser: Client, own: Theme) -> None:
    """Another picture has another address, so a copy that a browser kept is never the wrong one."""
    addresses = []
    for colour in ("red", "blue"):
        out = BytesIO()
        Image.new("RGB", (64, 64), colour).save(out, "PNG")
        assert send(browser, "a.png", "image/png", out.getvalue()) == 302
        addresses.append(f"/thema/{own.key}-{ThemeLogo.objects.get().address_digest}.png")
    assert len(set(addresses)) == 2
    assert [browser.get(address).status_code for address in addresses] == [404, 200]
