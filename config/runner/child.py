"""Start a program so that it ends with its parent; run by path as `python -I -S child.py OPTIONS -- PROGRAM …`.

The process id stays the same. Options:
  --parent PID   end at once when that parent is already gone
  --signal N     signal the program gets when the parent dies, however it dies (Linux only)
  --userns UID   first enter a user namespace in which our root is that ordinary user, because
                 PostgreSQL refuses to run as root; on disk the files stay our own
  --user UID:GID become that user instead, where namespaces are not allowed

The order matters: a change of identity clears the parent-death signal, so that one is set last.
"""

import ctypes
import os
import sys
from pathlib import Path

_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG = 1
CANNOT_ISOLATE = 97


def _enter_user_namespace(inside: int) -> None:
    uid, gid = os.geteuid(), os.getegid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWUSER) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    # The kernel wants setgroups closed before an unprivileged gid map.
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{inside} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{inside} {gid} 1")


def main(arguments: list[str]) -> None:
    """Prepare this process as the options say and become the program; never returns."""
    split = arguments.index("--")
    options, program = arguments[:split], arguments[split + 1 :]
    values = dict(zip(options, [*options[1:], ""], strict=True))
    if "--userns" in values:
        try:
            _enter_user_namespace(int(values["--userns"]))
        except OSError as error:
            sys.stderr.write(f"user namespace: {error}\n")
            sys.exit(CANNOT_ISOLATE)
    if "--user" in values:
        uid, gid = map(int, values["--user"].split(":"))
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform == "linux" and "--signal" in values:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(values["--signal"]))
    # The parent may have died before the line above took effect.
    if "--parent" in values and os.getppid() != int(values["--parent"]):
        sys.exit(1)
    try:
        os.execvp(program[0], program)  # noqa: S606 (fixed argument list, no shell)
    except OSError as error:
        sys.stderr.write(f"{program[0]}: {error.strerror}\n")
        sys.exit(127)


if __name__ == "__main__":
    main(sys.argv[1:])
