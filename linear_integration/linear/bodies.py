"""An answer's body, unpacked, and never more of it in memory than is allowed.

httpx unpacks whatever a part of the body holds: of a gzip in a gzip, that may be gigabytes.
"""

import zlib
from collections.abc import Callable, Iterable

from linear_integration.linear.errors import Unavailable
from linear_integration.linear.sentences import gettext_noop, unreadable

ANSWER_BYTES = 10 * 1024 * 1024
ACCEPTED_ENCODING = "gzip"
GZIP = 16 + zlib.MAX_WBITS

Unpack = Callable[[bytes, int], bytes]


def whole_body(parts: Iterable[bytes], encoding: str) -> bytes:
    """Return the parts as one, unpacked as Content-Encoding says; raises Unavailable."""
    try:
        return _unpacked(parts, encoding.strip().lower())
    except zlib.error as error:
        raise _broken() from error


def _unpacked(parts: Iterable[bytes], encoding: str) -> bytes:
    unzip = zlib.decompressobj(GZIP) if encoding == ACCEPTED_ENCODING else None
    if unzip is None and encoding not in {"", "identity"}:
        raise _broken()
    unpack: Unpack = unzip.decompress if unzip else _as_it_is
    body = bytearray()
    for part in parts:
        body += unpack(part, ANSWER_BYTES + 1 - len(body))
        if len(body) > ANSWER_BYTES:
            raise Unavailable(gettext_noop("Linear's answer is too large."), outcome_unknown=True)
    if unzip and not unzip.eof:
        raise _broken()
    return bytes(body)


def _as_it_is(part: bytes, _most: int) -> bytes:
    return part


def _broken() -> Unavailable:
    return Unavailable(unreadable("its compression is broken"), outcome_unknown=True)
