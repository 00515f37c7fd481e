"""Agent sessions: somebody in Linear turned to the app, or said something to it."""

import uuid
from dataclasses import dataclass

from conversations.models import Conversation

from .. import features
from ..agents import answers
from ..agents.answers import Answer
from ..agents.elected import is_elected
from ..agents.questions import Question, read_question
from ..agents.replies import Asked, is_answered, reply
from ..connection import is_ours
from ..issues import Caller, link_issue
from ..linear.app_payloads import AGENT_SESSION_EVENT, AgentSessionEvent, Subject
from ..linear.errors import LinearError
from ..models import Hook, IssueLink, Workspace
from .arrivals import Arrival, Outcome


@dataclass(frozen=True)
class Prepared:
    """Through which hook a question is answered, and what the link came to that it asked for."""

    hook: Hook
    link: Answer | None = None


class AgentSessionEvents:
    """Created, by a mention or an assignment, or prompted: the app answers within ten seconds."""

    def ask(self, arrival: Arrival) -> Prepared | Outcome:
        """Link what is to be linked, which is a write of its own, made once."""
        event = arrival.event.body(AGENT_SESSION_EVENT)
        issue, question = event.agent_session.issue, _question_of(event)
        hooks = Hook.objects.filter(workspace=arrival.workspace)
        hook = hooks.select_related("workspace__account").first()
        if hook is None:
            return Outcome.IGNORED
        if outcome := _why_silent(hook, event, question):
            return outcome
        if issue is None or not question.wants_link:
            return Prepared(hook)
        return Prepared(hook, _link(arrival.workspace, event, issue, question))

    def apply(self, arrival: Arrival, answer: Prepared | Outcome) -> Outcome:
        """Answer with the delivery's end, unless there is nothing to say."""
        if isinstance(answer, Outcome):
            return answer
        event = arrival.event.body(AGENT_SESSION_EVENT)
        said = answer.link or _answer(arrival.workspace, event)
        is_new = reply(answer.hook, _asked(event), said)
        return Outcome.ANSWERED if is_new else Outcome.NOT_NEWER


def _asked(event: AgentSessionEvent) -> Asked:
    session = event.agent_session
    return Asked(
        question_id=_question_id(event),
        session_id=session.id,
        person=_person_of(event),
        issue_id=uuid.UUID(session.issue.id) if session.issue else None,
        identifier=session.issue.identifier if session.issue else "",
    )


def _question_id(event: AgentSessionEvent) -> uuid.UUID:
    return event.agent_activity.id if event.agent_activity else event.agent_session.id


def _question_of(event: AgentSessionEvent) -> Question:
    if event.agent_activity:
        wants_stop = event.agent_activity.signal == "stop"
        said = "" if wants_stop else event.agent_activity.content.get("body", "")
        return read_question(str(said))
    remark = event.agent_session.comment
    return read_question(remark.body) if remark else Question()


def _why_silent(hook: Hook, event: AgentSessionEvent, question: Question) -> Outcome | None:
    workspace = hook.workspace
    if not is_ours(hook, event.app_user_id) or not features.is_enabled(workspace.account):
        return Outcome.IGNORED
    issue_id = event.agent_session.issue.id if event.agent_session.issue else ""
    if not is_elected(workspace, hook, issue_id=issue_id, question=question):
        return Outcome.LEFT_TO_ANOTHER
    return Outcome.NOT_NEWER if is_answered(_question_id(event)) else None


def _link(
    workspace: Workspace, event: AgentSessionEvent, issue: Subject, question: Question
) -> Answer:
    number = question.to_link
    if number is None or number.account_id != workspace.account_id:
        return answers.not_found(workspace)
    found = Conversation.objects.filter(account=workspace.account, display_id=number.display_id)
    conversation = found.select_related("account", "contact").first()
    if conversation is None:
        return answers.not_found(workspace)
    caller = Caller(
        user=None,
        conversation=conversation,
        workspace_id=workspace.linear_id,
        # Whatever repeats the question finds the link made, or goes on with it.
        idempotency_key=f"agent-session:{_question_id(event)}",
        name_in_linear=_person_of(event),
    )
    try:
        link_issue(caller, reference=issue.id)
    except LinearError as error:
        if not error.permanent:
            raise
        return answers.not_linked(conversation, str(error))
    return answers.linked(issue.identifier, conversation)


def _person_of(event: AgentSessionEvent) -> str:
    activity = event.agent_activity
    person = activity.user if activity else event.agent_session.creator
    return person.name if person else "Somebody"


def _answer(workspace: Workspace, event: AgentSessionEvent) -> Answer:
    issue = event.agent_session.issue
    question, activity = _question_of(event), event.agent_activity
    if activity and activity.signal == "stop":
        return answers.stopped()
    is_beginning = activity is None
    if issue is None or not (is_beginning or question.wants_status):
        return answers.help_text(workspace)
    return answers.linked_conversations(workspace, issue.identifier, _linked(workspace, issue))


def _linked(workspace: Workspace, issue: Subject) -> list[Conversation]:
    links = IssueLink.objects.filter(issue__workspace=workspace, issue__linear_id=issue.id)
    in_order = links.select_related("conversation__contact").order_by("conversation__display_id")
    return [link.conversation for link in in_order]
