from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po as babel_read_po

from intake_app.localization import catalogs, languages, po_reader, tool
from intake_app.localization.catalogs import compose, gettext, ngettext, pgettext
from intake_app.localization.isolate import FSI, PDI
from intake_app.localization.marking import N_, NP_
from intake_app.localization.po_writer import Source, written


def test_every_language_has_its_folder_and_its_own_direction() -> None:
    found = languages.registry()
    assert set(found) >= {"en", "fa"}
    assert (found["fa"].is_rtl, found["en"].is_rtl) == (True, False)
    assert found["fa"].qt_locale == "fa_IR"
    assert [found["fa"].plural_index(n) for n in (0, 1, 2, 11)] == [0, 0, 1, 1]
    assert [found["en"].plural_index(n) for n in (0, 1, 2)] == [1, 0, 1]


def test_unknown_language_is_refused_not_guessed() -> None:
    with pytest.raises(KeyError):
        catalogs.activate("ckb")
    assert catalogs.active().code == "en"


def test_a_text_is_said_in_the_active_language() -> None:
    text = N_("This passphrase does not open the vault.")
    assert gettext(text) == text
    catalogs.activate("fa")
    assert gettext(text) == "این عبارت عبور صندوق امن را باز نمی‌کند."
    assert pgettext("season", "spring") == "بهار"


def test_an_unknown_text_falls_back_to_english() -> None:
    catalogs.activate("fa")
    assert gettext("Nobody ever said this.") == "Nobody ever said this."


def test_values_are_isolated_and_never_read_as_a_template() -> None:
    assert gettext("Copied {name}", name="{secret}.pdf") == f"Copied {FSI}{{secret}}.pdf{PDI}"
    assert gettext("Copied {name}", name="") == "Copied "
    once = f"{FSI}a{PDI}"
    assert gettext("Copied {name}", name=once) == f"Copied {once}"
    assert compose("{a} {b}", a="1", b="{a}") == "1 {a}"


def test_a_missing_value_is_noticed() -> None:
    with pytest.raises(KeyError):
        gettext("{one} {two}", one=1)


def test_counts_are_written_in_the_languages_digits() -> None:
    forms = NP_("{n} minute", "{n} minutes")
    assert ngettext(*forms, 1) == f"{FSI}1{PDI} minute"
    assert ngettext(*forms, 12_345) == f"{FSI}12,345{PDI} minutes"
    catalogs.activate("fa")
    assert ngettext(*forms, 12_345) == f"{FSI}۱۲٬۳۴۵{PDI} دقیقه"
    assert gettext("Word {number}", number=7).endswith(f"{FSI}۷{PDI}")


def test_the_made_up_language_shows_what_went_through_a_catalog() -> None:
    catalogs.activate("xx")
    said = gettext("Open <b>{name}</b> &amp; go", name="file")
    assert said == f"⟦Öþéñ <b>{FSI}file{PDI}</b> &amp; ĝö⟧"
    assert ngettext("{n} byte", "{n} bytes", 2) == f"⟦{FSI}2{PDI} ƀýţéš⟧"
    assert gettext("") == ""


@pytest.mark.parametrize("code", ["en", "fa"])
def test_our_reader_and_the_reference_reader_agree(code: str) -> None:
    path = tool.po_path(code)
    with path.open("rb") as file:
        reference = babel_read_po(file, locale=code)
    expected = {}
    for message in reference:
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        name = message.id[0] if isinstance(message.id, tuple) else message.id
        key = name if message.context is None else f"{message.context}\x04{name}"
        if key and all(forms):
            expected[key] = forms
    assert po_reader.read_po(path) == expected


def test_escapes_survive_writing_and_reading(tmp_path: Path) -> None:
    odd = 'a "quoted"\\ line\nand\ttab'
    path = tmp_path / "intake.po"
    path.write_text(written({}, [Source("k\x04" + odd, "many")], {"k\x04" + odd: (odd, odd)}, 2))
    assert po_reader.read_po(path) == {"k\x04" + odd: (odd, odd)}


def test_fuzzy_obsolete_and_empty_entries_are_not_said(tmp_path: Path) -> None:
    path = tmp_path / "intake.po"
    path.write_text(
        'msgid ""\nmsgstr ""\n\n#, fuzzy\nmsgid "a"\nmsgstr "x"\n\n'
        'msgid "b"\nmsgstr ""\n\n#~ msgid "c"\n#~ msgstr "x"\n\nmsgid "d"\nmsgstr "y"\n',
    )
    assert po_reader.read_po(path) == {"d": ("y",)}


@pytest.mark.parametrize("line", ["msgid unquoted", 'msgid "open', "msgid 12", "msgid null"])
def test_a_malformed_catalog_is_an_error(tmp_path: Path, line: str) -> None:
    path = tmp_path / "intake.po"
    path.write_text(f'{line}\nmsgstr "x"\n')
    with pytest.raises(po_reader.PoSyntaxError):
        po_reader.read_po(path)
