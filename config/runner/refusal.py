"""The one way in which `./gedag` says no: a sentence that tells what is wrong and what to do."""

import errno


class Refusal(Exception):  # noqa: N818 (nothing went wrong in the program: it declines)
    """Holds one Dutch sentence for the person at the keyboard; shown without a traceback, exit code 1."""


def disk_full_sentence(path: object) -> str:
    """What we say whenever the disk turns out to be full, before or during a run."""
    return (
        f"De schijf van {path} is vol (of bijna); maak ruimte en start opnieuw. Wat bewaard was, is er nog."
    )


def as_refusal(error: OSError, path: object) -> Refusal | None:
    """The sentence for an operating system error that a person can solve; None for any other error."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return Refusal(disk_full_sentence(path))
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        where = error.filename or path
        return Refusal(
            f"Ik mag niet schrijven in {where}; start Gedag als de eigenaar van die map of kies een andere "
            "met GEDAG_DATA."
        )
    return None
