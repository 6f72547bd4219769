"""What stands in the way is said in one sentence, with what to do, and nothing is started."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config.runner.folders import DataFolder
from config.runner.hold import hold, is_held
from config.runner.refusal import as_refusal
from tests.config.runner.running import Running, clean_environment, refused, run_command, three_free_ports


def test_a_taken_port_is_named_with_another_to_choose(tmp_path: Path) -> None:
    first = three_free_ports()
    with socket.socket() as other:
        other.bind(("127.0.0.1", first + 1))
        other.listen()
        said = refused("run", GEDAG_DATA=str(tmp_path), GEDAG_PORT=str(first))
    assert said.startswith(f"Poort {first + 1} is al in gebruik")
    assert "GEDAG_PORT=" in said
    assert not (tmp_path / "postgres").exists()


@pytest.mark.parametrize("value", ["0", "65536", "achtduizend", "-1"])
def test_a_port_that_is_none(tmp_path: Path, value: str) -> None:
    assert "GEDAG_PORT=" in refused("run", GEDAG_DATA=str(tmp_path), GEDAG_PORT=value)


def test_ports_must_differ(tmp_path: Path) -> None:
    assert "verschillende" in refused(
        "run", GEDAG_DATA=str(tmp_path), GEDAG_PORT="8200", GEDAG_BEHEER_PORT="8200"
    )


@pytest.mark.parametrize(("version", "word"), [("99", "nieuwere"), ("9", "oudere")])
def test_data_of_another_postgresql(tmp_path: Path, version: str, word: str) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text(f"{version}\n")
    said = refused("run", GEDAG_DATA=str(tmp_path), GEDAG_PORT=str(three_free_ports()))
    assert word in said
    assert "PG_BIN" in said
    assert not (tmp_path / "run.json").exists()


def test_a_second_runner_in_the_same_folder(tmp_path: Path) -> None:
    data = DataFolder(tmp_path)
    with hold(data):
        assert is_held(data)
        assert "bezig" in refused("run", GEDAG_DATA=str(tmp_path), GEDAG_PORT=str(three_free_ports()))
    assert not is_held(data)


def test_a_folder_of_someone_else() -> None:
    said = as_refusal(PermissionError(13, "Permission denied", "/daar/data"), "/daar")
    assert said
    assert "/daar/data" in str(said)
    assert as_refusal(FileNotFoundError(2, "No such file"), "/daar") is None


def test_a_postgresql_that_is_not_there(tmp_path: Path) -> None:
    said = refused(
        "run", GEDAG_DATA=str(tmp_path), GEDAG_PORT=str(three_free_ports()), PG_BIN="/bestaat/niet"
    )
    assert "PG_BIN" in said


def test_a_word_too_many() -> None:
    assert "kent geen 'snel'" in refused("run", "snel")


class SmallDisk:
    """A disk in memory of a few megabytes."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.folder = folder
        mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
        if os.geteuid() != 0 or sys.platform != "linux" or not shutil.which("mount"):
            pytest.skip("only root can make a small disk")
        if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
            pytest.skip("this machine does not allow a mount")

    def __enter__(self) -> Path:
        return self.folder

    def __exit__(self, *_error: object) -> None:
        subprocess.run(["umount", "--lazy", str(self.folder)], check=True)


def test_a_disk_that_is_nearly_full(tmp_path: Path) -> None:
    with SmallDisk(tmp_path, 40) as disk:
        said = refused("run", GEDAG_DATA=str(disk / "data"), GEDAG_PORT=str(three_free_ports()))
    assert "is vol" in said


def test_a_disk_that_fills_up_while_running(tmp_path: Path) -> None:
    """The runner says so once, keeps trying, and everything is there when there is room again."""
    with SmallDisk(tmp_path, 400) as disk:
        port = three_free_ports()
        run = Running(disk / "data", port, GEDAG_DEMO="0")
        assert run.process.stdout
        filler = disk / "vol"
        with filler.open("wb") as stream:
            free = shutil.disk_usage(disk).free
            stream.truncate(0)
            for _ in range(free // 1_000_000 - 2):
                stream.write(b"x" * 1_000_000)
        said = next(line for line in run.process.stdout if "is vol" in line)
        assert "maak ruimte" in said
        filler.unlink()
        code, seconds = run.end(signal.SIGINT)
        assert (code, seconds < 5) == (0, True)
        asked = subprocess.run(
            run_command("manage", "migrate", "--check"),
            env=clean_environment(GEDAG_DATA=str(disk / "data")),
            capture_output=True,
            check=False,
        )
        assert asked.returncode == 0, asked.stderr


def test_manage_of_an_unknown_command_passes_the_exit_code_on(tmp_path: Path) -> None:
    done = subprocess.run(
        run_command("manage", "bestaat-niet"),
        env=clean_environment(GEDAG_DATA=str(tmp_path)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "bestaat-niet" in done.stderr
