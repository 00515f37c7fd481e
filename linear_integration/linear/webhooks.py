"""Linear's webhooks: whether one is Linear's, and what stands on its envelope.

https://linear.app/developers/webhooks
"""

import hashlib
import hmac
from datetime import UTC, datetime
from functools import cached_property
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from linear_integration.linear.camel_case import CAMEL_CASE

Payload = TypeVar("Payload")

SIGNATURE_HEADER = "Linear-Signature"
LARGEST_BODY = 5 * 1024 * 1024
# Of the year 9999, the last one that Python knows.
LAST_MILLISECOND = 253_402_300_799_000


class UnreadableEvent(ValueError):
    """A signed body is no event as Linear sends them; the text says where, and shows no value."""


def sign(raw: bytes, secret: str) -> str:
    """Return the signature of a raw body: HMAC-SHA256 in lower-case hexadecimal digits."""
    return hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()


def verify_signature(raw: bytes, signature: str, secret: str) -> bool:
    """Return whether the signature is that of the raw body; without a secret, none is."""
    if not secret:
        return False
    return hmac.compare_digest(sign(raw, secret).encode(), signature.encode())


def _number(value: object) -> object:
    # Linear's own client refuses a text here, too.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("not a number")
    return value


# Names of Linear's, which stand in our tables and on our pages.
Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.]{0,63}$")]
Milliseconds = Annotated[
    float, BeforeValidator(_number), Field(ge=0, le=LAST_MILLISECOND, allow_inf_nan=False)
]


@dataclass(frozen=True, config=CAMEL_CASE)
class Actor:
    """Who did it: a `user`, an `oauthClient`, an `integration` or another of Linear's types."""

    id: str = ""
    name: str = ""
    type: str = ""


@dataclass(frozen=True, config=CAMEL_CASE)
class Envelope:
    """What every event says of itself.

    `webhook_timestamp` is in milliseconds since the epoch. `updated_from` holds the values before
    an update, of the fields that it changed.
    """

    type: Name
    action: Name
    organization_id: UUID
    webhook_timestamp: Milliseconds
    created_at: datetime | None = None
    data: dict[str, Any] = Field(default_factory=dict)
    updated_from: dict[str, Any] | None = None
    actor: Actor | None = None
    url: str | None = None


class Event:
    """One event, read as far as its envelope; `read` reads what that holds."""

    def __init__(self, raw: bytes) -> None:
        """Raise UnreadableEvent for what is no event of Linear's."""
        self._raw = raw
        self.envelope: Envelope = _read(_ENVELOPE, raw)

    @property
    def entity_id(self) -> str:
        """The id of what it is about; empty where it names none."""
        entity = self.envelope.data.get("id")
        return entity if isinstance(entity, str) and len(entity) <= 36 else ""

    @cached_property
    def updated_at(self) -> datetime | None:
        """When what it is about was changed last, as the event has it."""
        try:
            return _DATETIME.validate_python(self.envelope.data.get("updatedAt"))
        except ValidationError:
            return None

    @cached_property
    def sent_at(self) -> datetime:
        """When Linear says that it sent it."""
        return datetime.fromtimestamp(self.envelope.webhook_timestamp / 1000, UTC)

    def data(self, adapter: "TypeAdapter[Payload]") -> Payload:
        """Return `data` as the adapter's type; raises UnreadableEvent."""
        return _read_values(adapter, self.envelope.data)

    def body(self, adapter: "TypeAdapter[Payload]") -> Payload:
        """Return the whole body as the adapter's type, for events without `data`."""
        return _read(adapter, self._raw)


def read_event(raw: bytes) -> Event:
    """Return the event that a body is; raises UnreadableEvent."""
    return Event(raw)


_ENVELOPE = TypeAdapter(Envelope)
_DATETIME: TypeAdapter[datetime | None] = TypeAdapter(datetime | None)


def _read(adapter: "TypeAdapter[Payload]", raw: bytes) -> Payload:
    try:
        return adapter.validate_json(raw)
    except ValidationError as error:
        raise _unreadable(error) from None


def _read_values(adapter: "TypeAdapter[Payload]", values: dict[str, Any]) -> Payload:
    try:
        return adapter.validate_python(values)
    except ValidationError as error:
        raise _unreadable(error) from None


def _unreadable(error: ValidationError) -> UnreadableEvent:
    first = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return UnreadableEvent(f"{place or 'body'}: {first['type']}")
