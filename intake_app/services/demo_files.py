"""Real files for the invented journey: a photograph, a paper as PDF, a spoken-length sound."""

from __future__ import annotations

import array
import io
import math
import sys
import wave
from pathlib import Path

from intake_app.assets import resource

SOUND_RATE_HZ = 16_000


def photograph() -> bytes:
    """Return the shipped, painted photograph as JPEG."""
    return resource("data", "demo", "photograph.jpg").read_bytes()


def sound(seconds: int = 4) -> bytes:
    """Return a quiet two-tone sound of `seconds` as WAV, 16 kHz mono 16 bit."""
    samples = array.array("h")
    for index in range(seconds * SOUND_RATE_HZ):
        t = index / SOUND_RATE_HZ
        swell = 0.5 - 0.5 * math.cos(2 * math.pi * t / seconds)
        tone = math.sin(2 * math.pi * 220 * t) + 0.5 * math.sin(2 * math.pi * 331 * t)
        samples.append(int(6000 * swell * tone))
    if sys.byteorder == "big":
        samples.byteswap()
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SOUND_RATE_HZ)
        file.writeframes(samples.tobytes())
    return out.getvalue()


def paper(lines: tuple[str, ...]) -> bytes:
    """Return a one-page PDF 1.4 of ASCII lines (ISO 32000-1 §7.5), enough for any viewer."""
    text = b"BT /F1 14 Tf 72 770 Td 22 TL\n"
    for line in lines:
        escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        text += b"(" + escaped.encode("ascii", "replace") + b") Tj T*\n"
    text += b"ET"
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
    )
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + end % (len(bodies) + 1, table)


def write_all(folder: Path) -> list[Path]:
    """Write the three files into `folder` as a witness would hand them over."""
    invented = (
        "INVENTED FOR PRACTICE - NOT A REAL DOCUMENT",
        "Certificate of death, copy",
        "Date of death: not stated    Cause: not stated",
    )
    contents = {
        "عکس حیاط ۱۳۵۸.jpg": photograph(),
        "گواهی فوت (رونوشت).pdf": paper(invented),
        "پیام صوتی.wav": sound(),
    }
    paths = []
    for name, content in contents.items():
        path = folder / name
        path.write_bytes(content)
        paths.append(path)
    return paths
