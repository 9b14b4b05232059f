from __future__ import annotations

import hashlib
import io
import threading
from pathlib import Path

import pyrage
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake_app.errors import MediaDamaged, VaultLocked
from intake_app.vault import layout
from intake_app.vault.drafts import Drafts
from intake_app.vault.media import Media, MediaStore
from intake_app.vault.vault import Vault
from tests.vault.making import put_media, reopen

SIZES = [0, 1, 65_535, 65_536, 65_537, 200_000]


@pytest.fixture
def store(vault: Vault) -> MediaStore:
    Drafts(vault).create("d1", b"", b"")
    return MediaStore(vault)


def content(size: int) -> bytes:
    return hashlib.shake_128(b"%d" % size).digest(size)


@pytest.mark.parametrize("size", SIZES)
def test_what_goes_in_comes_out(vault: Vault, store: MediaStore, size: int) -> None:
    data = content(size)
    media = put_media(vault, "d1", data)
    assert (media.size, media.sha256) == (size, hashlib.sha256(data).hexdigest())
    assert b"".join(store.open(media.media_id)) == data
    path = vault.folder / layout.MEDIA / media.media_id
    assert path.stat().st_size == media.stored_bytes
    assert (path.stat().st_mode & 0o777) == 0o600
    if size:
        assert data[:16] not in path.read_bytes()
    for offset, length in ((0, 10), (size // 2, 70_000), (max(size - 1, 0), 10), (size, 5)):
        assert store.read_at(media.media_id, offset, length) == data[offset : offset + length]


def test_another_age_opens_it(vault: Vault, store: MediaStore) -> None:
    data = content(200_000)
    media = put_media(vault, "d1", data)
    identity = pyrage.x25519.Identity.from_str(store.get(media.media_id).identity)
    sealed = (vault.folder / layout.MEDIA / media.media_id).read_bytes()
    assert pyrage.decrypt(sealed, [identity]) == data


def test_each_file_has_its_own_key_and_the_key_does_not_show(
    vault: Vault, store: MediaStore
) -> None:
    one, two = put_media(vault, "d1", b"a"), put_media(vault, "d1", b"a")
    assert one.identity != two.identity
    assert one.identity not in repr(one)
    assert store.of("d1") == sorted([one, two], key=lambda media: media.media_id)


@given(data=st.data(), size=st.sampled_from([0, 100, 65_536, 66_000, 140_000]))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_pieces_of_any_size_make_the_same_file(
    vault: Vault, data: st.DataObject, size: int
) -> None:
    if not Drafts(vault).all():
        Drafts(vault).create("d1", b"", b"")
    store, whole = MediaStore(vault), content(size)
    writer, rest = store.writer(), memoryview(whole)
    while rest:
        step = data.draw(st.integers(5_000, 70_000)) if len(rest) > 99 else 33
        writer.write(rest[:step])
        rest = rest[step:]
    assert writer.size == size
    media = writer.finish()
    assert b"".join(store.open(media)) == whole
    (vault.folder / layout.MEDIA / media.media_id).unlink()


@pytest.mark.parametrize("how", ["flip", "cut", "longer", "empty", "gone", "swapped", "plain"])
def test_damage_is_never_passed_on(vault: Vault, store: MediaStore, how: str) -> None:
    media, other = put_media(vault, "d1", content(200_000)), put_media(vault, "d1", b"other")
    path = vault.folder / layout.MEDIA / media.media_id
    data = bytearray(path.read_bytes())
    data[-10] ^= 1
    spoiled = {
        "flip": bytes(data), "cut": path.read_bytes()[:-70_000],
        "longer": path.read_bytes() + b"x", "empty": b"", "plain": content(200_000),
        "swapped": (path.with_name(other.media_id)).read_bytes(),
    }  # fmt: skip
    if how == "gone":
        path.unlink()
    else:
        path.write_bytes(spoiled[how])
    with pytest.raises(MediaDamaged):
        list(store.open(media.media_id))
    with pytest.raises(MediaDamaged):
        store.read_at(media.media_id, 199_999, 1)


def test_a_row_that_promises_other_bytes_is_damage(vault: Vault, store: MediaStore) -> None:
    media = put_media(vault, "d1", b"voice")
    with pytest.raises(MediaDamaged):
        list(store.open(Media(media.media_id, "00" * 32, 5, 0, media.identity)))
    with pytest.raises(MediaDamaged):
        list(store.open(Media("../vault.hdr", media.sha256, 5, 0, media.identity)))
    with pytest.raises(MediaDamaged):
        list(store.open(Media(media.media_id, media.sha256, 5, 0, "AGE-SECRET-KEY-1")))
    with pytest.raises(MediaDamaged):
        list(store.open("ab" * 16))


def test_aborting_and_deleting_leave_nothing(vault: Vault, store: MediaStore) -> None:
    writer = store.writer()
    writer.write(content(100_000))
    writer.abort()
    media = put_media(vault, "d1", b"voice")
    store.delete(media.media_id)
    assert not list((vault.folder / layout.MEDIA).iterdir())


def test_files_are_written_and_read_in_another_thread(vault: Vault, store: MediaStore) -> None:
    found: list[Media] = []
    heard = io.BytesIO()

    def record() -> None:
        writer = store.writer()
        writer.write(content(100_000))
        found.append(writer.finish())

    def play() -> None:
        heard.write(b"".join(store.open(found[0])))

    for job in (record, play):
        thread = threading.Thread(target=job)
        thread.start()
        thread.join()
    store.add_row(found[0], "d1")
    assert heard.getvalue() == content(100_000)


def test_nothing_is_read_from_a_closed_vault(vault: Vault, store: MediaStore) -> None:
    media = put_media(vault, "d1", b"voice")
    vault.close()
    with pytest.raises(VaultLocked):
        list(store.open(media))


def test_media_without_a_row_are_swept_away(closed: Path) -> None:
    vault = reopen(closed)
    store = MediaStore(vault)
    orphan = store.writer()
    orphan.write(b"never added")
    media = orphan.finish()
    half = store.writer()
    half.write(content(100_000))
    kept = put_media(vault, "d1", b"kept")
    vault.close()
    again = reopen(closed)
    assert sorted(again.swept.removed) == sorted(
        [f"media/{media.media_id}", f"media/{half.media_id}.part"]
    )
    assert b"".join(MediaStore(again).open(kept.media_id)) == b"kept"
    half.abort()
    again.close()
