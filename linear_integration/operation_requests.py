"""What is asked of an operation: the request as somebody makes it, and the plan to carry it out."""

import hashlib
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop

from conversations.models import Account, Conversation, User

from .models import Hook, Operation
from .operation_errors import KeyReused


@dataclass(frozen=True)
class Request:
    """What somebody asks for; two with the same key and hash are the same request."""

    by: User | None
    account: Account
    conversation: Conversation | None
    kind: Operation.Kind
    body: dict[str, Any]
    idempotency_key: str | None = None
    # Of whoever asked for it there.
    name_in_linear: str = ""
    # The operation's; made of what is asked where no other account may do the same.
    id: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def hash(self) -> str:
        """The SHA-256 of kind, conversation and body, in hex."""
        asked = [self.kind, self.conversation and self.conversation.pk, self.body]
        text = json.dumps(asked, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Plan:
    """How it is carried out: through which hook, with which ids, and what else is sent."""

    hook: Hook
    payload: dict[str, Any]
    issue_id: uuid.UUID | None = None
    link_id: uuid.UUID | None = None
    comment_id: uuid.UUID | None = None


def find(request: Request) -> Operation | None:
    """Return the operation of an earlier, equal request; raises KeyReused for an unequal one."""
    if request.idempotency_key is None:
        return None
    operation = Operation.objects.filter(
        account=request.account, idempotency_key=request.idempotency_key
    ).first()
    if operation is not None and operation.request_hash != request.hash:
        raise KeyReused(
            gettext_noop("This Idempotency-Key was used for another request. Send a new one.")
        )
    return operation
