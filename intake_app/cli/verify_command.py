"""`intake verify FILE|TAR [--trust FOLDER] [--vault DIR]`: check a bundle without taking it in.

JSON: `ok`, `bundle_id`, `kind`, `device`, `signer`, `interviewer`, `sealed_at`, `trust_version`,
`tagmanifest_sha256`, `files` (`path`, `media_type`, `role`, `size`, `sha256`), `links`
(`rel`, `bundle_id`), `notes`, `holds`, `alarm`, `already_here`. Names that files brought along are
left out: a path is one of ours, a number. `ok` is false, and the exit code 1,
where people would have to look (`holds`). A refusal is an `error`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from intake_app import errors
from intake_app.cli.console import DONE, REFUSED, Console, add_passphrase
from intake_app.cli.opening import opened
from intake_app.localization import messages
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.report_words import line
from intake_app.services import verifying
from intake_app.services.session import Session
from intake_app.services.verifying import Verified

_BLOCK_BYTES = 512
_CHECKER = "data/check/check-handover.sh"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the file, and where trust comes from."""
    parser.add_argument(
        "file", metavar="FILE", help=_("a sealed bundle, or the tar of an opened one")
    )
    parser.add_argument(
        "--trust", metavar="FOLDER", help=_("the folder with the organisation's trust list")
    )
    parser.add_argument(
        "--vault", metavar="DIR", help=_("the coordinator's vault that opens a sealed bundle")
    )
    add_passphrase(parser)


def run(args: argparse.Namespace, console: Console) -> int:
    """Check every byte and tell what was found."""
    path = Path(args.file)
    if path.is_dir():
        return console.misused(_folder_words(path))
    if args.vault is None and verifying.is_sealed(path):
        return console.misused(_("This bundle is sealed. Name the vault that opens it: --vault."))
    if not verifying.is_sealed(path) and not _is_tar(path):
        raise errors.BundleRefused("OUTER_NOT_AGE")
    if args.vault is None and args.trust is None:
        return console.misused(_("Name the folder with the trust list: --trust."))
    with _session(args) as session:
        found = verifying.verify_file(
            path,
            session=session,
            trust_folder=Path(args.trust) if args.trust else None,
            progress=console.progress(),
        )
    console.show(_plain(found), list(_lines(found)))
    return REFUSED if found.holds else DONE


def _is_tar(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(_BLOCK_BYTES)[257:262] == b"ustar"


def _folder_words(folder: Path) -> str:
    if (folder / _CHECKER).is_file():
        return _("This folder was handed over whole. Check it with: {name}", name=_CHECKER)
    return _("This is a folder. Name one bundle file in it.")


@contextmanager
def _session(args: argparse.Namespace) -> Iterator[Session | None]:
    if args.vault is None:
        yield None
    else:
        with opened(args) as session:
            yield session


def _plain(found: Verified) -> dict[str, object]:
    described = found.description
    return {
        "ok": not found.holds,
        "bundle_id": found.bundle_id,
        "kind": described.kind,
        "device": found.device,
        "signer": found.signer_key.fingerprint(),
        "interviewer": described.interviewer,
        "sealed_at": described.sealed_at,
        "trust_version": described.trust.version,
        "tagmanifest_sha256": found.tagmanifest_sha256,
        "files": [
            {
                "path": each.path,
                "media_type": each.media_type,
                "role": each.role,
                "size": each.size,
                "sha256": each.sha256,
            }
            for each in found.files
        ],
        "links": [{"rel": each.rel, "bundle_id": each.bundle_id} for each in described.links],
        "notes": list(found.notes),
        "holds": list(found.holds),
        "alarm": found.alarm,
        "already_here": found.duplicate,
    }


def _lines(found: Verified) -> Iterator[str]:
    described = found.description
    # Whatever the bundle calls itself, its interviewer and its files stays out of these lines.
    yield line("SEALED_BY_DEVICE", {"device": found.device}).what
    yield line("UNCHANGED", {}).what
    yield line("FILES_PRESENT", {"count": len(found.files)}).what
    for code in (*found.holds, *found.notes):
        yield f"{messages.sentence(code).what} [{code}]"
    yield f"{found.bundle_id}  {found.device}  {described.sealed_at}"
