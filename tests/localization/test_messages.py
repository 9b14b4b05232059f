from __future__ import annotations

from collections.abc import Iterator

import pytest

from intake_app import errors
from intake_app.localization import catalogs, messages
from intake_app.localization.catalog_check import words


def leaves(family: type[errors.IntakeError]) -> Iterator[type[errors.IntakeError]]:
    kinds = family.__subclasses__()
    if not kinds and family.__module__ == errors.__name__:
        yield family
    for kind in kinds:
        yield from leaves(kind)


CODES = {leaf.code for leaf in leaves(errors.IntakeError)} - {errors.BundleRefused.code}
ALL_CODES = CODES | errors.REFUSAL_CODES | errors.NOTE_CODES


def test_every_code_has_a_row_and_no_row_is_left_over() -> None:
    assert set(messages.MESSAGES) == ALL_CODES


@pytest.mark.parametrize("code", sorted(ALL_CODES))
def test_every_code_says_what_happened_and_what_to_do(code: str) -> None:
    english = messages.sentence(code)
    catalogs.activate("fa")
    persian = messages.sentence(code)
    for spoken, language in ((english, "en"), (persian, "fa")):
        for text in (spoken.what, spoken.hint):
            assert len(text) > 10
            assert text.endswith(".")
            assert not list(words(language).broken(text))
            assert code not in text
            assert "{" not in text
    assert english.what != persian.what
    assert english.hint != persian.hint


def test_an_error_object_is_enough() -> None:
    assert messages.sentence(errors.WrongPassphrase()) == messages.sentence("WRONG_PASSPHRASE")
    refused = errors.BundleRefused("PAYLOAD_HASH", where="data/000002.wav")
    assert "000002" not in str(messages.sentence(refused))
    assert messages.sentence(errors.LogLineBroken(seq=7)).what


@pytest.mark.parametrize("fault", [ValueError("Parvaneh told me"), KeyError("x"), "NO_SUCH_CODE"])
def test_an_unknown_fault_gets_one_sentence_without_values(fault: Exception | str) -> None:
    for code in ("en", "fa"):
        catalogs.activate(code)
        spoken = messages.sentence(fault)
        assert spoken == messages.sentence(RuntimeError())
        assert "Parvaneh" not in spoken.what + spoken.hint


def test_a_refusal_never_teaches_which_check_failed() -> None:
    said = {
        messages.sentence(code).what for code in ("TAR_HEADER", "TAGMANIFEST_FORM", "BAGIT_TXT")
    }
    assert len(said) == 1
