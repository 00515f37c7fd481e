"""Two accounts, both connected to Linear, with everything that a call can name."""

import json
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone

from conversations.access import membership_for
from conversations.embed_tokens import embed_token_for
from conversations.invitations import invite
from conversations.models import Account, Conversation, Invitation, Membership, User
from conversations.tokens import store_token
from linear_integration.models import (
    AppNotification,
    Hook,
    Issue,
    IssueLink,
    Operation,
    PersonalConnection,
    Webhook,
    WebhookDelivery,
    Workspace,
)
from linear_integration.sandbox.seed.ids import seed_id

from ..cast import Cast
from .table import ORIGIN

# By name, as it stands in routes and inputs: `display_id`, `hook_id`, …
Numbers = dict[str, Any]

TEAMS = {"acme": "ENG", "globex": "BIG"}
CARD = Path(__file__).resolve().parents[1] / "fixtures" / "stored" / "card.json"


@dataclass(frozen=True)
class World:
    """What Bob sees, what is hidden from him, what is another account's, and what isn't there."""

    mine: Numbers
    hidden: Numbers
    foreign: Numbers
    missing: Numbers


def build_world(cast: Cast) -> World:
    """Connect both accounts by API key; each conversation has a linked issue and an operation.

    The workspaces are those that the sandbox is seeded with.
    """
    for account in (cast.acme_support, cast.globex_care):
        account.embedding_origins = [ORIGIN]
        account.save(update_fields=["embedding_origins"])
    acme = _connect(cast.conversation, "acme")
    globex = _connect(cast.carols_conversation, "globex")
    mine = _numbers(cast.conversation, acme)
    return World(
        mine=mine | {"company_id": cast.company.pk},
        hidden=mine | _numbers(cast.other_inbox_conversation, acme),
        foreign=_numbers(cast.carols_conversation, globex),
        missing=_missing(mine),
    )


def _connect(conversation: Conversation, url_key: str) -> Hook:
    workspace = Workspace.objects.create(
        account=conversation.account,
        linear_id=uuid.UUID(seed_id("organization", url_key)),
        name=url_key.title(),
        url_key=url_key,
    )
    for member in conversation.account.memberships.all():
        # None that is used: what is called here is sent with the hook's key.
        PersonalConnection.objects.create(
            workspace=workspace,
            user=member.user,
            status=PersonalConnection.Status.REAUTHORIZE,
            access_token="lin_oauth_gone",
            viewer_id=uuid.uuid4(),
            viewer_name="Ada Admin",
        )
    return Hook.objects.create(
        workspace=workspace,
        token_kind=Hook.TokenKind.API_KEY,
        access_token=f"lin_api_demo_{url_key}",
        viewer_id=uuid.uuid4(),
        viewer_name="Ada Admin",
        is_app=False,
    )


def _numbers(conversation: Conversation, hook: Hook) -> Numbers:
    url_key = hook.workspace.url_key
    administrator = conversation.account.memberships.earliest("pk").user
    return {
        "account_id": conversation.account_id,
        "display_id": conversation.display_id,
        "inbox_id": conversation.inbox_id,
        "contact_id": conversation.contact_id,
        "company_id": conversation.contact.company_id,
        "assignee_id": conversation.account.memberships.get(role="administrator").user_id,
        "hook_id": hook.pk,
        "workspace_id": hook.workspace.linear_id,
        "team_id": uuid.UUID(seed_id("team", url_key, TEAMS[url_key])),
        "embed_token": _embed_token(administrator, conversation),
        "link_id": _link(conversation, hook.workspace).link_id,
        "operation_id": _operation(conversation, hook.workspace).pk,
        "delivery_id": _delivery(hook.workspace).pk,
        "app_notification_id": _notification(hook.workspace).pk,
        "token_id": store_token(administrator, "A program", str(uuid.uuid4())).pk,
        "user_id": conversation.account.memberships.latest("pk").user_id,
        "invitation_id": _invitation(conversation.account).pk,
        "key": Webhook.objects.get_or_create(hook=hook, defaults={"secret": "s"})[0].key,
        "secret": "no-such-secret",
        "page": "index",
        "language": "de",
        "version": "0",
    }


def _delivery(workspace: Workspace) -> WebhookDelivery:
    now = timezone.now()
    return WebhookDelivery.objects.create(
        workspace=workspace,
        body_hash=uuid.uuid4().hex,
        event_type="Issue",
        action="update",
        body="{}",
        sent_at=now,
        status=WebhookDelivery.Status.PARKED,
        finished_at=now,
    )


def _invitation(account: Account) -> Invitation:
    invitation, _ = invite(
        account.memberships.earliest("pk"),
        email=f"{uuid.uuid4()}@example.com",
        name="",
        role=Membership.Role.AGENT,
        inboxes=[],
    )
    return invitation


def _link(conversation: Conversation, workspace: Workspace) -> IssueLink:
    now = timezone.now()
    card = json.loads(CARD.read_text())
    issue, _ = Issue.objects.get_or_create(
        workspace=workspace,
        linear_id=card["id"],
        defaults={
            "identifier": card["identifier"],
            "title": card["title"],
            "url": card["url"],
            "card": card,
            "linear_updated_at": now,
            "fetched_at": now,
            "asked_at": now,
        },
    )
    return IssueLink.objects.create(conversation=conversation, issue=issue, link_id=uuid.uuid4())


def _notification(workspace: Workspace) -> AppNotification:
    return AppNotification.objects.create(
        workspace=workspace,
        linear_id=uuid.uuid4(),
        kind="issueMention",
        actor="Maya",
        issue_id=uuid.uuid4(),
        identifier="ENG-1",
        title="It burns",
        url="https://linear.app/acme/issue/ENG-1",
        created_at=timezone.now(),
    )


def _embed_token(user: User, conversation: Conversation) -> str:
    member = membership_for(user, conversation.account_id)
    return embed_token_for(member, conversation, origin=ORIGIN).signed()


def _operation(conversation: Conversation, workspace: Workspace) -> Operation:
    """Make one that was refused and can be tried again: its link isn't there, as it is to be."""
    now = timezone.now()
    error = {"code": "rate_limited", "message": "Slow down.", "fields": {}, "retry_after": 1}
    return Operation.objects.create(
        account=conversation.account,
        workspace=workspace,
        conversation=conversation,
        kind=Operation.Kind.UNLINK_ISSUE,
        link_id=uuid.uuid4(),
        payload={"identifier": "ENG-1"},
        request_hash="0" * 64,
        status=Operation.Status.REFUSED,
        error=error,
        lease_until=now,
        next_attempt_at=now,
    )


def _missing(numbers: Numbers) -> Numbers:
    of_a_kind = {int: 999_999, uuid.UUID: uuid.uuid4(), str: "missing"}
    return {name: of_a_kind[type(number)] for name, number in numbers.items()}
