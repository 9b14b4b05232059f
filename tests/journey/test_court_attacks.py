"""What a hostile folder tries on whoever checks it: commands, escapes, links, doubled keys, times.

Each attack is signed by all keys that an attacker could hold, even the coordinator's and a root's.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from intake_app.crypto import sshsig
from tests.crypto.time_service import TimeService, openssl
from tests.journey.court_folder import CHECKERS, NOTE, Court, hand_over, judged, relist
from tests.services import making

LAST = "data/trust/000003/trust.txt"
HEAD = "data/anchors/0001.head.txt"
ORGANISATION = "data/logs/organisation"
Change = Callable[[Path, Court], object]


@pytest.fixture(scope="module")
def court(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Court]:
    place = tmp_path_factory.mktemp("court")
    for office in making.office(place):
        yield hand_over(office, TimeService.found(place / "service"))


def put(name: str, old: str, new: str) -> Change:
    """Replace what matches `old`, in a text that its own signer signs anew."""

    def change(folder: Path, court: Court) -> None:
        path = folder / name.format(id=court.ids[0])
        before = path.read_bytes().decode()
        after = re.sub(old, lambda _: new, before, count=1, flags=re.MULTILINE)
        assert after != before
        path.write_bytes(after.encode())
        for start, key, purpose in (
            ("data/receipts", court.key, sshsig.RECEIPT),
            ("data/logs", court.key, sshsig.LOG),
            ("data/anchors", court.key, sshsig.LOG),
        ):
            if name.startswith(start):
                path.with_name(f"{path.name}.sig").write_bytes(
                    sshsig.sign(key, purpose, path.read_bytes())
                )

    return change


def rooted(change: Callable[[list[str], str], list[str]], *numbers: int) -> Change:
    """Change the lines of the newest trust list; the one root key signs as each of `numbers`."""

    def apply(folder: Path, court: Court) -> None:
        path = folder / LAST
        lines = path.read_text("utf-8").splitlines()
        changed = change(lines, next(each for each in lines if each.startswith("root: ")))
        path.write_text("".join(f"{each}\n" for each in changed), "utf-8")
        signature = sshsig.sign(court.root_key, sshsig.TRUST, path.read_bytes())
        for number in numbers:
            path.with_name(f"{path.name}.{number}.sig").write_bytes(signature)

    return apply


def threshold(text: str, more: str = "") -> Callable[[list[str], str], list[str]]:
    """Set the threshold; after the root key comes one more line, of which {} is the key."""

    def change(lines: list[str], root: str) -> list[str]:
        found = [f"threshold: {text}" if x.startswith("threshold: ") else x for x in lines]
        if more:
            found.insert(found.index(root) + 1, more.format(root.removeprefix("root: ")))
        return found

    return change


def links(folder: Path, _court: Court) -> None:
    for number in range(3000):
        (folder / f"data/l{number:0100d}").symlink_to("/etc")  # more than a pipe holds


def command_before_the_first(folder: Path, court: Court) -> None:
    """A version «0», whole and signed, whose number is a command, before the first one."""
    path = folder / "data/trust/000000/trust.txt"
    shutil.copytree(folder / "data/trust/000001", path.parent)
    text = path.read_text("utf-8").replace("version: 1", f"version: {COMMAND}")
    path.write_text(text, "utf-8")
    signature = sshsig.sign(court.root_key, sshsig.TRUST, path.read_bytes())
    path.with_name("trust.txt.1.sig").write_bytes(signature)


COMMAND = "BASH_VERSINFO[$(touch $TMPDIR/ran; touch $TMPDIR/../ran)0]"
ATTACKS: dict[str, Change] = {
    "a command for the first version": command_before_the_first,
    "a command for the version": put(LAST, "^version: .*$", f"version: {COMMAND}"),
    "a command for the threshold": rooted(threshold(COMMAND), 1),
    "a command in the versions of the note": put(NOTE, "^trust: .*$", f"trust: {COMMAND} 3"),
    "a command in the head of the note": put(NOTE, "^org_log: [0-9]+", f"org_log: {COMMAND}"),
    "a command in a receipt": put(
        "data/receipts/{id}.txt", "^org_log: [0-9]+", f"org_log: {COMMAND}"
    ),
    "a command in a receipt's time": put(
        "data/receipts/{id}.txt", "^received_at: .*$", f"received_at: {COMMAND}"
    ),
    "a command in our log": put(f"{ORGANISATION}.log", '"seq":[0-9]+', f'"seq":{COMMAND}'),
    "a command in our log's head": put(f"{ORGANISATION}-head.txt", "^[0-9]+$", COMMAND),
    "a command in a proof of time": put(HEAD, "^[0-9]+$", COMMAND),
    "a root key twice": rooted(threshold("2", "root: {}"), 1, 2),
    "a root key twice, once as retired": rooted(threshold("1", "retired: {}"), 1, 2),
    "no signature asked for": rooted(threshold("0"), 1),
    "more signatures asked for than there are keys": rooted(threshold("2"), 1),
    "a threshold in another form": rooted(threshold("01"), 1),
    "a signature that is nobody's": rooted(threshold("1"), 1, 2),
    "two thresholds": rooted(lambda lines, root: [*lines, "threshold: 1"] if root else lines, 1),
    "an escape in the coordinator": put(NOTE, "^coordinator: ", "coordinator: \x1b[2J\x1b[H"),
    "an escape in the recipient": put(NOTE, "^to: ", "to: \x1b[2J\x1b[HAll checks hold"),
    "an escape of one sign in the recipient": put(NOTE, "^to: ", "to: \x9b2J"),
    "a turned recipient": put(NOTE, "^to: ", "to: \u202e"),
    "an invisible sign in the recipient": put(NOTE, "^to: ", "to: \u200b"),
    "two recipients": put(NOTE, "^to: ", "to: somebody else\nto: "),
    "a carriage return in the use": put(NOTE, "^use: share_court", "use: share_court\rshare_un"),
    "a line of no name in the note": put(NOTE, "^use: share_court", "use: share_court\nshare_un"),
    "an escape in a device": put(NOTE, " device-", " \x1b[8mdevice-"),
    "a name with a dash": lambda f, _: (f / "data/-rf").write_bytes(b""),
    "a file of no known name": lambda f, _: (f / "data/more.txt").write_bytes(b"more\n"),
    "a note too large": lambda f, _: os.truncate(f / NOTE, 5 * 1024 * 1024),
}


def changed(court: Court, tmp_path: Path, change: Change) -> Path:
    folder = tmp_path / court.folder.name
    shutil.copytree(court.folder, folder)
    change(folder, court)
    relist(folder, court.key)
    return folder


@pytest.mark.parametrize("what", ATTACKS)
def test_both_refuse_it_and_do_nothing_else(court: Court, tmp_path: Path, what: str) -> None:
    folder, work = changed(court, tmp_path, ATTACKS[what]), tmp_path / "work"
    for which in CHECKERS:
        done = judged(which, folder, work=work)
        assert done.returncode == 1, (which, done.stdout, done.stderr)
        assert "All checks hold" not in done.stdout
        shown = (done.stdout + done.stderr).replace("\n", "")
        assert shown.isprintable(), ascii(shown)
        assert not list(work.iterdir())
        assert not (tmp_path / "ran").exists()


def test_links_are_seen_however_many(court: Court, tmp_path: Path) -> None:
    folder = tmp_path / court.folder.name
    shutil.copytree(court.folder, folder)
    links(folder, court)
    for which in CHECKERS:
        assert judged(which, folder, work=tmp_path / "work").returncode == 1


@pytest.mark.parametrize("name", ["a\x1b[2Jb", "a b", "پ", "a\nb", "$(touch x)", "n" * 201])
def test_a_name_of_odd_form_is_not_said(court: Court, tmp_path: Path, name: str) -> None:
    folder = tmp_path / court.folder.name
    shutil.copytree(court.folder, folder)
    (folder / name).write_bytes(b"more")
    for which in CHECKERS:
        done = judged(which, folder, work=tmp_path / "work")
        assert done.returncode == 1
        assert ": a name of odd form\n" in done.stdout
        assert name not in done.stdout + done.stderr
        assert done.stdout.replace("\n", "").isprintable()


def test_the_root_key_alone_signs_anew_and_it_holds(court: Court, tmp_path: Path) -> None:
    """So that the attacks above are refused for what they do."""
    folder = changed(court, tmp_path, rooted(lambda lines, _root: lines, 1))
    for which in CHECKERS:
        assert judged(which, folder, work=tmp_path / "work").returncode == 0


# -- proofs of time -------------------------------------------------------------------------------


def proven(service: TimeService, response: Callable[[bytes], bytes]) -> Change:
    """Put another service's proof into the place of the one that is there."""

    def change(folder: Path, _court: Court) -> None:
        answer = service.answer(service.query((folder / HEAD).read_bytes(), "-cert"))
        (folder / "data/anchors/0001.tsr").write_bytes(response(answer))
        shutil.copy(service.root, folder / "data/anchors/0001.pem")

    return change


