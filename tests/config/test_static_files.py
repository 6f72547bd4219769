"""When the static files are collected anew."""

from pathlib import Path

from django.conf import settings

from config.runner.static_files import SOURCES


def test_every_folder_with_static_files_is_looked_at() -> None:
    folders = [one if isinstance(one, Path) else one[1] for one in settings.STATICFILES_DIRS]
    assert sorted(SOURCES) == sorted(folders)
