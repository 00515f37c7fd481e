"""The helpdesk's own data: accounts with their people, customers, inboxes and conversations."""

from .conversations import Conversation, Inbox, Message
from .customers import Company, Contact
from .invitations import Invitation
from .notifications import Notification
from .people import Account, APIToken, Membership, User, Users

__all__ = [
    "APIToken",
    "Account",
    "Company",
    "Contact",
    "Conversation",
    "Inbox",
    "Invitation",
    "Membership",
    "Message",
    "Notification",
    "User",
    "Users",
]
