"""A time service of one's own, made and run with stock `openssl`."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_CONFIG = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/{name}.crt
certs = {folder}/ca.crt
signer_key = {folder}/{name}.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1, millisecs:500
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""
_USES = {
    "tsa": "critical,timeStamping",
    "lax": "timeStamping",
    "mail": "critical,emailProtection",
    "both": "critical,timeStamping,codeSigning",
}


def openssl(*arguments: object, ok: bool = True) -> subprocess.CompletedProcess[bytes]:
    """Run the stock tool."""
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, check=False)
    assert not ok or done.returncode == 0, done.stderr.decode()
    return done


@dataclass
class TimeService:
    """One authority in `folder`; `name` in `answer` chooses the certificate that signs."""

    folder: Path

    @classmethod
    def found(cls, folder: Path, name: str = "Time authority") -> TimeService:
        folder.mkdir()
        made = cls(folder)
        made._key("ca")
        openssl(
            *("req", "-x509", "-new", "-key", folder / "ca.key", "-out", folder / "ca.crt"),
            *("-subj", f"/O=Invented/CN={name}", "-days", "3650"),
            *("-addext", "keyUsage=critical,keyCertSign"),
        )
        (folder / "serial").write_text("01\n")
        made.certificate("tsa")
        return made

    @property
    def root(self) -> Path:
        """The root certificate that a user takes in."""
        return self.folder / "ca.crt"

    def certificate(self, name: str, *, days: int = 365) -> None:
        """Make a certificate of a kind; with days below one it is over already."""
        self._key(name)
        use = _USES[name.partition("-")[0]]
        (self.folder / f"{name}.ext").write_text(
            f"keyUsage=critical,digitalSignature\nextendedKeyUsage={use}\n"
        )
        openssl(
            *("req", "-new", "-key", self.folder / f"{name}.key"),
            *("-subj", f"/O=Invented/CN=Time service {name}", "-out", self.folder / f"{name}.csr"),
        )
        openssl(
            *("x509", "-req", "-in", self.folder / f"{name}.csr", "-CA", self.root),
            *("-CAkey", self.folder / "ca.key", "-CAcreateserial", "-days", str(days)),
            *("-extfile", self.folder / f"{name}.ext", "-out", self.folder / f"{name}.crt"),
        )

    def answer(self, query: bytes, name: str = "tsa") -> bytes:
        """Return what the service answers; the tool refuses certificates that are not for it."""
        (self.folder / "q.tsq").write_bytes(query)
        config = self.folder / "tsa.cnf"
        config.write_text(_CONFIG.format(folder=self.folder, name=name))
        openssl(
            *("ts", "-reply", "-config", config, "-queryfile", self.folder / "q.tsq"),
            *("-out", self.folder / "a.tsr"),
        )
        return (self.folder / "a.tsr").read_bytes()

    def forged(self, answer: bytes, name: str, change: Callable[[bytes], bytes] = bytes) -> bytes:
        """Return an answer's content, changed and signed with any certificate of ours."""
        (self.folder / "a.tsr").write_bytes(answer)
        token, content, signed = (self.folder / each for each in ("token", "content", "signed"))
        openssl("ts", "-reply", "-in", self.folder / "a.tsr", "-token_out", "-out", token)
        openssl(
            *("cms", "-verify", "-noverify", "-binary", "-inform", "DER", "-in", token),
            *("-out", content),
        )
        content.write_bytes(change(content.read_bytes()))
        openssl(
            *("cms", "-sign", "-binary", "-nodetach", "-md", "sha256", "-cades", "-in", content),
            *("-econtent_type", "1.2.840.113549.1.9.16.1.4", "-outform", "DER", "-out", signed),
            *("-signer", self.folder / f"{name}.crt", "-inkey", self.folder / f"{name}.key"),
            *("-certfile", self.root),
        )
        return sequence(sequence(b"\x02\x01\x00") + signed.read_bytes())

    def query(self, text: bytes, *more: str) -> bytes:
        """Return the tool's own question about a text."""
        (self.folder / "text").write_bytes(text)
        openssl(
            *("ts", "-query", "-data", self.folder / "text", *more),
            *("-out", self.folder / "own.tsq"),
        )
        return (self.folder / "own.tsq").read_bytes()

    def _key(self, name: str) -> None:
        path = self.folder / f"{name}.key"
        openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", path)


def sequence(content: bytes) -> bytes:
    """Return a DER SEQUENCE."""
    size = len(content)
    length = bytes([size]) if size < 0x80 else b"\x82" + size.to_bytes(2)
    return b"\x30" + length + content


def accepts(folder: Path, text: bytes, response: bytes, certificates: bytes, query: bytes) -> bool:
    """Return whether `openssl ts -verify` takes an answer, for the text and for the question."""
    for name, data in (("text", text), ("r.tsr", response), ("c.pem", certificates), ("q", query)):
        (folder / name).write_bytes(data)
    common: list[str | Path] = ["-in", folder / "r.tsr", "-CAfile", folder / "c.pem"]
    questions: list[list[str | Path]] = [["-data", folder / "text"], ["-queryfile", folder / "q"]]
    return all(
        openssl("ts", "-verify", *about, *common, ok=False).returncode == 0 for about in questions
    )
