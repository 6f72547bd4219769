"""`./gedag` before anything is installed: finding Python, explaining itself, and saying what is in the way."""

import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from config.bootstrap import COMMANDS, main
from config.runner.folders import REPO
from config.runner.setup_tools import InstallError, Stamp

SYSTEM_TOOLS = ("bash", "dirname", "readlink", "env")


def gedag(
    *arguments: str,
    program: Path = REPO / "gedag",
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(program), *arguments],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A PATH with the few tools that any system has, and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in SYSTEM_TOOLS:
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    return folder


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What set-up needs of the repository, in another folder with nothing installed."""
    clone = tmp_path / "een kloon"
    clone.mkdir()
    for name in ("gedag", "package.json", "package-lock.json", ".npmrc", "pyproject.toml"):
        shutil.copy(REPO / name, clone / name)
    for name in ("config", "requirements", "static"):
        shutil.copytree(REPO / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
    return clone


def test_alone_it_explains_itself() -> None:
    done = gedag()
    assert done.returncode == 0
    for name in COMMANDS:
        assert f"./gedag {name}" in done.stdout


def test_it_works_from_elsewhere_and_through_a_symlink(tmp_path: Path) -> None:
    link = tmp_path / "gd"
    link.symlink_to(REPO / "gedag")
    second = tmp_path / "gd2"
    second.symlink_to("gd")
    for program in (REPO / "gedag", link, second):
        done = gedag("help", program=program, cwd=Path("/"))
        assert (done.returncode, done.stdout.count("./gedag run")) == (0, 1)


def test_an_unknown_word() -> None:
    done = gedag("ren")
    assert done.returncode == 2
    assert "Kies uit: run, test" in done.stderr
    assert done.stdout == ""


def test_too_old_a_python_is_named(bare_path: Path) -> None:
    old = bare_path / "python3"
    old.write_text('#!/usr/bin/env bash\ncase "$2" in *print*) echo 3.9;; *) exit 1;; esac\n')
    old.chmod(0o755)
    done = gedag("run", env={"PATH": str(bare_path)})
    assert done.returncode == 1
    assert done.stderr.startswith("Gedag heeft Python 3.11 of nieuwer nodig en hier staat 3.9;")
    assert done.stderr.count("\n") == 1


def test_no_python_at_all(bare_path: Path) -> None:
    done = gedag("run", env={"PATH": str(bare_path)})
    assert done.returncode == 1
    assert "hier staat er geen; installeer het met:" in done.stderr


def test_a_newer_python_under_another_name_is_found(bare_path: Path) -> None:
    old = bare_path / "python3"
    old.write_text("#!/usr/bin/env bash\nexit 1\n")
    old.chmod(0o755)
    (bare_path / "python3.12").symlink_to(Path(sys.executable).resolve())
    assert gedag("help", env={"PATH": str(bare_path)}).returncode == 0


def test_no_network_while_packages_are_missing(clone: Path, tmp_path: Path) -> None:
    """Both installers are led to a port where nobody answers."""
    home = tmp_path / "home"
    home.mkdir()
    nowhere = "http://127.0.0.1:9/simple"
    env = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "PIP_INDEX_URL": nowhere,
        "UV_DEFAULT_INDEX": nowhere,
    }
    env |= {"PIP_CONFIG_FILE": os.devnull, "UV_NO_CACHE": "1", "UV_HTTP_RETRIES": "0"}
    done = gedag("run", program=clone / "gedag", env=env)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("Ik kan ")
    assert "geen netwerk" in done.stderr.splitlines()[-1]
    assert not (clone / ".gedag" / "venv.stamp").exists()


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("error: Failed to fetch: `x`\n  dns error: failed to lookup", "geen netwerk"),
        ("npm error code ENOTFOUND", "geen netwerk"),
        ("write /x: No space left on device (os error 28)", "is vol"),
        ("error: Hash mismatch for `django==5.2`", "anders dan het slotbestand"),
        ("raar\niets heel anders", "iets heel anders"),
        ("", "geen uitvoer"),
    ],
)
def test_what_an_installer_says_becomes_one_sentence(output: str, sentence: str) -> None:
    said = str(InstallError(output).as_refusal("de Python-pakketten"))
    assert sentence in said
    assert "\n" not in said


def test_a_stamp_of_half_a_setup_does_not_count(tmp_path: Path) -> None:
    stamp = Stamp(tmp_path / "venv.stamp")
    assert stamp.read() == {}
    stamp.write({"python": "3.11"})
    assert stamp.read() == {"python": "3.11"}
    stamp.remove()
    assert stamp.read() == {}
    (tmp_path / "venv.stamp").write_text('{"python": ')
    assert stamp.read() == {}


def test_it_becomes_the_command_with_its_arguments_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    became: list[Sequence[str]] = []
    monkeypatch.setattr("config.bootstrap.set_up", lambda **_options: None)
    monkeypatch.setenv("PYTHONPATH", "/elders")
    main(
        ["test", "-k", "een twee", "--", ""],
        become=lambda program, words: became.append([program, *words[1:]]),
    )
    assert list(became[0][1:]) == ["-P", "-m", "config.runner", "test", "-k", "een twee", "--", ""]
    assert os.environ["PYTHONPATH"] == str(REPO)


def test_two_setups_at_once_take_turns(clone: Path) -> None:
    (clone / ".gedag").mkdir()
    with (clone / ".gedag" / "setup.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        second = subprocess.Popen(
            [str(clone / "gedag"), "run"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert second.stderr
        assert "ik wacht" in second.stderr.readline()
        time.sleep(0.2)
        assert second.poll() is None
        second.terminate()
        second.communicate(timeout=10)


@pytest.mark.fresh
@pytest.mark.skipif(
    "GEDAG_FRESH" not in os.environ, reason="installs from nothing; on demand with GEDAG_FRESH=1"
)
def test_a_fresh_clone_installs_itself(clone: Path, tmp_path: Path) -> None:
    """From nothing, with an empty home; twice, of which the second has nothing to do."""
    home = tmp_path / "home"
    home.mkdir()
    certificates = {
        name: value for name, value in os.environ.items() if "CERT" in name or "CA_BUNDLE" in name
    }
    env = {"HOME": str(home), "PATH": os.environ["PATH"], **certificates}
    for name in ("accounts", "interactions", "challenges", "simulation", "templates"):
        shutil.copytree(REPO / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPO / "manage.py", clone / "manage.py")
    first = gedag("manage", "check", program=clone / "gedag", env=env)
    assert first.returncode == 0, first.stderr
    second = gedag("manage", "check", program=clone / "gedag", env=env)
    assert second.returncode == 0
    assert "installeren" in first.stderr
    assert "installeren" not in second.stderr
