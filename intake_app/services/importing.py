"""Taking bundles in: every byte checked before anything is kept, all or nothing, nothing twice.

Order of one file: a plain file? its size? known already? room? Then it is copied into the
quarantine while it is opened and checked, and kept in one transaction with its receipt. What is
refused leaves only a line that it was; what is odd is held for people (`deciding`). A job that is
broken off leaves nothing behind and can be begun again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, cast

from intake_app import errors
from intake_app.bundle.verifying import Verified, open_bundle
from intake_app.errors import BundleRefused
from intake_app.services import archiving, deciding, own_receipts, quarantine, restoring
from intake_app.services.copying import Cancelled, Progress, never, silent
from intake_app.services.deciding import decide
from intake_app.services.inbox import InboxRow, inbox
from intake_app.services.known_bundles import Coordinator, KnownBundles
from intake_app.services.outcomes import ImportOutcome, add_attempt
from intake_app.services.quarantine import QuarantineCopy
from intake_app.services.reporting import ReportLine, VerificationReport, report
from intake_app.services.session import Session
from intake_app.vault.archive import Archive
from intake_app.vault.files import Kept
from intake_app.vault.inbox import Inbox

__all__ = [
    "ImportOutcome",
    "InboxRow",
    "ReportLine",
    "VerificationReport",
    "bundle_files",
    "decide",
    "import_file",
    "import_many",
    "inbox",
    "report",
]

# Refused before it was known to be sealed at all: its hash would be that of plain words.
_MAY_BE_PLAIN = frozenset({"OUTER_NOT_FILE", "OUTER_SIZE", "OUTER_NOT_AGE", "NO_SPACE"})
_DISK_FAULTS = (errors.VaultDiskFull, errors.VaultReadOnly, errors.VaultIo)


def import_file(
    session: Session, path: Path, *, progress: Progress = silent, cancelled: Cancelled = never
) -> ImportOutcome:
    """Take one file in and return what became of it; `progress` counts bytes.

    Raises:
        FileMissing: the file or its drive is not there. Cancelled: nothing was taken in.
        WrongRole, NoOrganisation, NotEnrolled. VaultDiskFull, VaultReadOnly, VaultIo: not even
        the refusal could be noted; nothing was taken in.
    """
    importer = _Importer(session)
    outcome = importer.take(path, progress, cancelled)
    importer.after([outcome])
    return outcome


def import_many(
    session: Session,
    paths: Iterable[Path],
    *,
    progress: Progress = silent,
    cancelled: Cancelled = never,
    on_outcome: Callable[[ImportOutcome], None] = lambda _outcome: None,
) -> list[ImportOutcome]:
    """Take in files, and what lies in folders as `bundle_files` finds it; return each outcome.

    A file that cannot be read is told of with the verdict refused and the code FILE_MISSING; the
    others go on. `on_outcome` is called after each; those that it was told of stay taken in when
    the rest is cancelled.

    Raises:
        As `import_file`, but for FileMissing.
    """
    files = bundle_files(paths)
    sizes = [_size_at(path) for path in files]
    total, before = sum(sizes), 0
    importer = _Importer(session)
    outcomes: list[ImportOutcome] = []
    for path, size in zip(files, sizes, strict=True):
        if cancelled():
            raise errors.Cancelled
        outcome = importer.take_or_miss(path, _shifted(progress, before, total), cancelled)
        before += size
        progress(before, total)
        outcomes.append(outcome)
        on_outcome(outcome)
    importer.after(outcomes)
    return outcomes


def bundle_files(paths: Iterable[Path]) -> list[Path]:
    """Return files as they are given, and of folders every `*.age` in them and one level below.

    Links are not followed. A folder that cannot be read is returned itself, so that it comes out
    as a file that is missing instead of being passed over.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if os.path.isdir(path):  # noqa: PTH112  (says False, never fails, for odd names)
            found.update(dict.fromkeys(_inside(path, levels=2)))
        else:
            found[path] = None
    return list(found)


def _inside(folder: Path, levels: int) -> list[Path]:
    found: list[Path] = []
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError:
        return [folder]
    for entry in entries:
        if entry.name.startswith("."):
            continue
        try:
            is_folder = entry.is_dir(follow_symlinks=False)
        except OSError:
            is_folder = False
        if is_folder and levels > 1:
            found += _inside(Path(entry.path), levels - 1)
        elif not is_folder and entry.name.endswith(".age"):
            found.append(Path(entry.path))
    return found


