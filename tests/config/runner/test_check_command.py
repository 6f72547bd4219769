"""What `./gedag check` looks at before anything may be merged."""

from config.runner.check_command import checks


def test_the_settings_of_a_server_are_checked_for_every_process() -> None:
    """As on a server, over https, and a warning is enough to fail."""
    found = {
        check.env["GEDAG_FACE"]: check
        for check in checks()
        if check.argv[-4:] == ["check", "--deploy", "--fail-level", "WARNING"]
    }
    assert sorted(found) == ["beheer", "deelnemer", "worker"]
    for check in found.values():
        assert check.env["GEDAG_URL_DEELNEMER"].startswith("https://")
        assert check.env["GEDAG_URL_BEHEER"].startswith("https://")
        assert check.env["GEDAG_DEMO"] == "0"
