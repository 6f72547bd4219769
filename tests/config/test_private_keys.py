"""The keys of private words: read strictly, refused with advice, and never for beheer."""

import base64
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.private_keys import FILE, VALUE, new_value, private_keys_of, read_private_keys

ROOT = Path(__file__).resolve().parents[2]
GOOD = new_value()
ADDRESSES, FIRST = GOOD.split(",")
ZERO = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize("face", ["deelnemer", "worker", "migrate"])
def test_three_processes_read_them_from_the_value_or_from_a_file(face: str, tmp_path: Path) -> None:
    path = tmp_path / "sleutels"
    path.write_text(GOOD.replace(",", "\n") + "\n")
    by_value, by_file = private_keys_of({VALUE: GOOD}, face), private_keys_of({FILE: str(path)}, face)
    assert by_value == by_file
    assert by_value is not None
    assert (list(by_value.wrapping), by_value.newest, len(by_value.addresses)) == (["1"], "1", 32)


@pytest.mark.parametrize("name", [VALUE, FILE])
def test_beheer_has_none_and_refuses_to_begin_with_them(name: str) -> None:
    assert private_keys_of({VALUE: "", FILE: " "}, "beheer") is None
    with pytest.raises(ImproperlyConfigured, match=f"{name} hoort niet bij beheer"):
        private_keys_of({name: GOOD}, "beheer")


@pytest.mark.parametrize("face", ["deelnemer", "worker", "migrate"])
def test_without_them_there_is_advice_and_no_process(face: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="Zonder deze sleutels gaan notities"):
        private_keys_of({}, face)


def test_both_ways_at_once_are_refused_and_so_is_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="allebei"):
        private_keys_of({VALUE: GOOD, FILE: "/ergens"}, "worker")
    with pytest.raises(ImproperlyConfigured, match="niet te lezen"):
        private_keys_of({FILE: str(tmp_path / "weg")}, "worker")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FIRST, "ontbreekt adressen"),
        (ADDRESSES, "ontbreekt een sleutel naast die voor adressen"),
        (f"{GOOD},{FIRST}", "1 twee keer"),
        (f"{GOOD},2:{FIRST.partition(':')[2]}", "dezelfde sleutel onder twee namen"),
        (f"{ADDRESSES},1:{ADDRESSES.partition(':')[2]}", "dezelfde sleutel onder twee namen"),
        (f"{ADDRESSES},1:kort", "is 1 geen"),
        (f"{ADDRESSES},1:{'é' * 43}", "is 1 geen base64"),
        (f"{ADDRESSES},1:{FIRST.partition(':')[2][:-4]}", "geen 32 willekeurige bytes"),
        (f"{ADDRESSES},1:{ZERO}", "geen 32 willekeurige bytes"),
        (f"{ADDRESSES},Eén:{FIRST.partition(':')[2]}", "zonder goede naam"),
        (f"{ADDRESSES},{FIRST.partition(':')[2]}", "zonder goede naam|geen"),
        (f"{ADDRESSES},{'x' * 21}:{FIRST.partition(':')[2]}", "zonder goede naam"),
        ("", "zonder goede naam"),
    ],
    ids=[
        "no addresses", "no other key", "a name twice", "a key twice", "the addresses' key again", "short", "no base64",
        "too few bytes", "zeros", "a name with an accent", "no name", "a long name", "nothing",
    ],  # the keys are new every time, and so would the names of the tests be
)  # fmt: skip
def test_what_is_damaged_is_refused_without_saying_what_a_key_is(text: str, said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said) as refused:
        read_private_keys(text, VALUE)
    for secret in (ADDRESSES.partition(":")[2], FIRST.partition(":")[2]):
        assert secret[:12] not in str(refused.value)


def test_base64_is_read_in_both_spellings() -> None:
    key = bytes(range(224, 256))
    plain, safe = base64.b64encode(key).decode(), base64.urlsafe_b64encode(key).decode().rstrip("=")
    assert plain != safe
    for spelled in (plain, safe):
        assert read_private_keys(f"{ADDRESSES},1:{spelled}", VALUE).wrapping == {"1": key}


def test_keys_are_not_shown_by_accident() -> None:
    keys = read_private_keys(GOOD, VALUE)
    assert repr(keys) == "PrivateKeys()"


def test_a_newer_key_comes_in_front_and_the_others_stay() -> None:
    newer = new_value(GOOD)
    assert newer.split(",")[0] == ADDRESSES
    assert [part.partition(":")[0] for part in newer.split(",")] == ["adressen", "2", "1"]
    before, after = read_private_keys(GOOD, VALUE), read_private_keys(newer, VALUE)
    assert (after.newest, after.addresses, after.wrapping["1"]) == (
        "2",
        before.addresses,
        before.wrapping["1"],
    )
    assert len(set(after.wrapping.values())) == 2


def test_the_command_that_the_manual_names_prints_a_value(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(VALUE)}
    command = [sys.executable, "-m", "config.private_keys"]
    first = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert re.fullmatch(r"adressen:[\w-]{43},1:[\w-]{43}\n", first.stdout)
    path = tmp_path / "sleutels"
    path.write_text(first.stdout)
    second = subprocess.run(
        command, cwd=ROOT, env={**environment, FILE: str(path)}, capture_output=True, text=True, check=True
    )
    assert list(read_private_keys(second.stdout, VALUE).wrapping) == ["2", "1"]
