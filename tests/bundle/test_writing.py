"""What the writer makes, and what it refuses to make."""

from __future__ import annotations

import hashlib
import io
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake_app.bundle import bag, ustar
from intake_app.bundle.description import recipients_sha256
from intake_app.bundle.extracting import extract
from intake_app.bundle.verifying import BundleVerifier, open_bundle
from intake_app.bundle.writing import Payload, Written, write_bundle
from intake_app.crypto import age, chain
from intake_app.crypto.recipients import HybridIdentity
from intake_app.domain.exhibits import EXTENSIONS
from intake_app.errors import Cancelled, SourceChanged, StatementTooLarge, TrustMalformed
from tests.bundle.a_bundle import (
    FILES,
    KEY,
    NOW,
    READER,
    Holding,
    Parts,
    Taken,
    device,
    good,
    pieces,
    spans,
    taken,
    trust,
    verified,
)
from tests.crypto.refusals import refused

SIZES = (0, 1, 511, 512, 513, 65535, 65536, 65537)
contents = st.one_of(st.binary(max_size=600), st.sampled_from(SIZES).map(lambda n: b"\xa5" * n))
names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
files = st.tuples(names, st.sampled_from([*sorted(EXTENSIONS), "text/x-odd"]), contents)


@settings(max_examples=30)
@given(st.lists(files, max_size=5))
def test_what_is_written_verifies_and_is_what_was_given(
    given_files: list[tuple[str, str, bytes]],
) -> None:
    parts = Parts(files=tuple(given_files))
    sealed = parts.sealed()
    found = open_bundle(io.BytesIO(sealed), [READER], Holding(), now=NOW)
    content = age.decrypt_bytes(sealed, [READER])
    assert found.statement == parts.testimony()
    assert found.description == parts.description()
    assert (found.held, found.notes, found.duplicate) == ("", (), False)
    wanted = [("", "application/json", parts.testimony()), *given_files]
    assert [(file.name, file.media_type) for file in found.files] == [
        (name, media_type) for name, media_type, _ in wanted
    ]
    for file, (_, _, data) in zip(found.files, wanted, strict=True):
        assert content[file.offset : file.offset + file.size] == data
    assert found.tag_files == dict(Taken.apart(content).entries[:9])


@pytest.mark.parametrize("size", SIZES)
def test_sizes_around_blocks_and_chunks(size: int) -> None:
    parts = Parts(files=(("film", "video/mp4", bytes(size)), ("after", "image/png", b"x")))
    assert [file.size for file in verified(parts.content()).files[1:]] == [size, 1]


def test_the_bytes_are_those_of_the_format() -> None:
    content = good()
    assert Taken.apart(content).pack() == content
    assert tuple(path for path, _ in taken().entries[:9]) == (
        "tagmanifest-sha256.txt",
        "tagmanifest-sha256.txt.sig",
        "bag-info.txt",
        "bagit.txt",
        "bundle.json",
        "custody.log",
        "log-head.txt",
        "log-head.txt.sig",
        "manifest-sha256.txt",
    )
    assert len(content) == ustar.padded_length(spans(content)[""].start + 1024) == 1024 * 1024
    assert list(taken().entries[0][1].splitlines()) == [
        hashlib.sha256(taken().of(name)).hexdigest().encode() + b"  " + name.encode()
        for name in sorted(bag.TAGS)
    ]
    total = sum(len(data) for path, data in taken().entries if path.startswith("data/"))
    info = f"Payload-Oxum: {total}.4\nBagIt-Profile-Identifier: {bag.PROFILE}\n"
    assert taken().of(bag.BAG_INFO) == info.encode()


def test_the_content_is_a_function_of_what_is_given() -> None:
    assert Parts().content() == Parts().content()
    assert Parts().sealed() != Parts().sealed()


def test_the_outer_file_tells_neither_how_many_can_open_it_nor_its_size() -> None:
    sealed = Parts().sealed()
    assert sealed.startswith(b"age-encryption.org/v1\n-> mlkem768x25519 ")
    assert sealed.split(b"\n---")[0].count(b"\n-> ") == 4
    assert len(sealed) == len(replace(Parts(), files=()).sealed())


def test_the_result_names_the_signed_content() -> None:
    written = Parts().write(io.BytesIO())
    found = verified(good())
    assert written == Written(found.tagmanifest_sha256, len(good()))
    assert found.tagmanifest_sha256 == hashlib.sha256(taken().of(bag.TAGMANIFEST)).hexdigest()


def test_extracting_gives_the_signed_content() -> None:
    out = io.BytesIO()
    extract(io.BytesIO(Parts().sealed()), [READER], out)
    assert out.getvalue() == good()


def _write(
    parts: Parts | None = None,
    payloads: list[Payload] | None = None,
    **more: object,
) -> bytes:
    used = parts or Parts()
    sink = io.BytesIO()
    said: dict[str, object] = {
        "recipients": trust().statement_recipients(),
        "description": used.description(),
        "payloads": used.payloads() if payloads is None else payloads,
        "custody": b"".join(used.lines),
        "log_head": chain.sign_head(KEY, device(), used.head().seq, used.head().hash),
        "key": KEY,
        **more,
    }
    write_bundle(sink, **said)  # type: ignore[arg-type]
    return sink.getvalue()


