from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from intake_app.errors import (
    RequestMalformed,
    StatementMissing,
    VaultDatabaseDamaged,
    VaultIo,
)
from intake_app.vault import layout
from intake_app.vault.archive import Archive, BundleFile, DeviceLogs
from intake_app.vault.custody import Custody
from intake_app.vault.drafts import Drafts
from intake_app.vault.files import FileStore
from intake_app.vault.inbox import Inbox, InboxItem
from intake_app.vault.issued_receipts import IssuedReceipt, IssuedReceipts
from intake_app.vault.links import BundleLink, Links
from intake_app.vault.media import MediaStore
from intake_app.vault.meta import Meta
from intake_app.vault.receipts import Receipts, ReceivedReceipt
from intake_app.vault.requests import Requests, SeenRequest
from intake_app.vault.sealed import Sealed
from intake_app.vault.secrets import Secrets
from intake_app.vault.settings import Settings
from intake_app.vault.trust import TrustVersion, TrustVersions
from intake_app.vault.vault import Vault
from tests.vault.making import (
    HASH,
    NOW,
    archived,
    fails_after,
    put_archived,
    put_held,
    put_media,
    put_sealed,
    reopen,
)


def test_meta_settings_and_secrets(vault: Vault, folder: Path) -> None:
    meta, settings, secrets = Meta(vault), Settings(vault), Secrets(vault)
    meta.put("organisation", "one")
    meta.put("organisation", "دو")
    settings.put("lock_after_s", 300)
    settings.put("screen", {"font": "large", "dark": None})
    secrets.put("device", bytearray(b"\0seed"))
    secrets.put("opening", b"x")
    secrets.remove("opening")
    vault.close()
    again = reopen(folder)
    meta, settings, secrets = Meta(again), Settings(again), Secrets(again)
    assert meta.get("organisation") == "دو"
    assert meta.get("nothing") is None
    assert set(meta.all()) == {"organisation", "role", "created_at"}
    meta.remove("organisation")
    meta.remove("organisation")
    assert settings.get("lock_after_s") == 300
    assert settings.get("other", default=[1]) == [1]
    assert settings.all() == {"lock_after_s": 300, "screen": {"dark": None, "font": "large"}}
    settings.remove("screen")
    assert settings.get("screen") is None
    assert secrets.get("device") == bytearray(b"\0seed")
    assert secrets.get("opening") is None
    assert secrets.names() == ["device"]
    again.close()


def test_drafts(vault: Vault) -> None:
    drafts = Drafts(vault)
    drafts.create("d1", b"one", b"who")
    vault.clock.advance(60)  # type: ignore[attr-defined]
    drafts.create("d2", b"", b"")
    vault.clock.advance(60)  # type: ignore[attr-defined]
    assert drafts.save("d1", body=b"two", identity=b"whom") == "2026-11-24T09:02:00Z"
    draft = drafts.load("d1")
    assert (draft.body, draft.identity) == (b"two", b"whom")
    assert (draft.created_at, draft.updated_at) == (NOW, "2026-11-24T09:02:00Z")
    assert [each.draft_id for each in drafts.all()] == ["d1", "d2"]
    lies = "SELECT body, identity FROM drafts WHERE draft_id = 'd1'"
    body, identity = vault.db.rows(lies)[0]
    drafts.save("d1", body=b"three")
    assert vault.db.rows(lies)[0][1] == identity, "the other half was touched"
    drafts.save("d1", identity=b"nobody")
    assert vault.db.rows(lies)[0][0] != body
    assert (drafts.body("d1"), drafts.identity("d1")) == (b"three", b"nobody")
    drafts.delete("d1")
    for deed in (
        lambda: drafts.load("d1"),
        lambda: drafts.delete("d1"),
        lambda: drafts.save("d1", body=b""),
        lambda: drafts.body("d1"),
        lambda: drafts.identity("d1"),
    ):
        with pytest.raises(StatementMissing):
            deed()
    assert vault.db.value("SELECT count(*) FROM draft_keys") == 1


def test_a_draft_is_bound_to_its_place(vault: Vault) -> None:
    drafts = Drafts(vault)
    drafts.create("d1", b"one", b"who")
    drafts.create("d2", b"two", b"whom")
    vault.db.run("UPDATE drafts SET body = identity WHERE draft_id = 'd1'")
    with pytest.raises(VaultDatabaseDamaged):
        drafts.load("d1")
    vault.db.run(
        "UPDATE draft_keys SET wrapped = (SELECT wrapped FROM draft_keys WHERE draft_id = 'd1')"
        " WHERE draft_id = 'd2'"
    )
    with pytest.raises(VaultDatabaseDamaged):
        drafts.load("d2")


