"""Writes the demo into an empty database, and into no other."""

from datetime import datetime, timedelta

from django.core.management.color import no_style
from django.db import connection, transaction

from ..conversations import create_conversation, create_message
from ..models import Account, Company, Contact, Inbox, Membership, Message, User
from ..tokens import store_token
from .people import ACCOUNTS, FEATURES, PASSWORD, PEOPLE, DemoAccount, email_of, token_of
from .thread_files import CUSTOMER, Thread, threads_in

Team = dict[str, User]
CONTACTS_AGE = timedelta(days=90)


class NotADemo(Exception):
    """The database holds users or accounts that are not the demo's."""


def is_seeded() -> bool:
    """Whether the demo is in the database already."""
    demo = ACCOUNTS[0]
    return Membership.objects.filter(
        account_id=demo.id, account__name=demo.name, user__email=email_of(PEOPLE[0])
    ).exists()


@transaction.atomic
def seed(now: datetime) -> None:
    """Write the demo, with the threads as old as their files say; raise `NotADemo` first."""
    if User.objects.exists() or Account.objects.exists():
        raise NotADemo
    team = {person: _add_person(person) for person in PEOPLE}
    for demo in ACCOUNTS:
        _add_account(demo, team, now)
    _reset_account_sequence()


def _add_person(person: str) -> User:
    user = User.objects.create_user(email_of(person), PASSWORD, name=person)
    store_token(user, "Demo", token_of(person))
    return user


def _add_account(demo: DemoAccount, team: Team, now: datetime) -> None:
    account = Account.objects.create(id=demo.id, name=demo.name, features=FEATURES)
    for person, role in demo.roles.items():
        Membership.objects.create(account=account, user=team[person], role=role)
    inboxes = {}
    for name, (channel, members) in demo.inboxes.items():
        inboxes[name] = Inbox.objects.create(account=account, name=name, channel=channel)
        inboxes[name].members.set([team[person] for person in members])
    companies = {
        domain: Company.objects.create(account=account, name=name, domain=domain)
        for domain, name in demo.companies.items()
    }
    for thread in threads_in(demo.threads):
        contact = _contact(account, thread, companies, now - CONTACTS_AGE)
        _add_thread(thread, inboxes[thread.inbox], contact, team, now)


def _contact(
    account: Account, thread: Thread, companies: dict[str, Company], created_at: datetime
) -> Contact:
    contact, _ = Contact.objects.get_or_create(
        account=account,
        email=thread.contact_email,
        defaults={
            "name": thread.contact_name,
            "company": companies.get(thread.contact_email.partition("@")[2]),
            "created_at": created_at,
        },
    )
    return contact


def _add_thread(thread: Thread, inbox: Inbox, contact: Contact, team: Team, now: datetime) -> None:
    moment = now - thread.age
    conversation = create_conversation(
        inbox.account,
        inbox=inbox,
        contact=contact,
        subject=thread.subject,
        status=thread.status,
        assignee=team[thread.assignee] if thread.assignee else None,
        created_at=moment,
    )
    for entry in thread.entries:
        moment += timedelta(minutes=entry.minutes_later)
        is_incoming = entry.who == CUSTOMER
        create_message(
            conversation,
            content=entry.content,
            message_type=Message.Type.INCOMING if is_incoming else Message.Type.OUTGOING,
            private=entry.private,
            sender=None if is_incoming else team[entry.who],
            created_at=moment,
        )


def _reset_account_sequence() -> None:
    # The accounts' ids were chosen here, so PostgreSQL would give them out again.
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Account]):
            cursor.execute(statement)
