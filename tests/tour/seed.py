"""What the demo lacks to show every state: `python -m tests.tour.seed`, with the demo's settings.

Globex Care gets an agent, who is told of events. Initech Desk has to connect again, Umbra Help
has a workspace with hundreds of people and labels, and Quiet Desk has nothing yet, not even the
feature. Acme Support has invitations, open and ended.
"""

import json
import os
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import django
import httpx

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bridge.settings")
django.setup()

from django.conf import settings  # noqa: E402 (Django has to be set up first)
from django.utils import timezone  # noqa: E402

from conversations.conversations import create_conversation, create_message  # noqa: E402
from conversations.demo.people import FEATURES, PASSWORD, email_of, token_of  # noqa: E402
from conversations.invitations import LASTS  # noqa: E402
from conversations.models import (  # noqa: E402
    Account,
    Contact,
    Conversation,
    Inbox,
    Invitation,
    Membership,
    Message,
    User,
)
from conversations.notes import post_note  # noqa: E402
from conversations.notifications import notify  # noqa: E402
from conversations.tokens import digest_of, store_token  # noqa: E402
from linear_integration.connection.connecting import connect_with_api_key  # noqa: E402
from linear_integration.connection.removal import note_removed  # noqa: E402
from linear_integration.issues import Caller, link_issue  # noqa: E402
from linear_integration.models import (  # noqa: E402
    AppNotification,
    Hook,
    Issue,
    WebhookDelivery,
    Workspace,
)
from linear_integration.models.grants import Status  # noqa: E402

from .own_users import connect_own_user  # noqa: E402
from .places import (  # noqa: E402
    ACME,
    CARDS,
    EXPIRED,
    GLOBEX,
    GONE,
    INITECH,
    LIMITED,
    OLD,
    OPEN_TO_ERIN,
    OPEN_TO_NEW,
    OTHER_HELPDESK,
    PARKED,
    QUIET,
    REMOVED,
    REVOKED,
    UMBRA,
    USED,
)

NOTE = """Jo Lind commented on BIG-7: Invoices carry yesterday's date

> It works **now**, with the next release. See https://status.example for when that is.
>
> [before and after](https://uploads.example/before-and-after.png)

https://linear.app/globex/issue/BIG-7#comment-1"""
ACME_KEY = "lin_api_demo_acme"
LONG_ADDRESS = "https://linear.app/acme/issue/ENG-104/" + "the-export-stops-" * 12
FOR_EVER = "permanentlyDelete: true"
ADMINISTRATOR, AGENT = Membership.Role.ADMINISTRATOR, Membership.Role.AGENT


def main() -> None:
    """Add people and accounts, connect them, and link issues."""
    globex = Account.objects.get(pk=GLOBEX)
    erin = _member(globex, "Erin", AGENT).user
    globex.inboxes.get(name="Help desk").members.add(erin)
    _tell(globex, erin)
    initech, umbra = _account(INITECH, "Initech Desk"), _account(UMBRA, "Umbra Help")
    quiet = _account(QUIET, "Quiet Desk", features=[])
    _member(quiet, "Ivan", ADMINISTRATOR)
    frank, hana = _member(initech, "Frank", ADMINISTRATOR), _member(umbra, "Hana", ADMINISTRATOR)
    gina = _member(initech, "Gina", AGENT)
    hook = connect_with_api_key(frank, api_key=ACME_KEY)
    connect_with_api_key(hana, api_key="lin_api_demo_globex")
    # Its limit lasts: nothing else is looked at there.
    limited = _account(LIMITED, "Limited Help")
    jill = _member(limited, "Jill", ADMINISTRATOR)
    connect_with_api_key(jill, api_key="lin_api_demo_globex")
    _conversation(limited, [jill.user])
    _link(_conversation(initech, [frank.user, gina.user]), "ENG-9", by=frank.user)
    _conversation(umbra, [hana.user])
    Hook.objects.filter(pk=hook.pk).update(status=Hook.Status.REAUTHORIZE)
    _lose_the_app()
    _link_in_acme()
    Account.objects.filter(pk__in=(ACME, GLOBEX)).update(embedding_origins=[OTHER_HELPDESK])
    _invite_to_acme()
    _deliver_to_acme()
    _tell_acmes_app()
    connect_own_user(hana, Status.ENABLED)
    connect_own_user(gina, Status.REAUTHORIZE)


def _lose_the_app() -> None:
    """Connect an account by OAuth, as it seems, and let Linear's administrator remove the app."""
    removed = _account(REMOVED, "Removed Help")
    kim = _member(removed, "Kim", ADMINISTRATOR)
    hook = connect_with_api_key(kim, api_key=ACME_KEY)
    _link(_conversation(removed, [kim.user]), "ENG-9", by=kim.user)
    Hook.objects.filter(pk=hook.pk).update(token_kind=Hook.TokenKind.OAUTH, is_app=True)
    note_removed(hook.workspace, timezone.now())


def _tell(account: Account, agent: User) -> None:
    """Tell the agent of events in two conversations, half of them read, with a note in a third."""
    first, second, third = account.conversations.order_by("display_id")[:3]
    for number, state in enumerate(("started", "in review", "completed", "reopened") * 8):
        conversation = second if number % 3 else first
        Conversation.objects.filter(pk=conversation.pk).update(assignee=agent)
        links = {f"BIG-{number}": f"https://linear.app/globex/issue/BIG-{number}"}
        text = f"Linear issue [BIG-{number}] is {state}: Invoices carry yesterday's date"
        notify(conversation, text, key=uuid4(), links=links)
        if number < 16:
            conversation.notifications.update(read_at=timezone.now())
    post_note(third, NOTE, author="Linear")


