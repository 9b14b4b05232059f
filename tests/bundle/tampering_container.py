"""What is wrong with the tar: headers, order, padding, its end."""

from __future__ import annotations

from dataclasses import replace

from intake_app.bundle import bag
from tests.bundle.a_bundle import good, spans, taken
from tests.bundle.tampering_tools import LETTER, PICTURE, flip, header_of, tampered


@tampered("ROOT_NAME", stock=True)
def another_root() -> bytes:
    return replace(taken(), root="tb2-" + taken().root[4:]).pack()


@tampered("ROOT_NAME", stock=True)
def first_entry_missing() -> bytes:
    return replace(taken(), entries=taken().entries[1:]).pack()


@tampered("TAR_HEADER", stock=True)
def owner_named() -> bytes:
    return header_of(LETTER, lambda block: block.__setitem__(slice(265, 269), b"root"))


@tampered("TAR_HEADER", stock=True)
def time_kept() -> bytes:
    return header_of(LETTER, lambda block: block.__setitem__(slice(136, 147), b"14521040000"))


@tampered("TAR_HEADER", stock=True)
def mode_changed() -> bytes:
    return header_of(bag.CUSTODY, lambda block: block.__setitem__(slice(100, 107), b"0000755"))


@tampered("TAR_HEADER", stock=True)
def link_instead_of_file() -> bytes:
    def change(block: bytearray) -> None:
        block[156:157] = b"2"
        block[157:168] = b"/etc/passwd"

    return header_of(LETTER, change)


@tampered("TAR_HEADER", stock=True)
def bytes_in_the_headers_filler() -> bytes:
    return header_of(LETTER, lambda block: block.__setitem__(slice(500, 506), b"hidden"))


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
    return flip(good(), spans(good())[""].start + 700)


@tampered("TAR_PAD", stock=True)
def bytes_after_a_payload() -> bytes:
    return flip(good(), spans(good())[LETTER].stop + 1)


@tampered("TAR_PAD", stock=True)
def bytes_after_a_tag() -> bytes:
    return flip(good(), spans(good())[bag.BAG_INFO].stop + 1)


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
