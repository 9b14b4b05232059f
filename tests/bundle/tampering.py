"""Every way in which we tamper with a bundle: by name, with our refusal, and the stock tools' duty.

`stock` says that the recipe with stock tools must refuse it as well; where it is False, the defect
is one of meaning (a field of the description, a trust decision) that those tools do not judge.
"""

from __future__ import annotations

import base64
import hashlib
import re
import struct
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from intake_app.bundle import bag
from intake_app.crypto import canonical, chain, sshsig
from intake_app.crypto.canonical import JsonValue
from tests.bundle.a_bundle import (
    KEY,
    OTHER_ID,
    STRANGER,
    Parts,
    Taken,
    device,
    good,
    log_lines,
    spans,
    statement,
    taken,
)
from tests.bundle.an_organisation import signing_key

Make = Callable[[], bytes]
LETTER, PICTURE = "data/000002.pdf", "data/000003.jpg"
TAMPERED: dict[str, tuple[str, bool, Make]] = {}


def tampered(code: str, *, stock: bool) -> Callable[[Make], Make]:
    """Enter a way of tampering in the table, under its function's name."""

    def enter(make: Make) -> Make:
        TAMPERED[make.__name__] = (code, stock, make)
        return make

    return enter


def _flip(content: bytes, at: int, mask: int = 1) -> bytes:
    return content[:at] + bytes([content[at] ^ mask]) + content[at + 1 :]


def _header_of(path: str, change: Callable[[bytearray], None]) -> bytes:
    """Change a header's fields and make its sum right again."""
    content = bytearray(good())
    at = spans(good())[path].start - 512
    block = content[at : at + 512]
    change(block)
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    content[at : at + 512] = block
    return bytes(content)


def _description() -> dict[str, JsonValue]:
    value = canonical.decode(taken().of(bag.DESCRIPTION), max_bytes=2**22)
    assert isinstance(value, dict)
    return value


def _described_as(text: bytes) -> bytes:
    return taken().put(bag.DESCRIPTION, text).signed().pack()


def _files(change: Callable[[list[dict[str, JsonValue]]], None]) -> bytes:
    files = _description()["files"]
    assert isinstance(files, list)
    change(files)  # type: ignore[arg-type]
    return taken().described(files=files).pack()


def _said(found: dict[str, JsonValue], **changes: JsonValue) -> None:
    found.update(changes)


# The container.


@tampered("ROOT_NAME", stock=True)
def another_root() -> bytes:
    return replace(taken(), root="tb2-" + taken().root[4:]).pack()


@tampered("ROOT_NAME", stock=True)
def first_entry_missing() -> bytes:
    return replace(taken(), entries=taken().entries[1:]).pack()


@tampered("TAR_HEADER", stock=True)
def owner_named() -> bytes:
    return _header_of(LETTER, lambda block: block.__setitem__(slice(265, 269), b"root"))


@tampered("TAR_HEADER", stock=True)
def time_kept() -> bytes:
    return _header_of(LETTER, lambda block: block.__setitem__(slice(136, 147), b"14521040000"))


@tampered("TAR_HEADER", stock=True)
def mode_changed() -> bytes:
    return _header_of(bag.CUSTODY, lambda block: block.__setitem__(slice(100, 107), b"0000755"))


@tampered("TAR_HEADER", stock=True)
def link_instead_of_file() -> bytes:
    def change(block: bytearray) -> None:
        block[156:157] = b"2"
        block[157:168] = b"/etc/passwd"

    return _header_of(LETTER, change)


@tampered("TAR_HEADER", stock=True)
def bytes_in_the_headers_filler() -> bytes:
    return _header_of(LETTER, lambda block: block.__setitem__(slice(500, 506), b"hidden"))


@tampered("TAR_HEADER", stock=True)
def sum_written_otherwise() -> bytes:
    at = spans(good())[LETTER].start - 512 + 148
    block = good()[at : at + 8]
    return good()[:at] + b" " + block[1:6] + b" \0" + good()[at + 8 :]


@tampered("TAR_HEADER", stock=True)
def tags_swapped() -> bytes:
    entries = list(taken().entries)
    entries[2], entries[3] = entries[3], entries[2]
    return replace(taken(), entries=tuple(entries)).pack()