def _invite_to_acme() -> None:
    now, acme = timezone.now(), Account.objects.get(pk=ACME)
    ended: dict[str, dict[str, datetime]] = {
        OPEN_TO_NEW: {},
        OPEN_TO_ERIN: {},
        USED: {"accepted_at": now},
        REVOKED: {"revoked_at": now},
        EXPIRED: {"expires_at": now},
    }
    for secret, how in ended.items():
        person = "Erin" if secret == OPEN_TO_ERIN else secret.title()
        invitation = Invitation.objects.create(
            account=acme,
            email=email_of(person),
            role=AGENT,
            digest=digest_of(secret),
            **{"expires_at": now + LASTS, **how},
        )
        invitation.inboxes.set(acme.inboxes.exclude(name="Enterprise"))


def _deliver_to_acme() -> None:
    """Let a delivery of each state lie there that stays as it is."""
    workspace, now = Workspace.objects.get(account=ACME), timezone.now()
    issue = {"identifier": "ENG-104", "title": "The export stops at 1,000 rows without a word"}
    body = json.dumps({"type": "Issue", "action": "update", "data": issue, "url": LONG_ADDRESS})
    error = {"code": "unreadable_event", "message": "data.state: missing"}
    states: list[dict[str, object]] = [
        {"status": "parked", "attempts": 1, "error": error, "finished_at": now},
        {"status": "waiting", "attempts": 6, "next_attempt_at": now + timedelta(days=30)},
        {"status": "done", "attempts": 1, "outcome": "not_linked", "finished_at": now},
    ]
    # All at once: Linear's own deliveries, meanwhile, take the numbers behind.
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(
            pk=number,
            workspace=workspace,
            body_hash=str(number),
            event_type="Issue",
            action="update",
            body=body,
            headers={"Linear-Event": "Issue", "User-Agent": "Linear-Webhook"},
            sent_at=now - timedelta(seconds=2),
            received_at=now - timedelta(seconds=1),
            **state,
        )
        for number, state in enumerate(states, start=PARKED)
    )


def _tell_acmes_app() -> None:
    """Let people in Linear have turned to the app: on a linked issue, on others, on a project."""
    now, workspace = timezone.now(), Workspace.objects.get(account_id=ACME)
    linked = Issue.objects.get(workspace=workspace, identifier=next(iter(CARDS.values()))[0])
    of_issue = {"identifier": linked.identifier, "title": linked.title, "url": linked.url}
    words = "@supportbridge, can you *ask* them which file it was?\n\nWe can't reproduce it."
    told: list[dict[str, Any]] = [
        {"kind": "issueCommentMention", "issue_id": linked.linear_id, "text": words, **of_issue},
        {"kind": "issueAssignedToYou", "issue_id": uuid4(), **of_issue},
        {"kind": "projectMention", "title": "Exports", "url": "https://linear.app/acme/project/1"},
        {"kind": "holographMention"},
    ]
    for hours, values in enumerate(told):
        AppNotification.objects.create(
            workspace=workspace,
            linear_id=uuid4(),
            actor="Maya Lindqvist",
            created_at=now - timedelta(hours=hours),
            **values,
        )


def _link_in_acme() -> None:
    acme, bob = Account.objects.get(pk=ACME), User.objects.get(email=email_of("Bob"))
    for display_id, identifiers in {**CARDS, **OLD, **GONE}.items():
        conversation = acme.conversations.get(display_id=display_id)
        for identifier in identifiers:
            _link(conversation, identifier, by=bob)
    _take_away(*next(iter(GONE.values())))
    old = [identifier for of in (OLD, GONE) for issues in of.values() for identifier in issues]
    long_ago = timezone.now() - timedelta(hours=3)
    known = Issue.objects.filter(identifier__in=old, workspace__account=acme)
    known.update(fetched_at=long_ago, asked_at=long_ago)


def _take_away(archived: str, deleted: str) -> None:
    """Let Linear archive one issue and delete the other, as one of its own people would."""
    changes = [f'issueArchive(id: "{archived}")', f'issueDelete(id: "{deleted}", {FOR_EVER})']
    fields = " ".join(f"{change} {{ success }}" for change in changes)
    answer = httpx.post(
        f"{settings.LINEAR_API_URL}/graphql",
        json={"query": f"mutation {{ {fields} }}"},
        headers={"Authorization": ACME_KEY},
    )
    if "errors" in answer.raise_for_status().json():
        raise RuntimeError(answer.text)


def _account(number: int, name: str, features: list[str] = FEATURES) -> Account:
    return Account.objects.create(pk=number, name=name, features=features)


def _member(account: Account, person: str, role: Membership.Role) -> Membership:
    user = User.objects.create_user(email_of(person), PASSWORD, name=person)
    store_token(user, "Demo", token_of(person))
    return Membership.objects.create(account=account, user=user, role=role)


def _conversation(account: Account, members: list[User]) -> Conversation:
    inbox, _ = Inbox.objects.get_or_create(account=account, name="Help desk", channel="email")
    inbox.members.set(members)
    contact, _ = Contact.objects.get_or_create(
        account=account, name="Tom Hill", email="tom@initech.example"
    )
    conversation = create_conversation(
        account, inbox=inbox, contact=contact, subject="Our invoices are a day early"
    )
    create_message(
        conversation,
        content="Hello, our invoices carry yesterday's date. Can you look?",
        message_type=Message.Type.INCOMING,
    )
    return conversation


def _link(conversation: Conversation, identifier: str, *, by: User) -> None:
    link_issue(Caller(user=by, conversation=conversation), reference=identifier)


if __name__ == "__main__":
    main()
