"""The commands, once the set-up is there. `./gedag` gets here by exec, with the same process id."""

import os
import subprocess
import sys
from collections.abc import Sequence

from config.runner.folders import REPO, running_data
from config.runner.refusal import Refusal, as_refusal


def main(arguments: Sequence[str]) -> int:
    """Carry out one command and answer with its exit code."""
    name, rest = arguments[0], list(arguments[1:])
    try:
        return _carry_out(name, rest)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
    except OSError as error:
        sentence = as_refusal(error, running_data().path)
        if sentence is None:
            raise
        print(sentence, file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


def _carry_out(name: str, rest: list[str]) -> int:
    # Imported when needed: a second start must be quick.
    if rest and name in {"run", "check", "translate", "sbom"}:
        raise Refusal(f"'./gedag {name}' kent geen '{rest[0]}'. Wat er wel kan, staat in docs/draaien.md.")
    match name:
        case "run":
            from config.runner.run_command import run

            return run()
        case "test":
            from config.runner.test_command import test

            return test(rest)
        case "screens":
            from config.runner.test_command import test

            pictures = sorted(path.relative_to(REPO) for path in REPO.glob("tests/e2e/screens*.py"))
            return test([*map(str, pictures), *rest])
        case "faults" | "bench":
            # Beside the product, not in it: nothing of ours imports them.
            command = [sys.executable, "-P", "-m", name, *rest]
            return subprocess.run(
                command, env={**os.environ, "PYTHONPATH": str(REPO)}, check=False
            ).returncode
        case "check":
            from config.runner.check_command import check

            return check()
        case "translate":
            from config.translations import main as translations

            return translations(["update"])
        case "backup" | "restore":
            from config.runner import backup_command

            return (backup_command.backup if name == "backup" else backup_command.restore)(rest)
        case "sbom":
            from config.sbom import main as sbom

            return sbom()
        case "manage":
            from config.runner.manage_command import manage

            return manage(rest)
    raise Refusal(f"Ik ken het commando '{name}' niet.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
