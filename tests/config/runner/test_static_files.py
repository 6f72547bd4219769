"""When the static files are collected again."""

from pathlib import Path

from django.conf import settings

from config.runner.static_files import SOURCES


def test_every_folder_that_is_collected_is_looked_at() -> None:
    collected = [place[1] if isinstance(place, tuple) else place for place in settings.STATICFILES_DIRS]
    assert {Path(place).resolve() for place in SOURCES} == {Path(place).resolve() for place in collected}
