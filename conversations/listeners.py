"""Who else wants to know of new messages.

`settings.MESSAGE_LISTENERS` names functions. Each gets a message of a person, which has just been
saved, in the transaction that saves it: what it writes to the database comes about with the message
or not at all, an error of its undoes both, and it may wait for nobody.
"""

from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string

from .models import Message

Listener = Callable[[Message], None]


def tell_listeners(message: Message) -> None:
    """Tell every listener of the message."""
    for name in settings.MESSAGE_LISTENERS:
        listener: Listener = import_string(name)
        listener(message)
