"""Who else wants to know of new messages, and of conversations that get another status.

`settings.MESSAGE_LISTENERS` and `settings.STATUS_LISTENERS` name functions. The former get a
message of a person, the latter a conversation and the person who has changed its status. It has
just been saved, and they are told in the transaction that saves it: what they write to the database
comes about with it or not at all, an error of theirs undoes both, and they may wait for nobody.
"""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.utils.module_loading import import_string

from .models import Conversation, Message, User

MessageListener = Callable[[Message], None]
StatusListener = Callable[[Conversation, User], None]


def tell_of_message(message: Message) -> None:
    """Tell every listener of the message."""
    listeners: Iterable[MessageListener] = map(import_string, settings.MESSAGE_LISTENERS)
    for listener in listeners:
        listener(message)


def tell_of_status(conversation: Conversation, *, by: User) -> None:
    """Tell every listener of the status that a person gave the conversation."""
    listeners: Iterable[StatusListener] = map(import_string, settings.STATUS_LISTENERS)
    for listener in listeners:
        listener(conversation, by)
