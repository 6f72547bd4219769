"""The compiled translations that Django reads, made anew when the catalogue changed; standard library only."""

from config.runner.folders import REPO, STATE, VENV_PYTHON
from config.runner.setup_tools import InstallError, Stamp, fingerprint, install

_CATALOGUE = REPO / "locale" / "en" / "LC_MESSAGES" / "django.po"
_COMPILED = STATE / "locale" / "en" / "LC_MESSAGES" / "django.mo"


def ensure_translations() -> None:
    """Makes `.gedag/locale` hold what locale/ says. Raises Refusal."""
    stamp = Stamp(STATE / "locale.stamp")
    wanted = {"catalogue": fingerprint(_CATALOGUE)}
    if stamp.read() == wanted and _COMPILED.exists():
        return
    stamp.remove()
    try:
        install([VENV_PYTHON, "-P", "-m", "config.translations", "compile"], {"PYTHONPATH": str(REPO)})
    except InstallError as error:
        raise error.as_refusal("de vertaling") from error
    stamp.write(wanted)
