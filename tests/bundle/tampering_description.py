"""What is wrong with bundle.json."""

from __future__ import annotations

from intake_app.bundle import bag
from intake_app.crypto import canonical
from tests.bundle.a_bundle import OTHER_ID, taken
from tests.bundle.tampering_tools import described_as, description, files_as, said, tampered


@tampered("JSON_TOO_BIG", stock=True)
def description_too_big() -> bytes:
    return described_as(b" " * (4 * 1024 * 1024 + 1))


@tampered("JSON_SYNTAX", stock=True)
def description_no_json() -> bytes:
    return described_as(b"{\n")


@tampered("JSON_DUP_KEY", stock=False)
def description_says_twice() -> bytes:
    text = taken().of(bag.DESCRIPTION)
    return described_as(b'{"app":{"build_sha256":"","version":"9"},' + text[1:])


@tampered("JSON_FLOAT", stock=False)
def description_with_a_fraction() -> bytes:
    text = taken().of(bag.DESCRIPTION)
    return described_as(text.replace(b'"mono_ms":3600000', b'"mono_ms":3600000.0'))


@tampered("JSON_SURROGATE", stock=False)
def description_with_half_a_letter() -> bytes:
    return described_as(taken().of(bag.DESCRIPTION).replace(b"Heron", b"\\ud800"))


@tampered("JSON_NOT_CANONICAL", stock=False)
def description_with_a_space() -> bytes:
    return described_as(taken().of(bag.DESCRIPTION).replace(b'"app":', b'"app": '))


@tampered("JSON_NOT_CANONICAL", stock=False)
def description_without_its_line_feed() -> bytes:
    return described_as(taken().of(bag.DESCRIPTION)[:-1])


@tampered("JSON_SCHEMA", stock=False)
def description_says_more() -> bytes:
    return taken().described(remark="").pack()


@tampered("JSON_SCHEMA", stock=False)
def description_says_less() -> bytes:
    value = description()
    del value["seen"]
    return described_as(canonical.encode(value))


@tampered("JSON_SCHEMA", stock=False)
def files_of_the_wrong_role() -> bytes:
    return files_as(lambda files: said(files[0], role="exhibit"))


@tampered("JSON_SCHEMA", stock=False)
def two_statements() -> bytes:
    return files_as(lambda files: said(files[2], role="statement"))


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
