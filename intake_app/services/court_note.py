"""The note of a hand-over: who gave what to whom for which use, signed by the coordinator.

It names the hash of the list of files, so that its one signature covers every byte of the folder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from intake_app.bundle import members
from intake_app.crypto import sshsig
from intake_app.crypto.chain import Head
from intake_app.crypto.digests import sha256_hex
from intake_app.crypto.keys import SigningKey
from intake_app.errors import NameUnusable
from intake_app.services.court_choosing import Plan

FORMAT = "testimony-handover/1"
NOTE, SIGNATURE = "handover.txt", "handover.txt.sig"
MANIFEST, TAGMANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
BAGIT, BAG_INFO = "bagit.txt", "bag-info.txt"
BAGIT_TEXT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ROOT = "ho1-"


@dataclass(frozen=True)
class Note:
    """What the note says of itself: `handover_id` is 32 hex digits, `to` a name for people.

    `to_salt`, 64 random hex digits, opens what our log says of the recipient.
    """

    org: str
    coordinator: str
    handover_id: str
    to: str
    to_salt: str
    made_at: str
    trust: tuple[int, int]
    org_log: Head
    plan: Plan


def require_name(to: str) -> str:
    """Return the name of a recipient.

    Raises:
        NameUnusable: empty, too long, or with signs that cannot be seen.
    """
    if not members.is_label(to):
        raise NameUnusable
    return to


def recipient_sha256(to_salt: str, handover_id: str, to: str) -> str:
    """Return what our log says of a recipient: only who has the salt can tell a name from it."""
    return sha256_hex(f"{to_salt}\n{handover_id}\n{to}\n".encode())


def left_out(plan: Plan) -> list[tuple[str, int]]:
    """Return how many bundles stay for each reason: which ones is nobody's business outside."""
    return sorted(Counter(each.reason for each in plan.left_out).items())


def write(note: Note, manifest_sha256: str) -> bytes:
    """Return the text that is signed, one `name: value` a line."""
    lines = [
        FORMAT,
        f"org: {note.org}",
        f"coordinator: {note.coordinator}",
        f"handover: {note.handover_id}",
        f"use: {note.plan.use}",
        f"to: {note.to}",
        f"to_salt: {note.to_salt}",
        f"made_at: {note.made_at}",
        f"trust: {note.trust[0]} {note.trust[1]}",
        f"org_log: {note.org_log.seq} {note.org_log.hash}",
        f"manifest: {manifest_sha256}",
    ]
    lines += [
        f"statement: {each.bundle_id} {each.kind} {each.device} {each.tagmanifest_sha256}"
        for each in note.plan.chosen
    ]
    lines += [f"left_out: {reason} {count}" for reason, count in left_out(note.plan)]
    return "".join(f"{line}\n" for line in lines).encode()


def sign(key: SigningKey, text: bytes) -> bytes:
    """Return the signature of a note."""
    return sshsig.sign(key, sshsig.HANDOVER, text)


def manifest(entries: Sequence[tuple[str, str, int]]) -> bytes:
    """Return the list of files from path, hash and size, sorted by path."""
    return "".join(f"{sha256}  {path}\n" for path, sha256, _ in sorted(entries)).encode()


def bag_info(entries: Sequence[tuple[str, str, int]]) -> bytes:
    """Return `bag-info.txt` for these files."""
    total = sum(size for _, _, size in entries)
    return f"Payload-Oxum: {total}.{len(entries)}\n".encode()
