"""What an agent does with Linear issues in a conversation."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext

from conversations.models import Conversation, User

from . import connection, operations
from .linear import types
from .linear.errors import InvalidInput, NotFound
from .linear.references import IssueReference, parse_issue_reference
from .models import Hook, IssueLink, Operation
from .operation_requests import Plan, Request
from .writes import Link, conversation_url


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Who acts, in which conversation, on which workspace, and the key of a repeatable request.

    Without a user it is somebody in Linear, of the name `name_in_linear`.
    """

    user: User | None
    conversation: Conversation
    workspace_id: uuid.UUID | None = None
    idempotency_key: str | None = None
    name_in_linear: str = ""

    def request(self, kind: Operation.Kind, body: dict[str, Any]) -> Request:
        """Return the request that `body` stands for, in this conversation and workspace."""
        return Request(
            by=self.user,
            account=self.conversation.account,
            conversation=self.conversation,
            kind=kind,
            body=body | {"workspace": self.workspace_id},
            idempotency_key=self.idempotency_key,
            name_in_linear=self.name_in_linear,
        )

    def link(self, link_id: uuid.UUID) -> IssueLink:
        """Return the link with that link_id; Http404 if it isn't this conversation's."""
        links = self.conversation.issue_links.select_related("issue__workspace")
        link = links.filter(link_id=link_id).first()
        if link is None:
            raise Http404
        return link


@dataclass(frozen=True, kw_only=True)
class IssueDraft:
    """The issue to create; ids are Linear's, `description` is Markdown, `priority` 0 to 4."""

    team_id: str
    title: str
    description: str | None = None
    project_id: str | None = None
    assignee_id: str | None = None
    priority: int | None = None
    state_id: str | None = None
    label_ids: tuple[str, ...] | None = None
    due_date: date | None = None
    estimate: int | None = None
    template_id: str | None = None


def create_issue(caller: Caller, *, draft: IssueDraft) -> dict[str, Any]:
    """Create an issue and link it to the conversation.

    Returns {id, identifier, title, url, link_id}; raises LinearError.
    """
    request = caller.request(Operation.Kind.CREATE_ISSUE, dict(vars(draft)))

    def plan() -> Plan:
        issue_id = uuid.uuid4()
        link = Link(
            issue_id=str(issue_id),
            url=conversation_url(caller.conversation),
            title=_link_title(caller.conversation),
        )
        due_date = draft.due_date and draft.due_date.isoformat()
        return Plan(
            hook=connection.hook_to_call(caller.conversation.account, caller.workspace_id),
            issue_id=issue_id,
            link_id=uuid.uuid4(),
            payload={"issue": vars(draft) | {"due_date": due_date}, "link": dict(vars(link))},
        )

    return operations.perform(request, plan)


def link_issue(caller: Caller, *, reference: str, title: str = "") -> dict[str, Any]:
    """Link an issue, named by UUID, identifier or address, to the conversation.

    Returns {id, identifier, url, link_id}, the same for an issue that is linked already; raises
    LinearError.
    """
    request = caller.request(
        Operation.Kind.LINK_ISSUE, {"issue_id": reference.strip(), "title": title}
    )

    def plan() -> Plan:
        hook = connection.hook_to_call(caller.conversation.account, caller.workspace_id)
        issue = _reference_in(hook, reference)
        return link_plan(caller.conversation, hook=hook, issue=issue, title=title)

    return operations.perform(request, plan)


def link_plan(
    conversation: Conversation, *, hook: Hook, issue: IssueReference, title: str = ""
) -> Plan:
    """Return how an issue is linked to the conversation."""
    link = Link(
        issue_id=issue.value,
        url=conversation_url(conversation),
        title=title or _link_title(conversation),
    )
    return Plan(hook=hook, link_id=uuid.uuid4(), payload={"link": dict(vars(link))})


def unlink_issue(caller: Caller, *, link_id: uuid.UUID) -> dict[str, Any]:
    """Remove a link of the conversation; the issue stays in Linear.

    Returns {link_id}; raises Http404 for a link that isn't this conversation's, and LinearError.
    """
    request = caller.request(Operation.Kind.UNLINK_ISSUE, {"link_id": str(link_id)})

    def plan() -> Plan:
        issue = caller.link(link_id).issue
        return Plan(
            hook=connection.hook_to_call(caller.conversation.account, issue.workspace.linear_id),
            issue_id=issue.linear_id,
            link_id=link_id,
            payload={"identifier": issue.identifier},
        )

    return operations.perform(request, plan)


def search_issues(hook: Hook, term: str) -> list[types.IssueSummary]:
    """Return issues that match the term; an identifier or an issue's address is looked up."""
    client = connection.client_for(hook)
    reference = parse_issue_reference(term, web_url=web_url())
    if reference is None:
        return client.search_issues(term)
    if not _is_in(hook, reference):
        return []
    try:
        return [client.issue(reference.value)]
    except NotFound:
        return []


def _reference_in(hook: Hook, text: str) -> IssueReference:
    reference = parse_issue_reference(text, web_url=web_url())
    if reference is None:
        problem = gettext(
            "Name the issue by its identifier (ENG-123), its Linear address or its UUID."
        )
        raise InvalidInput(problem, fields={"issue_id": [problem]})
    if not _is_in(hook, reference):
        problem = gettext("This issue is not in the connected workspace %(workspace)s.") % {
            "workspace": hook.workspace.name
        }
        raise InvalidInput(problem, fields={"issue_id": [problem]})
    return reference


def _is_in(hook: Hook, reference: IssueReference) -> bool:
    return reference.workspace_url_key in (None, hook.workspace.url_key.lower())


def web_url() -> str:
    """Return where Linear's own pages are: its consent page is one of them."""
    consent = urlsplit(settings.LINEAR_AUTHORIZE_URL)
    return f"{consent.scheme}://{consent.netloc}"


def _link_title(conversation: Conversation) -> str:
    return f"Conversation #{conversation.display_id} with {conversation.contact.name}"
