"""What every kind of write has, and in whose name it is made."""

from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from conversations.activity import post_activity
from conversations.models import Conversation

from ..connection.clients import HookClient
from ..linear.errors import IdConflict, LinearError, Unavailable
from ..models import Operation

Made = TypeVar("Made")


class Write(Protocol[Made]):
    """One kind of operation; `Made` is what Linear answers when it is done."""

    def send(self, client: HookClient, operation: Operation) -> Made:
        """Send it for the first time."""

    def repeat(self, client: HookClient, operation: Operation) -> Made:
        """Bring it to its end, whatever became of an earlier attempt."""

    def answer(self, operation: Operation, made: Made) -> dict[str, Any]:
        """Return what the caller is answered."""

    def record(self, operation: Operation, made: Made) -> None:
        """Write down what it did, once, inside the caller's transaction."""

    def refused(self, operation: Operation, error: LinearError) -> None:
        """Say so where nobody else does, inside the caller's transaction."""
        return


@dataclass(frozen=True)
class Author:
    """In whose name an app writes; Linear takes it from nobody else."""

    name: str | None = None
    picture_url: str | None = None


def author_of(client: HookClient, operation: Operation) -> Author:
    """Return who asked for the operation, as far as Linear can be told."""
    user = operation.requested_by
    if user is None or not client.acts_as_app:
        return Author()
    return Author(user.name or user.email, user.avatar_url or None)


def late(error: IdConflict) -> Unavailable:
    """An earlier attempt got through after we asked: the next one finds what it made."""
    return Unavailable(str(error), outcome_unknown=True)


def conversation_of(operation: Operation) -> Conversation:
    """Return the conversation that a write to an issue is of; each of those has one."""
    if operation.conversation is None:
        raise ValueError(f"{operation} is of no conversation.")
    return operation.conversation


def say(operation: Operation, text: str, identifier: str, url: str) -> None:
    """Say in the conversation what was done to an issue, which the line links to."""
    post_activity(
        conversation_of(operation),
        f"{text} Linear issue [{identifier}]",
        by=operation.requested_by,
        links={identifier: url},
    )
