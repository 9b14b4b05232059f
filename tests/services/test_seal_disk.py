"""The vault's disk fills up at each step of a seal: the draft stays whole, and seals later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from intake_app import errors
from intake_app.services import exhibits, handing_over, interviewing, sealing
from intake_app.vault.media import MediaStore
from intake_app.vault.sealed import Sealed
from tests.services import making
from tests.services.disks import MIB, Disk, may_mount
from tests.services.making import FILM, Office
from tests.services.people import events


@pytest.fixture(params=["mounted", "folder"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    made = Disk(tmp_path / "disk", 48 * MIB, mounts=request.param == "mounted" and may_mount())
    yield made
    made.remove()


@pytest.fixture
def office(disk: Disk) -> Iterator[Office]:
    yield from making.office(disk.path)


def unharmed(office: Office, draft: str, exhibit: str) -> None:
    assert interviewing.load(office.device, draft).statement_id == draft
    assert b"".join(MediaStore(office.device.vault).open(exhibit)) == FILM
    assert Sealed(office.device.vault).all() == []
    assert list((office.device.folder / "outbox").iterdir()) == []
    assert "seal" not in events(office.device)


def test_full_at_each_step(office: Office, disk: Disk) -> None:
    draft = office.draft()
    film = office.people.place() / "film.bin"
    film.write_bytes(FILM)
    exhibit = exhibits.attach(office.device, draft, film)
    for step in sealing.STEPS:
        with ExitStack() as full:
            seen: list[str] = []

            def fill(
                _done: int,
                _total: int,
                now: str,
                step: str = step,
                full: ExitStack = full,
                seen: list[str] = seen,
            ) -> None:
                if now == step and not seen:
                    seen.append(now)
                    full.enter_context(disk.full())

            with pytest.raises(errors.VaultDiskFull if disk.is_mounted else errors.VaultIo):
                sealing.seal(office.device, draft, progress=fill)
            assert seen
        unharmed(office, draft, exhibit.id)
    sealing.seal(office.device, draft)
    assert [each.state for each in handing_over.outbox(office.device)] == ["waiting"]
    office.device.custody.verify()
    assert office.device.vault.check().ok
