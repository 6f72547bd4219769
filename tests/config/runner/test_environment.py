"""Whether `./gedag run` is a demo."""

import pytest

from config.runner.environment import demo_wanted


@pytest.mark.parametrize(
    ("demo", "database", "wanted"),
    [
        ("", "", "1"),
        ("0", "", "0"),
        ("", "postgresql://x@host/db", "0"),
        ("1", "postgresql://x@host/db", "1"),
    ],
)
def test_a_demo_never_comes_by_itself_into_somebodys_own_database(
    demo: str, database: str, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEDAG_DEMO", demo)
    monkeypatch.setenv("DATABASE_URL", database)
    assert demo_wanted() == wanted