class _Importer:
    """What the files of one import share: who takes in, and which sizes are there already."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._coordinator = Coordinator.of(session)
        self._known = KnownBundles(session, self._coordinator.trust)
        self._archive = Archive(session.vault)
        self._sizes = self._archive.sizes()

    def take_or_miss(self, path: Path, progress: Progress, cancelled: Cancelled) -> ImportOutcome:
        """Take a file in, or say that it cannot be read."""
        try:
            return self.take(path, progress, cancelled)
        except errors.FileMissing as fault:
            return ImportOutcome("", "refused", fault.code, source=path)

    def take(self, path: Path, progress: Progress, cancelled: Cancelled) -> ImportOutcome:
        """Take a file in."""
        try:
            with quarantine.foreign(path) as source:
                size = quarantine.size_of(source)
                watch = _Watch(progress, cancelled, size)
                return self._take(source, size, watch).come_from(path)
        except BundleRefused as refusal:
            return self._refuse(refusal).come_from(path)

    def after(self, outcomes: Iterable[ImportOutcome]) -> None:
        """Take in what was held only until now for want of the log lines before it."""
        devices = {each.device for each in outcomes if each.verdict == "accepted"}
        deciding.join_held(self._session, self._coordinator, devices)

    def _take(self, source: BinaryIO, size: int, watch: _Watch) -> ImportOutcome:
        try:
            quarantine.check_size(size)
        except BundleRefused as refusal:
            return self._refuse(refusal, _hash_if_small(source, size, watch), size)
        if size in self._sizes:
            here = self._archive.by_outer(quarantine.hash_of(source, watch.look))
            if here is not None:
                lost = restoring.put_back(self._session, here.bundle_id, source, watch.count)
                code = restoring.RESTORED if lost else "REPLAY"
                return self._duplicate(here.bundle_id, here.device, here.outer_sha256, size, code)
            source.seek(0)
        try:
            quarantine.check_room(self._session.folder, size)
            with QuarantineCopy(self._session, source, watch.count) as copy:
                return self._check(copy)
        except BundleRefused as refusal:
            source.seek(0)
            return self._refuse(refusal, quarantine.hash_of(source, watch.look), size)

    def _check(self, copy: QuarantineCopy) -> ImportOutcome:
        now = self._session.clock.now()
        try:
            verified = open_bundle(
                cast("BinaryIO", copy), [self._coordinator.identity], self._known, now=now
            )
            verified = own_receipts.checked(self._session, self._coordinator, verified)
            kept = copy.finish()
        except errors.VaultDiskFull:
            raise BundleRefused("NO_SPACE") from None
        if verified.duplicate:
            return self._duplicate(verified.bundle_id, verified.device, kept.sha256, kept.size)
        if verified.held:
            return self._hold(copy, verified, kept)
        try:
            return self._accept(copy, verified, kept)
        except _DISK_FAULTS:
            if copy.is_settled:
                raise
            raise BundleRefused("STORE_FAILED") from None

    def _accept(self, copy: QuarantineCopy, verified: Verified, kept: Kept) -> ImportOutcome:
        with self._session.vault.transaction():
            self._session.vault.after_commit(copy.settle)
            archiving.store(self._session, self._coordinator, verified, kept)
            outcome = add_attempt(self._session, kept, "accepted", verified=verified)
            deciding.close_held(self._session, kept.sha256, verified.bundle_id)
        self._sizes.add(kept.size)
        return outcome

    def _hold(self, copy: QuarantineCopy, verified: Verified, kept: Kept) -> ImportOutcome:
        for item in Inbox(self._session.vault).by_outer(kept.sha256):
            if item.verdict == "held" and not item.decision:
                return ImportOutcome.of(item)
        with self._session.vault.transaction():
            self._session.vault.after_commit(copy.settle)
            outcome = add_attempt(
                self._session, kept, "held", code=verified.held, verified=verified, keep=True
            )
            self._session.custody.append(
                "hold",
                kept.sha256,
                code=verified.held,
                bundle_id=verified.bundle_id,
                device=verified.device,
            )
        return outcome

    def _duplicate(
        self, bundle_id: str, device: str, sha256: str, size: int, code: str = "REPLAY"
    ) -> ImportOutcome:
        with self._session.vault.transaction():
            self._session.custody.append(
                "import", bundle_id, outer_sha256=sha256, device=device, again=True
            )
            return add_attempt(
                self._session,
                Kept("", sha256, size),
                "duplicate",
                code=code,
                bundle_id=bundle_id,
                device=device,
            )

    def _refuse(self, refusal: BundleRefused, sha256: str = "", size: int = 0) -> ImportOutcome:
        with self._session.vault.transaction():
            # The log goes to others, and this may be anybody's letter, chosen by mistake.
            told = "" if refusal.code in _MAY_BE_PLAIN else sha256
            self._session.custody.append("refuse", told, code=refusal.code)
            return add_attempt(self._session, Kept("", sha256, size), "refused", code=refusal.code)


class _Watch:
    """Counts what was read for the progress, and stops when asked to."""

    def __init__(self, progress: Progress, cancelled: Cancelled, size: int) -> None:
        self._progress = progress
        self._cancelled = cancelled
        self._size = size
        self._done = 0

    def count(self, read: int) -> None:
        """Note bytes that were taken in. Raises: Cancelled."""
        self._done += read
        self._progress(self._done, max(self._done, self._size))
        self.look(read)

    def look(self, _read: int) -> None:
        """Note bytes that were only looked at. Raises: Cancelled."""
        if self._cancelled():
            raise errors.Cancelled


def _hash_if_small(source: BinaryIO, size: int, watch: _Watch) -> str:
    """Return the hash of what is too small; what is too large is not read."""
    return quarantine.hash_of(source, watch.look) if size < quarantine.LEAST_BYTES else ""


def _shifted(progress: Progress, before: int, total: int) -> Progress:
    return lambda done, _size: progress(min(before + done, total), total)


def _size_at(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0
