"""Works in a vault until it is killed; says on standard output what was already promised as kept.

`work`: saves, attaches, seals and deletes without end, to be killed at any moment from outside.
`die N`: does one of each and kills itself at its Nth change of the folder, `done` if there is none.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from intake_app.vault import layout
from intake_app.vault.custody import Custody
from intake_app.vault.drafts import Drafts
from intake_app.vault.files import FileStore
from intake_app.vault.media import MediaStore
from intake_app.vault.sealed import Sealed, SealedBundle
from intake_app.vault.vault import Vault
from tests.vault.making import HASH, NOW, QUICK, WORDS, make, new_id, put_held, put_media, reopen


def say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def work(folder: Path) -> None:
    vault = reopen(folder)
    drafts, custody, store = Drafts(vault), Custody(vault), MediaStore(vault)
    number = int(drafts.load("d1").body.split()[0])
    say("ready", number)
    while True:
        number += 1
        drafts.save("d1", body=b"%d " % number + os.urandom(3000), identity=b"%d" % number)
        say("saved", number)
        writer = store.writer()
        writer.write(os.urandom(150_000))
        media = writer.finish()
        with vault.transaction():
            store.add_row(media, "d1")
            custody.append("exhibit.add", media.media_id)
        say("attached", media.media_id)
        seal(vault, f"b{number}-{new_id()}")
        old = store.of("d1")[:-3]
        for each in old:
            store.delete(each.media_id)
        say("dropped")


def seal(vault: Vault, bundle_id: str) -> None:
    part = FileStore(vault, layout.OUTBOX).new()
    part.write(os.urandom(60_000))
    kept = part.finish()
    row = SealedBundle(bundle_id, "s1", "statement", kept.name, kept.sha256, kept.size, HASH, NOW)
    draft = "x" + bundle_id
    Drafts(vault).create(draft, b"to be sealed", b"")
    with vault.transaction():
        Sealed(vault).add(row)
        Drafts(vault).delete(draft)
        Custody(vault).append("seal", bundle_id)
    vault.checkpoint()
    say("sealed", bundle_id)
    if len(Sealed(vault).all()) % 2:
        Sealed(vault).delete(bundle_id, NOW)
        say("deleted", bundle_id)


def one_of_each(folder: Path, at: int) -> None:
    watch(at)
    vault = make(folder)
    say("made")
    Drafts(vault).create("d1", b"1 ", b"")
    say("saved", 1)
    media = put_media(vault, "d1", b"voice" * 30_000)
    say("attached", media.media_id)
    seal(vault, "b1")
    seal(vault, "b2")
    put_held(vault, "i1", b"held bytes")
    say("held")
    vault.change_passphrase(bytearray(WORDS), bytearray(b"new"), QUICK)
    say("changed")
    vault.close()
    say("done")


def watch(at: int) -> None:
    """Kill this process before its change number `at` of files or folders, by whatever call."""
    count = 0

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            nonlocal count
            count += 1
            if count == at:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*args, **named)

        return call

    for name in ("fsync", "replace", "unlink", "mkdir", "rename", "open"):
        setattr(os, name, counted(getattr(os, name)))


if __name__ == "__main__":
    verb, place = sys.argv[1], Path(sys.argv[2])
    if verb == "work":
        work(place)
    else:
        one_of_each(place, int(sys.argv[3]))
