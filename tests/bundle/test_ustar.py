"""The one form of tar, against GNU tar and Python's own."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.bundle import ustar
from intake_app.errors import BundleRefused
from tests.crypto.refusals import refused

SIZES = (0, 1, 511, 512, 513, 65535, 65536, 65537)
PATHS = ("a", "data/000001.json", "tb1-" + "0f" * 16 + "/tagmanifest-sha256.txt.sig", "p" * 100)
GNU = "tar --format=ustar --blocking-factor=1 --owner=0 --group=0 --numeric-owner --mode=0644"


@pytest.mark.parametrize("path", PATHS)
def test_a_header_is_the_one_that_gnu_tar_writes(path: str, tmp_path: Path) -> None:
    (tmp_path / path).parent.mkdir(exist_ok=True)
    for size in SIZES:
        (tmp_path / path).write_bytes(os.urandom(size))
        made = subprocess.run(
            [*GNU.split(), "--mtime=@0", "-cf", "-", path],
            cwd=tmp_path,
            check=True,
            capture_output=True,
        ).stdout
        assert ustar.header(path, size) == made[:512]
        assert ustar.claimed_path(made) == path
        assert ustar.claimed_size(made) == size
        assert ustar.write_simple([(path, (tmp_path / path).read_bytes())]) == made
        assert ustar.entry_size(size) + len(ustar.END) == len(made)


@pytest.mark.parametrize(
    ("path", "size"), [("", 0), ("p" * 101, 0), ("ü", 0), ("a", -1), ("a", 8**11)]
)
def test_no_header_for_what_the_form_cannot_say(path: str, size: int) -> None:
    with pytest.raises(ValueError):
        ustar.header(path, size)


def test_the_largest_header() -> None:
    assert ustar.claimed_size(ustar.header("a", 8**11 - 1)) == 8**11 - 1


@given(st.integers(1, 2**40))
def test_padme_costs_at_most_12_percent_and_tells_little(n: int) -> None:
    padded = ustar.padme(n)
    assert n <= padded <= n * 1.12
    assert ustar.padme(padded) == padded
    assert ustar.padme(n) <= ustar.padme(n + 1)
    low_bits = (padded & -padded).bit_length() - 1
    assert padded.bit_length() - low_bits <= padded.bit_length().bit_length() + 1


@given(st.integers(0, 2**34))
def test_the_length_of_a_bundle(n: int) -> None:
    length = ustar.padded_length(n)
    assert length % 512 == 0
    assert length >= max(n, 1024 * 1024)
    assert length < max(n * 1.12 + 512, 1024 * 1024 + 1)


def test_padme_of_small_numbers() -> None:
    assert [ustar.padme(n) for n in (0, 1, 2, 3, 8, 9, 17, 1025)] == [0, 1, 2, 3, 8, 10, 18, 1088]


names = st.from_regex(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,20}(/[a-z0-9][a-z.]{0,9})?", fullmatch=True)
entries = st.lists(st.tuples(names, st.binary(max_size=1500)), max_size=6, unique_by=lambda e: e[0])


@given(entries, st.sampled_from([512, 4096, 16384]))
def test_small_files_come_back(files: list[tuple[str, bytes]], pad_to: int) -> None:
    made = ustar.write_simple(files, pad_to=pad_to)
    assert len(made) % pad_to == 0
    assert ustar.read_simple(made, pad_to=pad_to) == files
    with tarfile.open(fileobj=io.BytesIO(made)) as other:
        assert other.getnames() == [path for path, _ in files]


@given(entries.filter(bool), st.data())
def test_no_other_bytes_give_small_files(
    files: list[tuple[str, bytes]], data: st.DataObject
) -> None:
    made = bytearray(ustar.write_simple(files))
    at = data.draw(st.integers(0, len(made) - 1))
    made[at] ^= data.draw(st.integers(1, 255))
    try:
        found = ustar.read_simple(bytes(made))
    except BundleRefused:
        return
    assert ustar.write_simple(found) == made  # a changed content byte, and nothing else


WHOLE = ustar.write_simple([("a", b"x"), ("b", b"y" * 600)])


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("TRUNCATED", b""),
        ("TRUNCATED", WHOLE[:511]),
        ("TRUNCATED", WHOLE[:1024]),
        ("TRUNCATED", WHOLE[:2000]),
        ("PADDING_LENGTH", WHOLE[:-512]),
        ("PADDING_LENGTH", WHOLE + bytes(512)),
        ("PADDING_NONZERO", WHOLE[:-1] + b"\1"),
        ("TAR_PAD", WHOLE[:600] + b"\1" + WHOLE[601:]),
        ("TAR_HEADER", b"\xff" + WHOLE[1:]),
        ("TAR_HEADER", WHOLE[:124] + b"z" + WHOLE[125:]),
        ("TAR_HEADER", ustar.header("../a", 0) + ustar.END),
        ("TAR_HEADER", ustar.header("/a", 0) + ustar.END),
        ("TAR_HEADER", ustar.header("a//b", 0) + ustar.END),
        ("TAR_HEADER", ustar.header("a b", 0) + ustar.END),
        ("EXTRA_ENTRY", ustar.header("a", 0) * 2 + ustar.END),
        ("TOO_MANY", b"".join(ustar.header(f"a{n}", 0) for n in range(65)) + ustar.END),
        ("TOO_BIG", bytes(4 * 1024 * 1024 + 1)),
    ],
)
def test_small_files_in_another_form_are_refused(code: str, data: bytes) -> None:
    with refused(code):
        ustar.read_simple(data)


@pytest.mark.parametrize("paths", [["../a"], ["a", "a"], [""], ["/a"], ["a/.b"]])
def test_paths_that_no_reader_takes_are_not_written(paths: list[str]) -> None:
    with pytest.raises(ValueError):
        ustar.write_simple([(path, b"") for path in paths])
