"""The typeface for what is printed, made anew when its package changed; standard library only."""

from config.runner.folders import FONTS, NODE_MODULES, REPO, VENV_PYTHON
from config.runner.setup_tools import InstallError, Stamp, fingerprint, install

_PROGRAM = REPO / "config" / "print_fonts.py"


def ensure_print_fonts() -> None:
    """Makes `.gedag/fonts` hold the typeface of the pages. Raises Refusal."""
    stamp = Stamp(FONTS.with_name("fonts.stamp"))
    wanted = {"lock": fingerprint(REPO / "package-lock.json"), "program": fingerprint(_PROGRAM)}
    if stamp.read() == wanted and (FONTS / "coverage.txt").exists():
        return
    stamp.remove()
    try:
        install(
            [VENV_PYTHON, "-P", "-m", "config.print_fonts", NODE_MODULES, FONTS], {"PYTHONPATH": str(REPO)}
        )
    except InstallError as error:
        raise error.as_refusal("het lettertype voor drukwerk") from error
    stamp.write(wanted)
