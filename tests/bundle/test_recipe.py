"""Outside experts need none of our program: stock tools accept and refuse what we do."""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import pytest

from intake_app.assets import read_text
from intake_app.bundle import bag
from intake_app.bundle.description import Description
from intake_app.crypto import sshsig
from intake_app.domain.exhibits import EXTENSIONS
from intake_app.errors import NOTE_CODES, REFUSAL_CODES
from tests.bundle.a_bundle import KEY, NOW, Holding, Parts, good, log_lines, spans, taken, verified
from tests.bundle.an_organisation import after, revoked
from tests.bundle.recipe import OPENSSL_SCRIPT, SCRIPT, judged
from tests.bundle.tampering import TAMPERED, when
from tests.crypto.refusals import refused

WHEN = "20261125063000Z"


@lru_cache(maxsize=1)
def _judgements() -> Mapping[str, tuple[bool, str]]:
    def judge(name: str) -> tuple[bool, str]:
        content = TAMPERED[name][2]()
        return judged(content, when(content))

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(TAMPERED, pool.map(judge, TAMPERED), strict=True))


def test_what_the_writer_makes_is_sound() -> None:
    sound, said = judged(good(), WHEN)
    assert sound, said
    assert said.count("\nholds") >= 25
    assert "bagit.py finds the bag valid" in said


@pytest.mark.parametrize(
    "parts",
    [
        Parts(files=()),
        Parts(files=(), said=(("kind", "identity"),)),
        Parts(lines=()),
        Parts(lines=tuple(log_lines(3, after=Parts().head())), after=Parts().head()),
        Parts(
            files=tuple(("x", "image/png", bytes([n % 251]) * n) for n in (1, 511, 512, 513, 65537))
        ),
        Parts(files=(("big", "video/mp4", bytes(3_000_001)),)),
    ],
    ids=["alone", "identity", "no log line", "log goes on", "sizes", "beyond the smallest"],
)
def test_every_kind_of_bundle_is_sound(parts: Parts) -> None:
    sound, said = judged(parts.content(), WHEN)
    assert sound, said


@pytest.mark.parametrize("name", TAMPERED)
def test_tampering_is_refused_by_stock_tools_where_they_can_judge_it(name: str) -> None:
    sound, said = _judgements()[name]
    assert sound is not TAMPERED[name][1], said
    assert sound or said.count("FAILS") == 1


def test_any_single_byte_is_noticed_by_stock_tools() -> None:
    random_places = random.Random(20261124)
    used = spans(good())[""].start
    places = [random_places.randrange(used) for _ in range(14)]
    places += [spans(good())[name].start + 60 for name in (bag.SIGNATURE, bag.LOG_SIGNATURE)]
    places += [random_places.randrange(used, len(good())) for _ in range(4)]
    mutants = [
        good()[:at] + bytes([good()[at] ^ random_places.randrange(1, 256)]) + good()[at + 1 :]
        for at in places
    ]
    with ThreadPoolExecutor(2) as pool:
        verdicts = list(pool.map(lambda mutant: judged(mutant, WHEN), mutants))
    assert [place for place, (sound, _) in zip(places, verdicts, strict=True) if sound] == []


def test_a_revoked_device_is_refused_after_its_last_trusted_time_alone() -> None:
    trust = Holding().trust
    assert trust is not None
    others = [each for each in trust.devices if each.key != KEY.public]
    cut = revoked(next(each for each in trust.devices if each.key == KEY.public))
    devices = tuple(sorted([*others, cut], key=lambda each: each.principal))
    signers = after(trust, devices=devices).files()["allowed_signers"]
    assert judged(good(), "20261130235959Z", signers)[0]
    assert not judged(good(), "20261201000001Z", signers)[0]


def test_openssl_alone_checks_a_signature(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_bytes(KEY.public.pem())
    (tmp_path / "text").write_bytes(taken().of(bag.TAGMANIFEST))
    (tmp_path / "text.sig").write_bytes(taken().of(bag.SIGNATURE))

    def holds(namespace: str) -> bool:
        command = [str(OPENSSL_SCRIPT), "text", "text.sig", namespace, "key.pem"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True).returncode == 0  # noqa: PLW1510

    assert holds(sshsig.BUNDLE)
    assert not holds(sshsig.LOG)
    (tmp_path / "text").write_bytes(taken().of(bag.TAGMANIFEST)[:-1])
    assert not holds(sshsig.BUNDLE)


@pytest.mark.parametrize(
    "arguments",
    [[], ["a"], ["{tar}", "{tar}", "device-1", WHEN], ["{tar}", "{tar}", "device-00000000", "now"]],
)
def test_the_recipe_called_wrongly_says_how(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "b.tar").write_bytes(b"")
    filled = [each.format(tar=tmp_path / "b.tar") for each in arguments]
    done = subprocess.run([SCRIPT, *filled], capture_output=True, check=False)
    assert done.returncode == 2
    assert b"ALLOWED_SIGNERS" in done.stderr


def test_a_compressed_tar_is_no_bundle(tmp_path: Path) -> None:
    (tmp_path / "b.tar").write_bytes(good())
    packed = subprocess.run(
        ["gzip", "-c", tmp_path / "b.tar"], check=True, capture_output=True
    ).stdout
    assert not judged(packed, WHEN)[0]
    with refused("ROOT_NAME"):
        verified(packed, now=NOW)


def test_the_specification_names_every_code_path_and_type() -> None:
    told = set(re.findall(r"[A-Za-z0-9_./@-]+", read_text("docs", "bundle-format.md")))
    codes = REFUSAL_CODES | NOTE_CODES
    assert codes - told == set()
    assert {bag.TAGMANIFEST, bag.SIGNATURE, *bag.TAGS} - told == set()
    assert {*EXTENSIONS.values(), "bin"} - told == set()
    assert {*Description.__struct_fields__} - told == set()
    assert {sshsig.BUNDLE, sshsig.LOG, sshsig.RECEIPT} - told == set()
    assert bag.PROFILE.removeprefix("urn:uuid:") in told
