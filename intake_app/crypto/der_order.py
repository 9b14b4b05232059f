"""The certificates in a timestamp's answer, put into the order that the strict reader wants.

They are a SET, which DER wants sorted. OpenSSL's time service, and with it many others, writes them
as they come, and the library then reads nothing at all. No signature covers that order.
"""

from __future__ import annotations

from collections.abc import Iterator

_SEQUENCE, _CONTEXT_0 = 0x30, 0xA0


def with_sorted_certificates(response: bytes) -> bytes:
    """Return the answer with its certificates sorted; bytes of any other form as they are."""
    try:
        start, end = _certificates(response)
        parts = sorted(response[a:b] for _tag, a, _content, b in _elements(response, start, end))
    except (IndexError, ValueError):
        return response
    return response[:start] + b"".join(parts) + response[end:]


def _certificates(data: bytes) -> tuple[int, int]:
    """Return where the content of SignedData's certificates begins and ends.

    TimeStampResp { status, ContentInfo { OID, [0] SignedData { version, digestAlgorithms,
    encapContentInfo, [0] certificates … } } }
    """
    begin, end = 0, len(data)
    for tag, at in (
        (_SEQUENCE, 0),
        (_SEQUENCE, 1),
        (_CONTEXT_0, 1),
        (_SEQUENCE, 0),
        (_CONTEXT_0, 3),
    ):
        found = list(_elements(data, begin, end))[at]
        if found[0] != tag:
            raise ValueError
        begin, end = found[2], found[3]
    return begin, end


def _elements(data: bytes, begin: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield (tag, start, start of content, end) of each element that lies in a range.

    Raises:
        IndexError, ValueError: they do not fill it exactly.
    """
    at = begin
    while at < end:
        tag, length, content = data[at], data[at + 1], at + 2
        if length & 0x80:
            count = length & 0x7F
            if not 1 <= count <= 4:  # noqa: PLR2004  (longer than any answer we read)
                raise ValueError
            length = int.from_bytes(data[content : content + count])
            content += count
        if content + length > end:
            raise ValueError
        yield tag, at, content, content + length
        at = content + length
