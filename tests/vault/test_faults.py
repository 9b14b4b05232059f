"""Disks that are full, shut or failing: real ones, made small, read-only or limited."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from intake_app.errors import VaultDiskFull, VaultIo, VaultReadOnly
from intake_app.vault import layout
from intake_app.vault.drafts import Drafts
from intake_app.vault.faults import from_os
from intake_app.vault.files import FileStore
from intake_app.vault.media import MediaStore
from tests.vault.making import make, reopen

MIB = 1024 * 1024


def test_a_full_disk_says_so_and_keeps_what_was_saved(small_disk: Path) -> None:
    folder = small_disk / "vault"
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * 2 * MIB)
    vault = make(folder)
    drafts = Drafts(vault)
    drafts.create("d1", b"first", b"")
    drafts.save("d1", body=b"second", identity=b"")
    with pytest.raises(VaultDiskFull):
        _many_times(lambda: drafts.save("d1", body=b"x" * MIB))
    with pytest.raises(VaultDiskFull):
        drafts.create("d2", b"x" * 4 * MIB, b"")
    assert drafts.load("d1").body in {b"second", b"x" * MIB}
    kept = drafts.load("d1").body
    # And the person can go on as soon as there is room, until it is full again.
    filler.unlink()
    writer = MediaStore(vault).writer()
    with pytest.raises(VaultDiskFull):
        _many_times(lambda: writer.write(b"x" * 100_000))
    writer.abort()
    part = FileStore(vault, layout.OUTBOX).new()
    with pytest.raises(VaultDiskFull):
        _many_times(lambda: part.write(b"x" * 100_000))
    part.abort()
    assert not list((folder / layout.MEDIA).iterdir())
    assert not list((folder / layout.OUTBOX).iterdir())
    assert drafts.load("d1").body == kept
    drafts.save("d1", body=b"third")
    vault.close()
    again = reopen(folder)
    assert Drafts(again).load("d1").body == b"third"
    assert again.check().ok
    again.close()


def test_no_vault_is_half_made_on_a_full_disk(small_disk: Path) -> None:
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * (4 * MIB - 40_000))
    with pytest.raises(VaultDiskFull):
        make(small_disk / "vault")
    assert [each.name for each in small_disk.iterdir()] == ["filler"]
    filler.unlink()
    make(small_disk / "vault").close()


def test_a_read_only_disk_says_so(small_disk: Path) -> None:
    folder = small_disk / "vault"
    make(folder).close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(VaultReadOnly):
        reopen(folder)
    with pytest.raises(VaultReadOnly):
        make(small_disk / "other")
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    reopen(folder).close()


def test_a_failing_write_says_so(closed: Path) -> None:
    # A limit on file sizes makes the system refuse writes in the middle, as a failing disk does.
    script = """
        import resource, signal, sys
        from pathlib import Path
        from intake_app.errors import VaultIo
        from intake_app.vault.drafts import Drafts
        from intake_app.vault.media import MediaStore
        from tests.vault.making import reopen
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        vault = reopen(Path(sys.argv[1]))
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
        seen = []
        try:
            Drafts(vault).save("d1", body=b"x" * 1_000_000)
        except VaultIo as error:
            seen.append(error.code)
        writer = MediaStore(vault).writer()
        try:
            for _ in range(20):
                writer.write(b"x" * 100_000)
        except VaultIo as error:
            seen.append(error.code)
        writer.abort()
        print(seen, Drafts(vault).load("d1").body)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), str(closed)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "['VAULT_IO', 'VAULT_IO'] b'body one'", done.stderr
    assert done.stderr == ""
    vault = reopen(closed)
    assert Drafts(vault).load("d1").body == b"body one"
    assert vault.check().ok
    vault.close()


def test_a_folder_where_a_file_should_be(closed: Path) -> None:
    (closed / layout.LOCK).unlink()
    (closed / layout.LOCK).mkdir()
    with pytest.raises(VaultIo):
        reopen(closed)


def test_other_faults_of_the_system_keep_their_number() -> None:
    assert from_os(OSError(5, "x")).params == {"errno": 5}
    assert isinstance(from_os(PermissionError(13, "x")), VaultReadOnly)
    assert isinstance(from_os(OSError(122, "x")), VaultDiskFull)


def _many_times(deed: Callable[[], object]) -> None:
    for _ in range(40):
        deed()
