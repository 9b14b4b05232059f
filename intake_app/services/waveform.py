"""The outline of a recording, to draw it without decoding it: twenty windows a second.

Bytes: `PEAKS_A_SECOND` windows, each the lowest and the highest sample in it as signed bytes. A
window has `rate // 20` samples; the last may be shorter.
"""

from __future__ import annotations

PEAKS_A_SECOND = 20


class Outline:
    """Gathers the outline of samples that come bit by bit."""

    def __init__(self, rate: int) -> None:
        self._window = max(rate // PEAKS_A_SECOND, 1)
        self._rest = b""
        self._found = bytearray()

    def add(self, samples: bytes) -> None:
        """Take more int16 samples, little end first."""
        samples = self._rest + samples
        whole = len(samples) // (2 * self._window) * 2 * self._window
        self._rest = samples[whole:]
        self._found += outline(samples[:whole], self._window)

    def finish(self) -> bytes:
        """Return the whole outline."""
        if self._rest:
            self._found += outline(self._rest, len(self._rest) // 2)
            self._rest = b""
        return bytes(self._found)


def outline(samples: bytes, window: int) -> bytes:
    """Return lowest and highest of each window of `samples`, a whole number of windows."""
    import numpy as np

    if not samples:
        return b""
    rows = np.frombuffer(samples, "<i2").reshape(-1, window)
    pairs = np.stack((rows.min(axis=1), rows.max(axis=1)), axis=1) >> 8
    return pairs.astype(np.int8).tobytes()


def pairs_of(peaks: bytes) -> list[tuple[int, int]]:
    """Return lowest and highest of each window, -128 to 127; a half pair at the end is left out."""
    signed = memoryview(peaks[: len(peaks) // 2 * 2]).cast("b").tolist()
    return list(zip(signed[::2], signed[1::2], strict=True))
