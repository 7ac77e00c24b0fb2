"""The secret is made once, kept from others, and gives keys that have nothing in common."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from survey.keys import derive, open_secret

SECRET = bytes(range(32))


def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(open_secret, [tmp_path / "home"] * 32))
    assert found == {open_secret(tmp_path / "home")}
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["secret.key"]
    assert (tmp_path / "home" / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_given_secret_needs_no_file(tmp_path: Path) -> None:
    assert open_secret(tmp_path, SECRET.hex()) == SECRET
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("given", ["no hex", "00" * 31])
def test_a_weak_secret_is_refused(tmp_path: Path, given: str) -> None:
    with pytest.raises(ValueError):
        open_secret(tmp_path, given)


def test_each_purpose_and_part_has_its_own_key() -> None:
    keys = [derive(SECRET, *parts) for parts in (("card",), ("kiosk",), ("card", b"ab", b"c"), ("card", b"a", b"bc"))]
    assert len(set(keys)) == len(keys)
    assert derive(SECRET, "card") == keys[0] != derive(bytes(32), "card")


def test_without_a_secret_there_is_no_key() -> None:
    with pytest.raises(ValueError):
        derive(b"", "card")
