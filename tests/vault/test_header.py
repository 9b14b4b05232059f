from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake_app.crypto import canonical
from intake_app.errors import (
    KdfRefused,
    VaultError,
    VaultHeaderDamaged,
    VaultTooNew,
    WrongPassphrase,
)
from intake_app.vault import header, layout
from intake_app.vault.custody import Custody
from intake_app.vault.vault import Vault
from tests.vault.making import QUICK, make, reopen

NAMES = (layout.HEADER, layout.HEADER_COPY)


def change(folder: Path, edit: Any, names: tuple[str, ...] = NAMES) -> None:
    for name in names:
        value = json.loads((folder / name).read_bytes())
        edit(value)
        (folder / name).write_bytes(canonical.encode(value))


def test_it_is_small_canonical_and_says_no_role(closed: Path) -> None:
    data = (closed / layout.HEADER).read_bytes()
    value = canonical.decode(data, max_bytes=header.MAX_BYTES)
    assert isinstance(value, dict)
    assert set(value) == {"format", "vault_id", "slots", "mac"}
    assert b"interviewer" not in data
    assert data == (closed / layout.HEADER_COPY).read_bytes()
    assert header.read(data).to_bytes() == data


def test_a_changed_mac_is_seen(closed: Path) -> None:
    change(closed, lambda value: value.update(mac="00" * 32))
    with pytest.raises(VaultHeaderDamaged):
        reopen(closed)


def test_an_added_slot_is_seen(closed: Path, tmp_path: Path) -> None:
    make(tmp_path / "foreign").close()
    foreign = json.loads((tmp_path / "foreign" / layout.HEADER).read_bytes())["slots"][0]
    change(closed, lambda value: value["slots"].append({**foreign, "id": 2}))
    with pytest.raises(VaultHeaderDamaged):
        reopen(closed)


def test_a_stripped_slot_is_seen(closed: Path, folder: Path) -> None:
    # Give the vault two slots, as a later version may, then take the second away again.
    found = header.find(closed).headers[0]
    vault = reopen(closed)
    keys = vault._keys
    slot = found.slots[0]
    master = slot.unwrap(found.vault_id, bytearray(b"river lamp stone"))
    second = header.make_slot(found.vault_id, 2, bytearray(b"second"), master, QUICK)
    header.write(closed, header.Header(found.vault_id, (slot, second)).sealed(keys.header))
    vault.close()
    reopen(closed, words=b"second").close()
    change(closed, lambda value: value["slots"].pop())
    with pytest.raises(VaultHeaderDamaged):
        reopen(closed)


def test_a_changed_slot_opens_nothing(closed: Path) -> None:
    change(closed, lambda value: value["slots"][0].update(wrapped="00" * 48))
    with pytest.raises(WrongPassphrase):
        reopen(closed)


def test_a_cheaper_slot_opens_nothing(closed: Path) -> None:
    change(closed, lambda value: value["slots"][0]["kdf"].update(t=2))
    with pytest.raises(WrongPassphrase):
        reopen(closed)


@pytest.mark.parametrize(
    "cost",
    [{"m_kib": 2**40}, {"m_kib": 1024}, {"t": 11}, {"t": 0}, {"p": 9}, {"p": 0}],
    ids=str,
)
def test_a_cost_out_of_bounds_is_refused_before_it_is_paid(
    closed: Path, cost: dict[str, int]
) -> None:
    change(closed, lambda value: value["slots"][0]["kdf"].update(cost))
    with pytest.raises(KdfRefused):
        reopen(closed)


@pytest.mark.parametrize(
    "edit",
    [
        lambda value: value.pop("mac"),
        lambda value: value.update(extra=1),
        lambda value: value.update(vault_id="AB" * 16),
        lambda value: value.update(slots=[]),
        lambda value: value.update(slots=value["slots"] * 2),
        lambda value: value.update(slots=value["slots"] * 9),
        lambda value: value.update(slots={}),
        lambda value: value["slots"][0].update(kind="recovery"),
        lambda value: value["slots"][0].update(id=-1),
        lambda value: value["slots"][0].update(nonce="00"),
        lambda value: value["slots"][0].pop("kdf"),
        lambda value: value["slots"][0]["kdf"].update(alg="scrypt"),
        lambda value: value["slots"][0]["kdf"].update(v=16),
        lambda value: value["slots"][0]["kdf"].update(t=True),
        lambda value: value["slots"][0]["kdf"].update(salt=7),
        lambda value: value.update(format="testimony-vault/01"),
        lambda value: value.update(format="other/1"),
    ],
)
def test_another_form_is_damage(closed: Path, edit: Any) -> None:
    change(closed, edit)
    with pytest.raises(VaultHeaderDamaged):
        Vault.info(closed)


@pytest.mark.parametrize("data", [b"", b"[]\n", b"{}\n", b"{", b"\xff" * 90, b" " * 20000])
def test_other_bytes_are_damage(closed: Path, data: bytes) -> None:
    for name in NAMES:
        (closed / name).write_bytes(data)
    with pytest.raises(VaultHeaderDamaged):
        Vault.info(closed)


def test_a_later_format_is_too_new_even_beside_an_older_copy(closed: Path) -> None:
    change(closed, lambda value: value.update(format="testimony-vault/2", more=1), NAMES[:1])
    with pytest.raises(VaultTooNew):
        reopen(closed)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("how", ["damaged", "missing", "mac", "slot", "cost"])
def test_one_good_header_is_enough(closed: Path, name: str, how: str) -> None:
    path = closed / name
    if how == "damaged":
        path.write_bytes(path.read_bytes()[:-40])
    elif how == "missing":
        path.unlink()
    elif how == "mac":
        change(closed, lambda value: value.update(mac="00" * 32), (name,))
    elif how == "slot":
        change(closed, lambda value: value["slots"][0].update(wrapped="00" * 48), (name,))
    else:
        change(closed, lambda value: value["slots"][0]["kdf"].update(m_kib=2**30), (name,))
    assert Vault.info(closed).header_damaged
    vault = reopen(closed)
    assert vault.header_was_damaged
    assert [each.event for each in Custody(vault).entries()][-2:] == [
        "integrity.fail", "vault.unlock",
    ]  # fmt: skip
    vault.close()
    assert not Vault.info(closed).header_damaged
    vault = reopen(closed)
    assert not vault.header_was_damaged
    vault.close()


def test_a_link_in_place_of_the_header_is_not_followed(closed: Path, tmp_path: Path) -> None:
    real = tmp_path / "elsewhere"
    for name in NAMES:
        real.write_bytes((closed / name).read_bytes())
        (closed / name).unlink()
        (closed / name).symlink_to(real)
    with pytest.raises(VaultError):
        reopen(closed)


@given(st.binary(max_size=300), st.integers(0, 700), st.integers(0, 255))
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_bytes_make_the_reader_stumble(noise: bytes, place: int, value: int) -> None:
    spoiled = bytearray(_SAMPLE)
    spoiled[place % len(spoiled)] = value
    for data in (noise, bytes(spoiled), bytes(spoiled[:place])):
        try:
            found = header.read(data)
        except (VaultHeaderDamaged, VaultTooNew, KdfRefused):
            continue
        assert found.to_bytes() == data


_SAMPLE = header.Header(
    "ab" * 16, (header.Slot(1, QUICK, bytes(16), bytes(12), bytes(48)),), bytes(32)
).to_bytes()
