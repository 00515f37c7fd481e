"""What the helpdesk does when something happened to a linked issue in Linear, and the reverse.

happenings: what can happen
effects:    what follows from it, by the administrator's switches; pure
texts:      the words of it, for notes, activity lines and notifications
switches:   the switches of a workspace
telling:    carrying it out in each linked conversation, once
resolving:  which issues are done with a conversation that is resolved here
"""

from .happenings import Happening, Kind
from .switches import automations_of, store_automations
from .telling import AUTHOR, key_in, tell
from .texts import quoted

__all__ = [
    "AUTHOR",
    "Happening",
    "Kind",
    "automations_of",
    "key_in",
    "quoted",
    "store_automations",
    "tell",
]
