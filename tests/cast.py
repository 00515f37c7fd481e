"""The people, accounts and conversations that every test may count on."""

from dataclasses import dataclass

from conversations.conversations import create_conversation, create_message
from conversations.models import (
    Account,
    Company,
    Contact,
    Conversation,
    Inbox,
    Membership,
    Message,
    User,
)

PASSWORD = "demo"
FEATURES = ["linear_integration"]


@dataclass(frozen=True)
class Cast:
    """Alice administers Acme Support and Bob works there; Carol is elsewhere, Dan nowhere."""

    alice: User
    bob: User
    carol: User
    dan: User
    acme_support: Account
    globex_care: Account
    website: Inbox
    email: Inbox
    enterprise: Inbox
    globex_inbox: Inbox
    company: Company
    contact: Contact
    conversation: Conversation
    other_inbox_conversation: Conversation
    carols_conversation: Conversation


def build_cast() -> Cast:
    """Save the cast: Bob is a member of the inboxes `website` and `email`, not `enterprise`."""
    alice, bob, carol, dan = (_person(name) for name in ("Alice", "Bob", "Carol", "Dan"))
    acme_support = _account("Acme Support", {alice: "administrator", bob: "agent"})
    globex_care = _account("Globex Care", {carol: "administrator"})
    website = _inbox(acme_support, "Website", "website", alice, bob)
    email = _inbox(acme_support, "Email", "email", bob)
    enterprise = _inbox(acme_support, "Enterprise", "email", alice)
    globex_inbox = _inbox(globex_care, "Help desk", "email", carol)
    contact = _contact(acme_support, "Ingrid Berg", "ingrid@northwind.example", "Northwind")
    stranger = _contact(globex_care, "Tom Hill", "tom@initech.example", "Initech")
    assert contact.company is not None
    return Cast(
        alice=alice,
        bob=bob,
        carol=carol,
        dan=dan,
        acme_support=acme_support,
        globex_care=globex_care,
        website=website,
        email=email,
        enterprise=enterprise,
        globex_inbox=globex_inbox,
        company=contact.company,
        contact=contact,
        conversation=_conversation(website, contact, "The export fails"),
        other_inbox_conversation=_conversation(enterprise, contact, "Renewal of our contract"),
        carols_conversation=_conversation(globex_inbox, stranger, "A question on invoices"),
    )


def _person(name: str) -> User:
    return User.objects.create_user(f"{name.lower()}@example.com", PASSWORD, name=name)


def _account(name: str, roles: dict[User, str]) -> Account:
    account = Account.objects.create(name=name, features=FEATURES)
    for user, role in roles.items():
        Membership.objects.create(account=account, user=user, role=role)
    return account


def _inbox(account: Account, name: str, channel: str, *members: User) -> Inbox:
    inbox = Inbox.objects.create(account=account, name=name, channel=channel)
    inbox.members.set(members)
    return inbox


def _contact(account: Account, name: str, email: str, company_name: str) -> Contact:
    company = Company.objects.create(
        account=account, name=company_name, domain=email.partition("@")[2]
    )
    return Contact.objects.create(account=account, company=company, name=name, email=email)


def _conversation(inbox: Inbox, contact: Contact, subject: str) -> Conversation:
    conversation = create_conversation(inbox.account, inbox=inbox, contact=contact, subject=subject)
    create_message(
        conversation, content=f"{subject}. Please help!", message_type=Message.Type.INCOMING
    )
    return conversation