def test_a_draft_takes_its_media_along(vault: Vault, folder: Path) -> None:
    Drafts(vault).create("d1", b"one", b"who")
    Drafts(vault).create("d2", b"one", b"who")
    with vault.transaction():
        put_media(vault, "d1", b"voice")
        kept = put_media(vault, "d2", b"voice")
    fails_after(vault, lambda: Drafts(vault).delete("d1"))
    assert len(list((folder / layout.MEDIA).iterdir())) == 2
    Drafts(vault).delete("d1")
    assert [each.name for each in (folder / layout.MEDIA).iterdir()] == [kept.media_id]
    assert MediaStore(vault).of("d1") == []


def test_sealed_bundles_move_on_but_never_back(vault: Vault, folder: Path) -> None:
    sealed = Sealed(vault)
    row = put_sealed(vault, "b1", b"sealed bytes")
    assert sealed.get("b1") == row
    with FileStore(vault, layout.OUTBOX).open(row.outer_name) as file:
        assert file.read() == b"sealed bytes"
    sealed.mark_handed_over("b1", NOW)
    assert sealed.get("b1").state == "handed_over"
    sealed.mark_received("b1")
    sealed.mark_handed_over("b1", "2026-11-25T09:00:00Z")
    assert (sealed.get("b1").state, sealed.get("b1").handed_over_at) == (
        "received", "2026-11-25T09:00:00Z",
    )  # fmt: skip
    sealed.delete("b1", NOW)
    assert not list((folder / layout.OUTBOX).iterdir())
    assert sealed.get("b1").deleted_at == NOW
    sealed.mark_received("b1")
    assert sealed.get("b1").state == "deleted"
    assert sealed.all() == sealed.of_statement("s1") == [sealed.get("b1")]
    assert sealed.find("b2") is None
    with pytest.raises(StatementMissing):
        sealed.mark_handed_over("b2", NOW)


def test_receipts_and_trust(vault: Vault) -> None:
    receipts = Receipts(vault)
    row = ReceivedReceipt(HASH, "b1", "coord-1", "accepted", NOW, NOW, b"text")
    assert receipts.all() == []
    assert receipts.add(row)
    assert not receipts.add(row)
    assert receipts.of_bundle("b1") == receipts.all() == [row]
    trust = TrustVersions(vault)
    assert trust.newest() is None
    first, third = (TrustVersion(n, HASH, b"files", NOW) for n in (1, 3))
    trust.add(first)
    trust.add(third)
    assert trust.newest() == third
    assert trust.all() == [first, third]
    assert trust.get(1) == first
    assert trust.get(2) is None
    for version in (2, 3):
        with pytest.raises(driver.IntegrityError):
            trust.add(TrustVersion(version, HASH, b"files", NOW))


def test_the_archive(vault: Vault, folder: Path) -> None:
    archive, links = Archive(vault), Links(vault)
    with vault.transaction():
        bundle = put_archived(vault, "b1", b"outer one")
        links.add(BundleLink("b1", "corrects", "b0"))
    assert archive.get("b1") == bundle
    assert archive.find("b2") is None
    assert archive.tagmanifest("b1") == HASH
    assert archive.tagmanifest("b2") is None
    found = archive.by_outer(bundle.outer_sha256)
    assert found is not None
    assert found.bundle_id == "b1"
    assert archive.all() == archive.of_statement("s1") == [found]
    (file,) = archive.files("b1")
    assert file == archive.file("b1", "data/000001.json")
    assert isinstance(file, BundleFile)
    assert archive.file("b1", "data/000002.wav") is None
    assert [each.name for each in (folder / layout.ARCHIVE).iterdir()] == [bundle.outer_name]
    assert not list((folder / layout.QUARANTINE).iterdir())
    assert links.of("b1") == links.to("b0") == links.pending()
    with pytest.raises(StatementMissing):
        archive.get("b2")
    with pytest.raises(driver.IntegrityError):
        put_archived(vault, "b1", b"another of the same id")
    with pytest.raises(driver.IntegrityError):
        links.add(BundleLink("b7", "corrects", "b0"))


def test_device_logs(vault: Vault) -> None:
    logs, custody = DeviceLogs(vault), Custody(vault)
    for _ in range(3):
        custody.append("settings")
    lines = custody.lines()
    assert logs.head("device-1").seq == 0
    logs.add("device-1", lines[:2])
    logs.add("device-1", lines)
    assert logs.head("device-1") == custody.head()
    assert logs.lines("device-1", 1) == lines[1:]
    assert logs.hash_at("device-1", 2) == custody.hash_at(2)
    assert logs.hash_at("device-2", 2) is None
    assert logs.devices() == ["device-1"]