@tampered("TAR_HEADER", stock=True)
def payloads_swapped() -> bytes:
    entries = list(taken().entries)
    entries[-1], entries[-2] = entries[-2], entries[-1]
    return replace(taken(), entries=tuple(entries)).pack()


@tampered("TAR_HEADER", stock=True)
def tag_missing() -> bytes:
    kept = tuple(each for each in taken().entries if each[0] != bag.CUSTODY)
    return replace(taken(), entries=kept).pack()


@tampered("TAR_HEADER", stock=True)
def last_payload_missing() -> bytes:
    return replace(taken(), entries=taken().entries[:-1]).pack()


@tampered("TAR_HEADER", stock=True)
def unlisted_tag_inside() -> bytes:
    entries = taken().entries
    extra = ("notes.txt", b"by the way")
    return replace(taken(), entries=(*entries[:9], extra, *entries[9:])).pack()


@tampered("TAR_HEADER", stock=True)
def payload_grown() -> bytes:
    return taken().put(LETTER, taken().of(LETTER) + b".").pack()


@tampered("TAR_HEADER", stock=True)
def payload_renamed() -> bytes:
    entries = tuple((path.replace("3.jpg", "3.png"), data) for path, data in taken().entries)
    return replace(taken(), entries=entries).pack()


@tampered("EXTRA_ENTRY", stock=True)
def extra_entry_at_the_end() -> bytes:
    extra = ("data/000005.bin", b"one more")
    return replace(taken(), entries=(*taken().entries, extra)).pack()


@tampered("EXTRA_ENTRY", stock=True)
def entry_twice() -> bytes:
    return replace(taken(), entries=(*taken().entries, taken().entries[-1])).pack()


@tampered("EXTRA_ENTRY", stock=True)
def bytes_in_the_end_mark() -> bytes:
    return _flip(good(), spans(good())[""].start + 700)


@tampered("TAR_PAD", stock=True)
def bytes_after_a_payload() -> bytes:
    return _flip(good(), spans(good())[LETTER].stop + 1)


@tampered("TAR_PAD", stock=True)
def bytes_after_a_tag() -> bytes:
    return _flip(good(), spans(good())[bag.BAG_INFO].stop + 1)


@tampered("PADDING_NONZERO", stock=True)
def bytes_hidden_after_the_end() -> bytes:
    at = spans(good())[""].start + 5000
    return good()[:at] + b"a message" + good()[at + 9 :]


@tampered("PADDING_NONZERO", stock=True)
def last_byte_set() -> bytes:
    return good()[:-1] + b"\1"


@tampered("PADDING_LENGTH", stock=True)
def padding_longer() -> bytes:
    return good() + bytes(512)


@tampered("PADDING_LENGTH", stock=True)
def padding_shorter() -> bytes:
    return good()[:-512]


@tampered("TRUNCATED", stock=True)
def cut_in_a_payload() -> bytes:
    return good()[: spans(good())[PICTURE].start + 10]


@tampered("TRUNCATED", stock=True)
def nothing_at_all() -> bytes:
    return b""


@tampered("TAG_TOO_BIG", stock=True)
def list_of_lists_too_big() -> bytes:
    return taken().put(bag.TAGMANIFEST, b"0" * 4097).countersigned().pack()


@tampered("TAG_TOO_BIG", stock=True)
def log_too_big() -> bytes:
    return taken().put(bag.CUSTODY, b" " * (4 * 1024 * 1024 + 1)).signed().pack()


# The signature.


@tampered("SIG_FORMAT", stock=False)
def armor_of_other_columns() -> bytes:
    lines = taken().of(bag.SIGNATURE).splitlines()
    body = b"".join(lines[1:-1])
    rows = [body[at : at + 64] for at in range(0, len(body), 64)]
    return taken().put(bag.SIGNATURE, b"\n".join([lines[0], *rows, lines[-1], b""])).pack()


@tampered("SIG_FORMAT", stock=True)
def no_signature() -> bytes:
    return taken().put(bag.SIGNATURE, b"").pack()


