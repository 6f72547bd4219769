"""One installation a test, with PostgreSQL's own server and programs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.config.backups.installation import Installation, installed


@pytest.fixture
def installation(transactional_db: None, settings: Any, tmp_path: Path) -> Iterator[Installation]:
    with installed(tmp_path, settings) as made:
        yield made