def test_the_inbox(vault: Vault, folder: Path) -> None:
    inbox = Inbox(vault)
    held = put_held(vault, "i1", b"odd one")
    refused = InboxItem("i2", NOW, HASH, 9, "refused", "SIG_INVALID")
    inbox.add(refused)
    assert inbox.get("i1") == held
    assert inbox.held() == [held]
    assert inbox.all() == [refused, held]
    assert inbox.by_outer(HASH) == [refused]
    # A person lets it in: it moves to the archive and stays known by its name.
    with vault.transaction():
        Archive(vault).add(archived("b1", held.quarantine_name, b"odd one"), [])
        inbox.decide("i1", "accepted", "asked by telephone", NOW, bundle_id="b1")
    assert inbox.held() == []
    assert [each.name for each in (folder / layout.ARCHIVE).iterdir()] == [held.quarantine_name]
    assert not list((folder / layout.QUARANTINE).iterdir())
    with pytest.raises(driver.IntegrityError):
        inbox.decide("i1", "refused", "", NOW)
    with pytest.raises(StatementMissing):
        inbox.decide("i9", "refused", "", NOW)
    other = put_held(vault, "i3", b"another")
    inbox.decide("i3", "refused", "", NOW)
    assert (folder / layout.QUARANTINE / other.quarantine_name).exists()
    inbox.drop_file("i3")
    assert not list((folder / layout.QUARANTINE).iterdir())
    assert inbox.get("i3").file_gone == 1
    assert vault.check().ok


def test_issued_receipts_and_requests(vault: Vault) -> None:
    issued, requests = IssuedReceipts(vault), Requests(vault)
    row = IssuedReceipt("b1", HASH, "r.age", b"sealed", NOW)
    issued.add(row)
    assert issued.find("b1", HASH) == row
    assert issued.find("b1", "00") is None
    assert issued.of_bundle("b1") == issued.all() == [row]
    request = SeenRequest(HASH, "device-1", b"text", "new", NOW)
    assert requests.add(request)
    assert not requests.add(request)
    requests.set_state(HASH, "approved", NOW)
    approved = dataclasses.replace(request, state="approved")
    assert requests.find(HASH) == approved
    assert requests.all() == requests.of_principal("device-1") == [approved]
    with pytest.raises(RequestMalformed):
        requests.set_state("00", "approved", NOW)


IMMUTABLE = {
    "custody": (),
    "trust": (),
    "receipts": (),
    "bundles": (),
    "bundle_files": (),
    "device_log": (),
    "issued_receipts": (),
    "court_handovers": (),
    "sealed": ("state", "handed_over_at", "deleted_at"),
    "inbox": ("decision", "reason", "decided_at", "bundle_id", "file_gone"),
}


@pytest.mark.parametrize("table", sorted(IMMUTABLE))
def test_what_is_evidence_cannot_be_changed_or_deleted(vault: Vault, table: str) -> None:
    from tests.vault.making import fill

    fill(vault, "river")
    before = vault.db.rows(f"SELECT * FROM {table}")  # noqa: S608
    columns = [row[1] for row in vault.db.rows(f"PRAGMA table_info({table})")]
    for column in set(columns) - set(IMMUTABLE[table]):
        with pytest.raises(driver.IntegrityError):
            vault.db.run(f'UPDATE {table} SET "{column}" = "{column}"')  # noqa: S608
    with pytest.raises(driver.IntegrityError):
        vault.db.run(f"DELETE FROM {table}")  # noqa: S608
    with pytest.raises(driver.IntegrityError):
        vault.db.run(f"REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608
    assert vault.db.rows(f"SELECT * FROM {table}") == before  # noqa: S608


def test_a_promise_without_a_file_is_an_error(vault: Vault) -> None:
    with pytest.raises(VaultIo):
        FileStore(vault, layout.OUTBOX).promise("ab" * 16 + ".age")
    for name in ("../vault.hdr", "ab" * 16, "ab.age", "AB" * 16 + ".age", ""):
        with pytest.raises(ValueError):
            FileStore(vault, layout.OUTBOX).path(name)


def test_a_promise_that_is_not_kept_leaves_the_part(vault: Vault) -> None:
    fails_after(vault, lambda: put_sealed(vault, "b1", b"sealed"))
    assert Sealed(vault).all() == []
    assert FileStore(vault, layout.OUTBOX).names() == []
    vault.close()
    again = reopen(vault.folder)
    assert len(again.swept.removed) == 1
    again.close()