def test_a_checker_opens_the_file_in_the_place_of_padding() -> None:
    checker = HybridIdentity.generate()
    sealed = _write(checker=checker.recipient)
    assert sealed.split(b"\n---")[0].count(b"\n-> ") == 4
    found = open_bundle(io.BytesIO(sealed), [checker], Holding(), now=NOW)
    assert (found.held, found.notes) == ("", ())
    with refused("NOT_FOR_US"):
        open_bundle(io.BytesIO(_write()), [checker], Holding(), now=NOW)


@pytest.mark.parametrize("change", [b"", b"%PDF-1.8 ", b"x" * 3000, b"x" * len(FILES[0][2])])
def test_a_payload_that_changed_meanwhile_is_not_sealed(change: bytes) -> None:
    payloads = Parts().payloads()
    payloads[1] = replace(payloads[1], chunks=pieces(change))
    with pytest.raises(SourceChanged):
        _write(payloads=payloads)


def test_never_more_bytes_than_a_payload_says() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield bytes(1000)

    payloads = Parts().payloads()
    payloads[1] = replace(payloads[1], chunks=endless)
    with pytest.raises(SourceChanged):
        _write(payloads=payloads)


def test_it_can_be_stopped() -> None:
    seen: list[tuple[int, int]] = []
    with pytest.raises(Cancelled):
        _write(
            progress=lambda done, total: seen.append((done, total)),
            cancelled=lambda: len(seen) == 2,
        )
    assert len(seen) == 2


def test_progress_ends_at_the_whole() -> None:
    seen: list[tuple[int, int]] = []
    _write(progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (len(good()), len(good()))
    assert seen == sorted(seen)


@pytest.mark.parametrize(
    "said",
    [
        {"recipients": trust().statement_recipients()[:1]},
        {"description": msgspec.structs.replace(Parts().description(), root="tb1-" + "00" * 16)},
        {"payloads": Parts().payloads()[:-1]},
        {"description": msgspec.structs.replace(Parts().description(), kind="identity")},
        {"description": msgspec.structs.replace(Parts().description(), sealed_at="today")},
    ],
    ids=["recipients", "root", "payloads", "kind", "form"],
)
def test_a_description_that_does_not_fit_is_not_sealed(said: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        _write(**said)  # type: ignore[arg-type]


def test_more_than_a_bundle_holds_is_not_sealed() -> None:
    with pytest.raises(StatementTooLarge):
        _write(custody=bytes(4 * 1024 * 1024 + 1))
    parts = Parts()
    huge = replace(parts.payloads()[1], size=3 * 2**30)
    entry = msgspec.structs.replace(parts.description().files[1], size=3 * 2**30)
    known = parts.description().files
    description = msgspec.structs.replace(parts.description(), files=(known[0], entry, *known[2:]))
    payloads = [parts.payloads()[0], huge, *parts.payloads()[2:]]
    with pytest.raises(StatementTooLarge):
        _write(payloads=payloads, description=description)


def test_more_readers_than_a_header_holds() -> None:
    many = [HybridIdentity.generate().recipient for _ in range(33)]
    said = Parts().description()
    digest = recipients_sha256(many, said.nonce)
    with pytest.raises(TrustMalformed):
        _write(
            recipients=many,
            description=msgspec.structs.replace(said, recipients_sha256=digest),
        )


def test_writing_and_verifying_keep_memory_flat() -> None:
    block = bytes(range(256)) * 4096
    count = 24
    digest = hashlib.sha256(block * count).hexdigest()
    base = Parts(files=(("film", "video/mp4", b""),))
    payloads = base.payloads()
    payloads[1] = Payload(
        payloads[1].path, len(block) * count, digest, lambda: (block for _ in range(count))
    )
    known = base.description()
    entry = msgspec.structs.replace(known.files[1], size=len(block) * count, sha256=digest)
    statement = Parts(files=()).testimony()
    payloads[0] = replace(
        payloads[0],
        size=len(statement),
        sha256=hashlib.sha256(statement).hexdigest(),
        chunks=pieces(statement),
    )
    first = msgspec.structs.replace(
        known.files[0], size=payloads[0].size, sha256=payloads[0].sha256
    )
    description = msgspec.structs.replace(known, files=(first, entry))

    class Through:
        """An opened bundle at the far end of the encryption, without a file between."""

        def __init__(self) -> None:
            self.verifier = BundleVerifier(Holding(), now=NOW)
            self.decryptor = age.Decryptor([READER], self.verifier.write)

        def write(self, data: bytes) -> None:
            self.decryptor.feed(data)

    through = Through()
    tracemalloc.start()
    try:
        write_bundle(
            through,
            recipients=trust().statement_recipients(),
            description=description,
            payloads=payloads,
            custody=b"".join(base.lines),
            log_head=chain.sign_head(KEY, device(), base.head().seq, base.head().hash),
            key=KEY,
        )
        through.decryptor.finish()
        found = through.verifier.finish()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found.files[1].size == len(block) * count
    assert peak < 4 * 1024 * 1024
