"""The three logins get their password as a verifier: the password itself reaches no statement."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

URLS = {
    f"DATABASE_URL_{face}": f"postgresql://gedag_{face.lower()}:geheim-{face}@127.0.0.1/gedag"
    for face in ("DEELNEMER", "BEHEER", "WORKER")
}


@pytest.mark.django_db
def test_no_password_in_a_statement_nor_in_what_the_command_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, url in URLS.items():
        monkeypatch.setenv(name, url)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        call_command("set_login_passwords")
    said = [query["sql"] for query in queries]
    assert [statement.split(" LOGIN")[0] for statement in said] == [
        'ALTER ROLE "gedag_deelnemer"',
        'ALTER ROLE "gedag_beheer"',
        'ALTER ROLE "gedag_worker"',
    ]
    assert capsys.readouterr() == (
        "Wachtwoorden uit de omgeving gezet voor: gedag_deelnemer, gedag_beheer, gedag_worker.\n",
        "",
    )
    assert all("SCRAM-SHA-256$" in statement and "geheim" not in statement for statement in said)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url", ["", "postgresql://postgres:x@localhost/gedag", "postgresql://gedag_beheer@localhost/g"]
)
def test_another_login_is_refused_with_advice(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, good in URLS.items():
        monkeypatch.setenv(name, good)
    monkeypatch.setenv("DATABASE_URL_BEHEER", url)
    with pytest.raises(CommandError, match="DATABASE_URL_BEHEER moet gedag_beheer"):
        call_command("set_login_passwords")
