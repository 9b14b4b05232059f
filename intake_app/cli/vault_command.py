"""`intake vault create|info|check|passphrase|lock-test`."""

from __future__ import annotations

import argparse
from pathlib import Path

from intake_app.cli.console import (
    DONE,
    REFUSED,
    Console,
    add_passphrase,
    new_passphrase,
    plain,
    read_passphrase,
)
from intake_app.cli.opening import opened, require_room, require_vault, surroundings
from intake_app.localization import numbers
from intake_app.localization.catalogs import gettext as _
from intake_app.localization.catalogs import ngettext
from intake_app.services import session as sessions


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the five things that can be done to a vault."""
    verbs = parser.add_subparsers(dest="action", required=True)
    make = verbs.add_parser("create", help=_("make a new vault"))
    make.add_argument("vault", metavar="DIR")
    make.add_argument("--role", required=True, choices=sessions.ROLES)
    add_passphrase(make)
    for action, purpose in (
        ("info", _("show what a vault tells without its passphrase")),
        ("check", _("look through the whole vault for damage")),
        ("passphrase", _("change the passphrase")),
        ("lock-test", _("open and lock the vault once")),
    ):
        sub = verbs.add_parser(action, help=purpose)
        sub.add_argument("vault", metavar="DIR")
        if action != "info":
            add_passphrase(sub)
        if action == "passphrase":
            sub.add_argument(
                "--new-passphrase-file",
                metavar="FILE",
                help=_("read the new passphrase from FILE; - is standard input"),
            )


def run(args: argparse.Namespace, console: Console) -> int:
    """Do what was asked."""
    jobs = {
        "create": _create,
        "info": _info,
        "check": _check,
        "passphrase": _passphrase,
        "lock-test": _lock_test,
    }
    return jobs[args.action](args, console)


def _create(args: argparse.Namespace, console: Console) -> int:
    folder = Path(args.vault)
    require_room(folder)
    passphrase = new_passphrase(args.passphrase_file, _("New passphrase: "), offer=True)
    session = sessions.create(folder, passphrase, args.role, surroundings())
    vault_id = session.vault.vault_id
    session.lock()
    console.show({"vault_id": vault_id, "role": args.role}, [_("The vault was made.")])
    return DONE


def _info(args: argparse.Namespace, console: Console) -> int:
    require_vault(Path(args.vault))
    told = sessions.info(Path(args.vault))
    cost = told.slots[0].cost
    files = sum(each.files for each in told.folders)
    together = told.database_bytes + sum(each.size_bytes for each in told.folders)
    lines = [
        _("Vault {id}", id=told.vault_id),
        _("Size: {amount}", amount=numbers.size(together)),
        ngettext("{n} file beside the database", "{n} files beside the database", files),
        _("One guess at the passphrase costs {amount} of memory.", amount=_memory(cost.m_kib)),
    ]
    if told.failed_tries:
        lines.append(
            ngettext(
                "A wrong passphrase was tried {n} time since the last opening.",
                "A wrong passphrase was tried {n} times since the last opening.",
                told.failed_tries,
            )
        )
    if told.in_use:
        lines.append(_("The vault is open in another program right now."))
    if told.header_damaged:
        lines.append(_("One of two copies of the vault's beginning is damaged. The other helps."))
    console.show({"vault": plain(told)}, lines)
    return DONE


def _memory(m_kib: int) -> str:
    return numbers.size(m_kib * 1024)


def _check(args: argparse.Namespace, console: Console) -> int:
    with opened(args) as session:
        found = session.check()
    lines = [
        _("The vault is whole.") if found.ok else _("The vault is damaged."),
        *found.problems,
        ngettext("{n} file was looked at.", "{n} files were looked at.", found.files),
        _("Entries in the log: {amount}", amount=numbers.number(found.log_head.seq)),
    ]
    console.show(
        {
            "ok": found.ok,
            "problems": list(found.problems),
            "pages": found.pages,
            "files": found.files,
            "log": {"seq": found.log_head.seq, "head": found.log_head.hash},
        },
        lines,
    )
    return DONE if found.ok else REFUSED


def _passphrase(args: argparse.Namespace, console: Console) -> int:
    require_vault(Path(args.vault))
    old = read_passphrase(args.passphrase_file, _("Passphrase: "))
    # First the old one: nobody learns new words for a vault that stays shut.
    session = sessions.unlock(Path(args.vault), bytearray(old), surroundings())
    new = bytearray()
    try:
        new = new_passphrase(args.new_passphrase_file, _("New passphrase: "), offer=True)
        session.change_passphrase(old, new)
    finally:
        session.lock()
        sessions.wipe(old)
        sessions.wipe(new)
    console.show({"changed": True}, [_("The passphrase was changed.")])
    return DONE


def _lock_test(args: argparse.Namespace, console: Console) -> int:
    with opened(args) as session:
        role = session.role
    console.show({"role": role, "locked": True}, [_("The vault opened and was locked again.")])
    return DONE
