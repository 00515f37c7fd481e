"""What the lists of conversations and contacts show."""

from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Left

from .models import Contact, Conversation, Inbox, Message, User

# As many characters as a row of the list may have room for.
BEGINNING_LENGTH = 200


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


def assigned(
    conversations: QuerySet[Conversation], assignee_type: str, user: User
) -> QuerySet[Conversation]:
    """Return those that are the user's ("me"), nobody's ("unassigned"), or all."""
    if assignee_type == "me":
        return conversations.filter(assignee=user)
    if assignee_type == "unassigned":
        return conversations.filter(assignee__isnull=True)
    return conversations


def count_by_status(conversations: QuerySet[Conversation]) -> dict[str, int]:
    """Return how many there are of each status, and as "all" together."""
    counts = conversations.order_by().values_list("status").annotate(Count("pk"))
    found = dict.fromkeys(Conversation.Status.values, 0) | dict(counts)
    return found | {"all": sum(found.values())}


def newest_messages(conversations: Sequence[Conversation]) -> dict[int, Message]:
    """Return the newest message of each that a person wrote, by the conversation's primary key.

    `beginning` has its first words; the rest, which may be long, is not read.
    """
    written = Message.objects.exclude(message_type=Message.Type.ACTIVITY)
    newest = written.filter(conversation=OuterRef("pk")).order_by("-id").values("id")[:1]
    ids = Conversation.objects.filter(pk__in=[each.pk for each in conversations])
    messages = (
        Message.objects.filter(pk__in=ids.values_list(Subquery(newest)))
        .select_related("sender")
        .defer("content")
        .annotate(beginning=Left("content", BEGINNING_LENGTH))
    )
    return {message.conversation_id: message for message in messages}


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
