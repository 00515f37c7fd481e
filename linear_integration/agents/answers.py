"""What the app says in an agent session. It is told in Linear, and so English.

Of a conversation no more is told than its number, its contact's name, its status and its address.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from django.conf import settings

from conversations.models import Conversation

from ..models import Workspace
from ..writes import conversation_url

MOST_LISTED = 20
# What Markdown, or a mention, is made of: a contact's name is the customer's own choice.
SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~-])")
WORD_JOINER = "\u2060"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is said: `type` is Linear's, `body` Markdown; and what is shown beside the session."""

    type: str
    body: str
    shown: Collection[Conversation] = field(default=())

    @property
    def content(self) -> dict[str, str]:
        """As Linear takes it."""
        return {"type": self.type, "body": self.body}

    @property
    def urls(self) -> list[dict[str, str]]:
        """The addresses that are shown beside the session."""
        return [
            {"label": f"Conversation #{each.display_id}", "url": conversation_url(each)}
            for each in self.shown
        ]


def linked_conversations(
    workspace: Workspace, identifier: str, conversations: Collection[Conversation]
) -> Answer:
    """Name the conversations that are linked to an issue, or say how to link one."""
    if not conversations:
        body = f"No conversation is linked to {identifier}. {_how_to_link(workspace)}"
        return Answer(type="elicitation", body=body)
    listed = list(conversations)[:MOST_LISTED]
    lines = [f"Conversations that are linked to {identifier}:", ""]
    lines += [f"- {described(each)}" for each in listed]
    if more := len(conversations) - len(listed):
        lines.append(f"- and {more} more")
    return Answer(type="response", body="\n".join(lines), shown=listed)


def linked(identifier: str, conversation: Conversation) -> Answer:
    """Confirm that a conversation is linked to an issue."""
    body = f"Linked to {identifier}: {described(conversation)}"
    return Answer(type="response", body=body, shown=[conversation])


def not_linked(conversation: Conversation, reason: str) -> Answer:
    """Say why a conversation could not be linked."""
    body = f"Conversation #{conversation.display_id} could not be linked: {reason}"
    return Answer(type="error", body=body)


def not_found(workspace: Workspace) -> Answer:
    """Say that what was named is no conversation that can be linked here."""
    body = f"That is no conversation of {plain(workspace.account.name)}."
    return Answer(type="elicitation", body=f"{body} {_how_to_link(workspace)}")


def help_text(workspace: Workspace) -> Answer:
    """Say what the app understands."""
    body = (
        "I understand two things:\n\n"
        "- `status`: which conversations are linked to this issue, and how they are\n"
        f"- `link` and a conversation's address, such as `link {_example(workspace)}`: "
        "link it to this issue"
    )
    return Answer(type="response", body=body)


def stopped() -> Answer:
    """Confirm to somebody who wants the app to stop that it does nothing any more."""
    return Answer(type="response", body="I have stopped: nothing is under way.")


def described(conversation: Conversation) -> str:
    """Return what Linear is told of a conversation, with a link to it."""
    name = plain(conversation.contact.name)
    number = f"[#{conversation.display_id}]({conversation_url(conversation)})"
    return f"{number} with {name} ({conversation.get_status_display().lower()})"


def plain(text: str) -> str:
    """Return a text as Markdown that shows it as it is, on one line, and mentions nobody."""
    one_line = " ".join(text.split())
    return SPECIAL.sub(r"\\\1", one_line).replace("@", f"@{WORD_JOINER}")


def _how_to_link(workspace: Workspace) -> str:
    return f"To link one, answer `link` and its address, such as `link {_example(workspace)}`."


def _example(workspace: Workspace) -> str:
    return f"{settings.FRONTEND_URL}/app/accounts/{workspace.account_id}/conversations/123"