def _blob(namespace: bytes, algorithm: bytes, raw: bytes, key: bytes = KEY.public.blob) -> bytes:
    def string(data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + data

    signature = string(string(b"ssh-ed25519") + string(raw))
    fields = (key, namespace, b"", algorithm)
    blob = b"SSHSIG" + struct.pack(">I", 1) + b"".join(map(string, fields)) + signature
    text = base64.b64encode(blob)
    rows = [text[at : at + 70] + b"\n" for at in range(0, len(text), 70)]
    begin, end = b"-----BEGIN SSH SIGNATURE-----\n", b"-----END SSH SIGNATURE-----\n"
    return b"".join([begin, *rows, end])


@tampered("SIG_INVALID", stock=True)
def signature_bit_flipped() -> bytes:
    raw = sshsig.parse(taken().of(bag.SIGNATURE)).raw
    armored = _blob(sshsig.BUNDLE.encode(), b"sha512", _flip(raw, 20))
    return taken().put(bag.SIGNATURE, armored).pack()


@tampered("SIG_INVALID", stock=True)
def key_under_which_all_holds() -> bytes:
    blob = struct.pack(">I11sI", 11, b"ssh-ed25519", 32) + b"\1" + bytes(31)
    armored = _blob(sshsig.BUNDLE.encode(), b"sha512", b"\1" + bytes(63), blob)
    return taken().put(bag.SIGNATURE, armored).pack()


@tampered("SIG_INVALID", stock=True)
def list_of_lists_changed() -> bytes:
    return taken().put(bag.TAGMANIFEST, _flip(taken().of(bag.TAGMANIFEST), 3)).pack()


@tampered("SIG_ALGORITHM", stock=False)
def signed_over_another_hash() -> bytes:
    def string(data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + data

    digest = hashlib.sha256(taken().of(bag.TAGMANIFEST)).digest()
    parts = (sshsig.BUNDLE.encode(), b"", b"sha256", digest)
    raw = KEY.sign(b"SSHSIG" + b"".join(map(string, parts)))
    return taken().put(bag.SIGNATURE, _blob(sshsig.BUNDLE.encode(), b"sha256", raw)).pack()


@tampered("SIG_NAMESPACE_OR_FORM", stock=True)
def signed_for_something_else() -> bytes:
    return taken().countersigned(sshsig.LOG).pack()


@tampered("SIGNER_UNKNOWN", stock=True)
def signed_by_a_stranger() -> bytes:
    return taken().countersigned(key=STRANGER).pack()


@tampered("SIGNER_UNKNOWN", stock=True)
def signed_by_a_coordinator() -> bytes:
    return taken().countersigned(key=signing_key(11)).pack()


@tampered("SIGNER_CLAIM", stock=True)
def signed_by_another_device() -> bytes:
    return taken().countersigned(key=signing_key(2)).pack()


@tampered("SIGNER_CLAIM", stock=True)
def claims_to_be_another_device() -> bytes:
    return taken().described(signer="device-00000000").pack()


@tampered("SIGNER_EXPIRED", stock=True)
def sealed_before_the_keys_time() -> bytes:
    return taken().described(sealed_at="2026-11-24T08:59:59Z").pack()


@tampered("SIGNER_EXPIRED", stock=True)
def sealed_after_the_keys_time() -> bytes:
    return taken().described(sealed_at="2027-11-24T09:00:01Z").pack()


# The lists.


def _relisted(change: Callable[[list[bytes]], list[bytes]]) -> bytes:
    lines = taken().of(bag.TAGMANIFEST).splitlines(keepends=True)
    return taken().put(bag.TAGMANIFEST, b"".join(change(lines))).countersigned().pack()


@tampered("TAGMANIFEST_FORM", stock=True)
def list_lacks_a_tag() -> bytes:
    return _relisted(lambda lines: lines[1:])


@tampered("TAGMANIFEST_FORM", stock=True)
def list_names_one_more() -> bytes:
    return _relisted(lambda lines: [*lines, b"ab" * 32 + b"  notes.txt\n"])


@tampered("TAGMANIFEST_FORM", stock=True)
def list_names_one_twice() -> bytes:
    return _relisted(lambda lines: [b"aa" * 32 + lines[0][64:], *lines])


@tampered("TAGMANIFEST_FORM", stock=True)
def list_in_another_order() -> bytes:
    return _relisted(lambda lines: [lines[1], lines[0], *lines[2:]])


@tampered("TAGMANIFEST_FORM", stock=True)
def list_in_capitals() -> bytes:
    return _relisted(lambda lines: [lines[0][:64].upper() + lines[0][64:], *lines[1:]])


@tampered("TAGMANIFEST_FORM", stock=True)
def list_with_a_remark() -> bytes:
    return _relisted(lambda lines: [*lines, b"# nothing to see here\n"])


@tampered("TAGMANIFEST_FORM", stock=True)
def list_with_a_line_twice() -> bytes:
    return _relisted(lambda lines: [*lines, lines[-1]])


@tampered("TAG_HASH", stock=True)
def counts_changed() -> bytes:
    return taken().put(bag.BAG_INFO, taken().of(bag.BAG_INFO).replace(b".4", b".3")).pack()


@tampered("TAG_HASH", stock=True)
def description_changed() -> bytes:
    text = taken().of(bag.DESCRIPTION)
    return taken().put(bag.DESCRIPTION, text.replace(b"Heron", b"Stork")).pack()


@tampered("TAG_HASH", stock=True)
def log_line_removed_unsigned() -> bytes:
    lines = taken().of(bag.CUSTODY).splitlines(keepends=True)
    return taken().put(bag.CUSTODY, b"".join(lines[:-1])).pack()


@tampered("TAG_HASH", stock=True)
def manifest_changed_unsigned() -> bytes:
    letter = taken().of(LETTER).replace(b"paper", b"forge", 1)
    digest = hashlib.sha256(letter).hexdigest().encode()
    old = hashlib.sha256(taken().of(LETTER)).hexdigest().encode()
    changed = taken().put(LETTER, letter)
    return changed.put(bag.MANIFEST, taken().of(bag.MANIFEST).replace(old, digest)).pack()


@tampered("BAGIT_TXT", stock=True)
def another_bagit_version() -> bytes:
    text = bag.BAGIT_TEXT.replace(b"1.0", b"0.9")
    return taken().put(bag.BAGIT, text).signed().pack()


@tampered("OXUM", stock=True)
def wrong_counts_signed() -> bytes:
    text = re.sub(rb"\.4\n", b".5\n", taken().of(bag.BAG_INFO))
    return taken().put(bag.BAG_INFO, text).signed().pack()


@tampered("OXUM", stock=True)
def bag_info_says_more() -> bytes:
    text = taken().of(bag.BAG_INFO) + b"Contact-Name: nobody\n"
    return taken().put(bag.BAG_INFO, text).signed().pack()


@tampered("MANIFEST_DISAGREES", stock=True)
def manifest_in_another_order() -> bytes:
    lines = taken().of(bag.MANIFEST).splitlines(keepends=True)
    text = b"".join([*lines[:2], lines[3], lines[2]])
    return taken().put(bag.MANIFEST, text).signed().pack()


@tampered("MANIFEST_DISAGREES", stock=False)
def description_tells_another_hash() -> bytes:
    return _files(lambda files: _said(files[1], sha256="ab" * 32))


@tampered("TOO_MANY", stock=False)
def too_many_files() -> bytes:
    def change(files: list[dict[str, JsonValue]]) -> None:
        files += [
            {**files[3], "path": f"data/{number:06d}.bin"} for number in range(5, bag.MAX_FILES + 2)
        ]

    return _files(change)


@tampered("TOO_BIG", stock=False)
def too_large_files() -> bytes:
    return _files(lambda files: _said(files[1], size=3 * 2**30))


@tampered("TOO_BIG", stock=False)
def too_large_statement() -> bytes:
    return _files(lambda files: _said(files[0], size=bag.MAX_STATEMENT_BYTES + 1))


def _moved(path: str) -> bytes:
    """Give the letter another place, in all lists, signed."""
    entries = tuple((path if p == LETTER else p, data) for p, data in taken().entries)
    moved = replace(taken(), entries=entries)
    text = moved.of(bag.MANIFEST).replace(LETTER.encode(), path.encode())
    files = _description()["files"]
    assert isinstance(files, list)
    _said(files[1], path=path)  # type: ignore[arg-type]
    return moved.put(bag.MANIFEST, text).described(files=files).pack()


@tampered("PATH", stock=True)
def path_that_climbs() -> bytes:
    return _moved("data/../../evil")


@tampered("PATH", stock=False)
def path_of_another_type() -> bytes:
    return _moved("data/000002.exe")


@tampered("PATH", stock=False)
def path_of_another_number() -> bytes:
    return _moved("data/000009.pdf")


@tampered("PAYLOAD_HASH", stock=True)
def statement_changed() -> bytes:
    text = taken().of("data/000001.json").replace(b"Cypress", b"Someone")
    return taken().put("data/000001.json", text).pack()


@tampered("PAYLOAD_HASH", stock=True)
def one_bit_of_a_picture() -> bytes:
    return _flip(good(), spans(good())[PICTURE].start + 99)


# The description.


@tampered("JSON_TOO_BIG", stock=True)
def description_too_big() -> bytes:
    return _described_as(b" " * (4 * 1024 * 1024 + 1))


@tampered("JSON_SYNTAX", stock=True)
def description_no_json() -> bytes:
    return _described_as(b"{\n")


@tampered("JSON_DUP_KEY", stock=False)
def description_says_twice() -> bytes:
    text = taken().of(bag.DESCRIPTION)
    return _described_as(b'{"app":{"build_sha256":"","version":"9"},' + text[1:])


@tampered("JSON_FLOAT", stock=False)
def description_with_a_fraction() -> bytes:
    text = taken().of(bag.DESCRIPTION)
    return _described_as(text.replace(b'"mono_ms":3600000', b'"mono_ms":3600000.0'))


@tampered("JSON_SURROGATE", stock=False)
def description_with_half_a_letter() -> bytes:
    return _described_as(taken().of(bag.DESCRIPTION).replace(b"Heron", b"\\ud800"))


@tampered("JSON_NOT_CANONICAL", stock=False)
def description_with_a_space() -> bytes:
    return _described_as(taken().of(bag.DESCRIPTION).replace(b'"app":', b'"app": '))


@tampered("JSON_NOT_CANONICAL", stock=False)
def description_without_its_line_feed() -> bytes:
    return _described_as(taken().of(bag.DESCRIPTION)[:-1])


@tampered("JSON_SCHEMA", stock=False)
def description_says_more() -> bytes:
    return taken().described(remark="").pack()


@tampered("JSON_SCHEMA", stock=False)
def description_says_less() -> bytes:
    value = _description()
    del value["seen"]
    return _described_as(canonical.encode(value))


@tampered("JSON_SCHEMA", stock=False)
def files_of_the_wrong_role() -> bytes:
    return _files(lambda files: _said(files[0], role="exhibit"))


@tampered("JSON_SCHEMA", stock=False)
def two_statements() -> bytes:
    return _files(lambda files: _said(files[2], role="statement"))


@tampered("JSON_SCHEMA", stock=False)
def part_beyond_the_last() -> bytes:
    return taken().described(part={"count": 1, "index": 2}).pack()


@tampered("JSON_SCHEMA", stock=False)
def link_without_its_hash() -> bytes:
    link = {"rel": "corrects", "bundle_id": OTHER_ID, "tagmanifest_sha256": ""}
    return taken().described(links=[link]).pack()


@tampered("JSON_SCHEMA", stock=False)
def sealed_on_no_day() -> bytes:
    return taken().described(sealed_at="2026-02-30T10:00:00Z").pack()


@tampered("FORMAT_VERSION", stock=False)
def form_of_the_future() -> bytes:
    return taken().described(format="testimony-bundle/2").pack()


@tampered("FORMAT_VERSION", stock=False)
def reserved_kind() -> bytes:
    return taken().described(kind="draft").pack()


@tampered("ROOT_MISMATCH", stock=True)
def description_names_another_root() -> bytes:
    return taken().described(root=f"tb1-{OTHER_ID}").pack()


@tampered("ROOT_MISMATCH", stock=False)
def description_names_another_id() -> bytes:
    return taken().described(bundle_id=OTHER_ID).pack()


@tampered("AUDIENCE", stock=False)
def meant_for_others() -> bytes:
    return taken().described(audience="ab" * 32).pack()


# The statement.


def _stated(data: bytes) -> bytes:
    return taken().put("data/000001.json", data).listed().pack()


@tampered("STATEMENT_SCHEMA", stock=False)
def statement_with_a_space() -> bytes:
    return _stated(taken().of("data/000001.json").replace(b":", b": ", 1))


@tampered("STATEMENT_SCHEMA", stock=False)
def statement_says_more() -> bytes:
    return _stated(taken().of("data/000001.json").replace(b"{", b'{"aa":1,', 1))


@tampered("STATEMENT_SCHEMA", stock=False)
def statement_is_an_identity() -> bytes:
    return Parts(said=(("kind", "identity"),), files=(), first=Parts().testimony()).content()


@tampered("STATEMENT_SCHEMA", stock=False)
def exhibit_is_another_file() -> bytes:
    value = canonical.decode(taken().of("data/000001.json"), max_bytes=2**22)
    assert isinstance(value, dict)
    exhibits = value["exhibits"]
    assert isinstance(exhibits, list)
    _said(exhibits[0], sha256="ab" * 32)  # type: ignore[arg-type]
    return _stated(canonical.encode(value))


@tampered("FORMAT_VERSION", stock=False)
def statement_of_the_future() -> bytes:
    assert statement().format == "testimony-statement/1"
    return _stated(taken().of("data/000001.json").replace(b"statement/1", b"statement/2"))


# The log: these are held for people, never thrown away.


def _logged(lines: list[bytes]) -> bytes:
    return taken().put(bag.CUSTODY, b"".join(lines)).signed().pack()


def _lines() -> list[bytes]:
    return taken().of(bag.CUSTODY).splitlines(keepends=True)


@tampered("LOG_BROKEN", stock=True)
def log_line_edited() -> bytes:
    return _logged(
        [*_lines()[:2], _lines()[2].replace(b"draft.open", b"draft.shut"), *_lines()[3:]]
    )


@tampered("LOG_BROKEN", stock=True)
def log_line_removed() -> bytes:
    return _logged(_lines()[:2] + _lines()[3:])


@tampered("LOG_BROKEN", stock=True)
def log_line_added() -> bytes:
    return _logged([*_lines(), _lines()[-1]])


@tampered("LOG_BROKEN", stock=True)
def log_lines_swapped() -> bytes:
    return _logged([*_lines()[:2], _lines()[3], _lines()[2], *_lines()[4:]])


@tampered("LOG_BROKEN", stock=True)
def log_without_its_last_line_feed() -> bytes:
    return _logged([*_lines()[:-1], _lines()[-1][:-1]])


@tampered("LOG_BROKEN", stock=True)
def log_emptied() -> bytes:
    return _logged([])


@tampered("LOG_BROKEN", stock=True)
def head_signed_by_a_stranger() -> bytes:
    forged = sshsig.sign(STRANGER, sshsig.LOG, taken().of(bag.LOG_HEAD))
    return taken().put(bag.LOG_SIGNATURE, forged).signed().pack()


@tampered("LOG_BROKEN", stock=True)
def head_of_another_line() -> bytes:
    text, signature = chain.sign_head(KEY, device(), 4, chain.hash_of(_lines()[3]))
    changed = taken().put(bag.LOG_HEAD, text).put(bag.LOG_SIGNATURE, signature)
    return changed.signed().pack()


@tampered("LOG_BROKEN", stock=True)
def head_of_another_device() -> bytes:
    text, signature = chain.sign_head(KEY, "device-00000000", 5, chain.hash_of(_lines()[4]))
    changed = taken().put(bag.LOG_HEAD, text).put(bag.LOG_SIGNATURE, signature)
    return changed.signed().pack()


@tampered("LOG_BROKEN", stock=True)
def span_of_other_lines() -> bytes:
    span = _description()["log"]
    assert isinstance(span, dict)
    return taken().described(log={**span, "seq": 6}).pack()


@tampered("LOG_BROKEN", stock=True)
def log_that_begins_nowhere() -> bytes:
    nowhere = chain.Head(0, "ab" * 32)
    return Parts(lines=tuple(log_lines(5, after=nowhere)), after=nowhere).content()


def when(content: bytes) -> str:
    """The time that a bundle claims, as `ssh-keygen` reads it; ten o'clock where it has none."""
    try:
        text = Taken.apart(content).of(bag.DESCRIPTION)
    except Exception:  # noqa: BLE001 - torn apart, and the recipe must say so by itself
        return "20261125063000Z"
    found = re.search(rb'"sealed_at":"([0-9T:+Z-]{20,25})"', text)
    return _utc(found[1].decode()) if found else "20261125063000Z"


def _utc(moment: str) -> str:
    try:
        return datetime.fromisoformat(moment).astimezone(UTC).strftime("%Y%m%d%H%M%SZ")
    except ValueError:
        return "20261125063000Z"
