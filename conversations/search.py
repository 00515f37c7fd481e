"""What the lists of conversations and contacts show."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from .models import Contact, Conversation, Inbox, Message


def find_conversations(
    conversations: QuerySet[Conversation],
    *,
    status: str | None = None,
    inbox: Inbox | None = None,
    q: str = "",
) -> QuerySet[Conversation]:
    """Return those that match, the latest activity first, with what a list shows of each.

    `q` is looked for in the contact's name and address, the subject and the messages, in whatever
    case; a status of None or "all" is any.
    """
    found = conversations.select_related("inbox", "contact__company", "assignee")
    if status not in (None, "all"):
        found = found.filter(status=status)
    if inbox is not None:
        found = found.filter(inbox=inbox)
    if q:
        found = found.filter(_mentions(q))
    return found.order_by("-last_activity_at", "-id")


def find_contacts(contacts: QuerySet[Contact], *, q: str = "") -> QuerySet[Contact]:
    """Return those with the text in the name, the address or the company's name, by name."""
    if q:
        contacts = contacts.filter(
            Q(name__icontains=q) | Q(email__icontains=q) | Q(company__name__icontains=q)
        )
    return contacts.order_by("name", "id")


def _mentions(text: str) -> Q:
    messages = Message.objects.filter(conversation=OuterRef("pk"), content__icontains=text)
    return (
        Q(contact__name__icontains=text)
        | Q(contact__email__icontains=text)
        | Q(subject__icontains=text)
        | Q(Exists(messages))
    )
