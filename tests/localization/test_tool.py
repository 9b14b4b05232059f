from __future__ import annotations

import json
from pathlib import Path

import pytest

from intake_app.localization import catalog_check, po_reader, tool
from intake_app.localization.po_writer import Source


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one module, with empty catalogs of its own."""
    app = tmp_path / "intake_app"
    app.mkdir()
    (app / "one.py").write_text(
        "def f(_, N_, NP_, pgettext, name):\n"
        "    # Translators: on a button\n"
        "    _('Save')\n"
        "    _('Saved {name}', name=name)\n"
        "    N_('Later')\n"
        "    NP_('{n} file', '{n} files')\n"
        "    pgettext('season', 'spring')\n",
        "utf-8",
    )
    monkeypatch.setattr(tool, "POT", tmp_path / "intake.pot")
    monkeypatch.setattr(tool, "po_path", lambda code: tmp_path / code / "intake.po")
    found = tool.sources
    monkeypatch.setattr(tool, "sources", lambda: found(app))
    return tmp_path


FILLED: dict[str, str | list[str]] = {
    "Save": "ذخیره",
    "Saved {name}": "ذخیره شد: {name}",
    "Later": "بعداً",
    "{n} file": ["{n} فایل", "{n} فایل"],
    "season\x04spring": "بهار",
}


def test_the_way_of_a_text_into_the_catalog(project: Path) -> None:
    assert tool.main(["update"]) == 0
    assert set(tool.missing("fa")) == set(FILLED)
    assert tool.missing("fa")["{n} file"] == ["", ""]
    (project / "fa.json").write_text(json.dumps({**FILLED, "Gone": "رفته"}), "utf-8")
    assert tool.main(["fill", str(project / "fa.json")]) == 1  # one text is not asked for
    assert tool.missing("fa") == {}
    assert catalog_check.faults() == []
    table = po_reader.read_po(project / "fa" / "intake.po")
    assert table["{n} file"] == ("{n} فایل", "{n} فایل")


def test_catalogs_hold_no_dates_lines_or_paths_of_this_machine(project: Path) -> None:
    tool.main(["update"])
    for path in project.rglob("intake.po*"):
        text = path.read_text("utf-8")
        assert "#: intake_app/one.py\n" in text
        assert "#. on a button" in text
        assert str(project) not in text
        assert "POT-Creation-Date" not in text
    before = (project / "fa" / "intake.po").read_bytes()
    tool.main(["update"])
    assert (project / "fa" / "intake.po").read_bytes() == before


def test_a_text_that_is_gone_leaves_the_catalog_and_others_stay(project: Path) -> None:
    tool.main(["update"])
    tool.fill("fa", FILLED)
    module = project / "intake_app" / "one.py"
    module.write_text(module.read_text("utf-8").replace("'Later'", "'Now'"), "utf-8")
    assert any("not up to date" in fault for fault in catalog_check.faults())
    tool.main(["update"])
    table = po_reader.read_po(project / "fa" / "intake.po")
    assert "Later" not in table
    assert table["Save"] == ("ذخیره",)
    assert tool.missing("fa") == {"Now": ""}


def test_usage() -> None:
    assert tool.main([]) == 2


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("", "not translated"),
        ("ذخیره شد", "placeholders differ"),
        ("ذخیره شد {nam}", "placeholders differ"),
        ("ذخیره شد {name}.", "full stop"),
        (" ذخیره شد {name}", "spaces at the ends"),
        ("ذخیره save شد {name}", "Latin letters"),
        ("ذخيره شد {name}", "U+064A"),
        ("ذخیره شد ٣ {name}", "U+0663"),
        ("ذخیره شد 3 {name}", "Latin digit or mark"),
        ("ذخیره شد? {name}", "Latin digit or mark"),
        ("ذخیره\u200c شد {name}", "edge of a word"),
        ("می\u200c\u200cشود {name}", "edge of a word"),
        ("کار\u200cها {name}", "never joins"),
        ("می شود {name}", "instead of half-space"),
        ("شاهد ها {name}", "instead of half-space"),
        ("رژیم {name}", "banned word"),
        ("تاریخ شهادت {name}", "banned word"),
        ("هش {name}", "banned word"),
        ("یک " * 30 + "{name}", "sentence of"),
    ],
)
def test_each_fault_of_a_translation_is_named(said: str, fault: str) -> None:
    found = list(catalog_check.form_faults("fa", Source("Saved {name}"), (said,)))
    assert any(fault in each for each in found), found


@pytest.mark.parametrize(
    "said",
    [
        "در حافظهٔ USB ذخیره شد {name}",
        "با --passphrase-file ذخیره شد {name}",
        "برای شاهد ذخیره می‌شود؛ «{name}»؟",
        "صفحه‌کلید {name}",
        "هشت شهادت‌نامه {name}",
    ],
)
def test_good_persian_passes(said: str) -> None:
    assert list(catalog_check.form_faults("fa", Source("Saved {name}"), (said,))) == []


def test_a_counted_text_needs_every_form() -> None:
    source = Source("{n} file", "{n} files")
    assert list(catalog_check.form_faults("fa", source, ("{n} فایل", ""))) == ["not translated"]
    assert list(catalog_check.form_faults("fa", source, ("{n} فایل",))) == ["not translated"]


def test_english_may_stay_empty_but_not_wrong() -> None:
    assert list(catalog_check.form_faults("en", Source("Save"), ("",))) == []
    assert list(catalog_check.form_faults("en", Source("Saved {name}"), ("Saved",)))


@pytest.mark.parametrize(
    "word", ["key", "Hash", "cipher", "fingerprint", "null", "invalid", "regime"]
)
def test_words_of_the_trade_and_of_a_camp_are_found(word: str) -> None:
    assert list(catalog_check.words("en").broken(f"The {word} is here."))
    assert not list(catalog_check.words("en").broken("The keyboard is here."))