def test_anybodys_root_is_shown_to_be_compared(court: Court, tmp_path: Path) -> None:
    own = TimeService.found(tmp_path / "own", "Time for everybody")
    folder = changed(court, tmp_path, proven(own, bytes))
    printed = openssl("x509", "-in", own.root, "-noout", "-fingerprint", "-sha256").stdout
    ca = ("--ca", str(court.service.root))
    for which in CHECKERS:
        done = judged(which, folder, work=tmp_path / "work")
        assert done.returncode == 0, done.stdout + done.stderr
        assert printed.decode().strip().partition("=")[2] in done.stdout
        assert "CN=Time for everybody" in done.stdout
        assert "came with the folder: compare it" in done.stdout
        assert judged(which, folder, before=ca, work=tmp_path / "work").returncode == 1
        done = judged(which, court.folder, before=ca, work=tmp_path / "work")
        assert done.returncode == 0
        assert "says a service that you trust" in done.stdout
        wrong = ("--ca", str(tmp_path / "nowhere.pem"))
        assert judged(which, folder, before=wrong, work=tmp_path / "work").returncode == 2


def certificate(service: TimeService, name: str, issuer: str, years: tuple[int, int]) -> None:
    """Make a certificate for a key that the service has, valid in between two years."""
    pair = []
    for each in (name, issuer):
        key = serialization.load_pem_private_key(
            (service.folder / f"{each}.key").read_bytes(), None
        )
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        pair.append(key)
    own, signing = pair
    subject, by = (
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, f"Service {each}")])
        for each in (name, issuer)
    )
    builder = x509.CertificateBuilder(by, subject, own.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(datetime(years[0], 1, 1, tzinfo=UTC))
    builder = builder.not_valid_after(datetime(years[1], 1, 1, tzinfo=UTC))
    builder = builder.add_extension(x509.BasicConstraints(name == issuer, None), critical=True)
    if name != issuer:
        uses = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(uses, critical=True)
    made = builder.sign(signing, hashes.SHA256())
    pem = made.public_bytes(serialization.Encoding.PEM)
    (service.folder / f"{name}.crt").write_bytes(pem)


@pytest.mark.parametrize(("year", "status"), [(2020, 0), (2023, 1)])
def test_a_certificate_counts_at_the_time_that_is_named(
    court: Court, tmp_path: Path, year: int, status: int
) -> None:
    old = TimeService.found(tmp_path / "old")
    certificate(old, "ca", "ca", (2019, 2040))
    certificate(old, "tsa", "ca", (2019, 2022))

    def dated(content: bytes) -> bytes:
        found = re.search(rb"\x18\x0f(\d{14})Z", content)
        assert found
        return content.replace(found[1], b"%d0601120000" % year)

    folder = changed(court, tmp_path, proven(old, lambda each: old.forged(each, "tsa", dated)))
    for which in CHECKERS:
        done = judged(which, folder, work=tmp_path / "work")
        assert done.returncode == status, (which, done.stdout, done.stderr)
        assert (f"by {year}-06-01T12:00:00Z" in done.stdout) == (status == 0)
