"""IPP through pyipp, which by itself drops attributes it does not know without a word (0.17.2)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, Self

import aiohttp
from pyipp import IPP
from pyipp.enums import IppTag
from pyipp.serializer import construct_attribute, construct_attribute_values
from pyipp.tags import ATTRIBUTE_TAG_MAP

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyipp.exceptions import IPPError

_KEYWORDS = ("media", "sides", "print-scaling", "media-source", "media-type")
_INTEGERS = (
    "x-dimension",
    "y-dimension",
    "media-top-margin",
    "media-bottom-margin",
    "media-left-margin",
    "media-right-margin",
)
TAGS: dict[str, IppTag] = {
    **ATTRIBUTE_TAG_MAP,
    **dict.fromkeys(_KEYWORDS, IppTag.KEYWORD),
    **dict.fromkeys(_INTEGERS, IppTag.INTEGER),
    "media-col": IppTag.BEGIN_COLLECTION,
    "media-size": IppTag.BEGIN_COLLECTION,
}
_GROUPS = (
    ("operation-attributes-tag", IppTag.OPERATION),
    ("job-attributes-tag", IppTag.JOB),
)


def encode(message: Mapping[str, Any], request_id: int = 1) -> bytes:
    """Return a request as bytes (RFC 8010).

    Raises:
        KeyError: An attribute whose type is not known here; sending without it would lie.
    """
    head = struct.pack(">bbhi", *message["version"], message["operation"].value, request_id)
    body = b"".join(
        bytes([tag.value]) + b"".join(_attribute(*item) for item in message[group].items())
        for group, tag in _GROUPS
        if group in message
    )
    return head + body + bytes([IppTag.END.value]) + bytes(message.get("data", b""))


def _attribute(name: str, value: object) -> bytes:
    tag = TAGS[name]
    if isinstance(value, dict):
        return _collection(name, value)
    return bytes(construct_attribute(name, value, tag))


def _collection(name: str, members: dict[str, Any]) -> bytes:
    out = _head(IppTag.BEGIN_COLLECTION, name) + struct.pack(">h", 0)
    for member, value in members.items():
        encoded = member.encode()
        out += _head(IppTag.MEMBER_NAME, "") + struct.pack(">h", len(encoded)) + encoded
        if isinstance(value, dict):
            out += _collection("", value)
        else:
            out += _head(TAGS[member], "") + construct_attribute_values(TAGS[member], value)
    return out + _head(IppTag.END_COLLECTION, "") + struct.pack(">h", 0)


def _head(tag: IppTag, name: str) -> bytes:
    encoded = name.encode()
    return struct.pack(">bh", tag.value, len(encoded)) + encoded


class Client(IPP):
    """One conversation with a printer; each request has a connection of its own.

    A kept connection to a printer that was switched off fails only after the job was written
    into it, and then nobody knows whether it left.
    """

    async def __aenter__(self) -> Self:
        self.session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True))
        self._close_session = True
        return self

    async def _request(
        self,
        uri: str = "",
        data: object | None = None,
        params: Mapping[str, str] | None = None,
    ) -> bytes:
        encoded = encode(data) if isinstance(data, dict) else data
        return await super()._request(uri, encoded, params)


def status_of(error: IPPError) -> int | None:
    """Return the IPP status with which the device refused, or None if it gave none."""
    facts = error.args[1] if len(error.args) > 1 else None
    status = facts.get("status-code") if isinstance(facts, dict) else None
    # pyipp keeps HTTP errors under the same key; IPP errors begin at 0x0400.
    return status if isinstance(status, int) and 0x0400 <= status <= 0x05FF else None  # noqa: PLR2004


def never_connected(error: BaseException) -> bool:
    """Tell whether it is certain that no byte left, because there was no connection."""
    return isinstance(error.__cause__, aiohttp.ClientConnectorError)


def listed(value: object) -> list[Any]:
    """Return an attribute as a list; pyipp gives a single value bare, a missing one as None."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
