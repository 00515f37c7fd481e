"""Agent sessions: somebody in Linear turned to the app, or said something to it."""

import uuid
from dataclasses import dataclass
from functools import partial

from django.db import transaction

from conversations.models import Conversation

from .. import features
from ..agents import answers, replies
from ..agents.answers import Answer
from ..agents.elected import is_elected
from ..agents.questions import Question, read_question
from ..connection import is_ours
from ..issues import Caller, link_issue
from ..linear.app_payloads import AGENT_SESSION_EVENT, AgentSessionEvent, Subject
from ..linear.errors import LinearError
from ..models import AgentReply, Hook, IssueLink, Workspace
from .arrivals import Arrival, Outcome


@dataclass(frozen=True)
class Prepared:
    """What was found out of a question: why it is not answered here, or what the link came to."""

    silent: Outcome | None = None
    answer: Answer | None = None


class AgentSessionEvents:
    """Created, by a mention or an assignment, or prompted: the app answers within ten seconds."""

    def ask(self, arrival: Arrival) -> Prepared:
        """Link what is to be linked, which is a write of its own, made once."""
        event = arrival.event.body(AGENT_SESSION_EVENT)
        issue, question = event.agent_session.issue, _question_of(event)
        if outcome := _why_silent(arrival.workspace, event, question):
            return Prepared(silent=outcome)
        if issue is None or not question.wants_link:
            return Prepared()
        return Prepared(answer=_link(arrival.workspace, event, issue, question))

    def apply(self, arrival: Arrival, answer: Prepared) -> Outcome:
        """Keep the answer with the delivery's end, and say it right after that."""
        if answer.silent:
            return answer.silent
        event = arrival.event.body(AGENT_SESSION_EVENT)
        said = answer.answer or _answer(arrival.workspace, event)
        reply = AgentReply(
            workspace=arrival.workspace,
            session_id=event.agent_session.id,
            question_id=_question_id(event),
            content=said.content,
            urls=said.urls,
        )
        if not replies.keep(reply):
            return Outcome.NOT_NEWER
        transaction.on_commit(partial(replies.send, reply), robust=True)
        return Outcome.ANSWERED


def _question_id(event: AgentSessionEvent) -> uuid.UUID:
    return event.agent_activity.id if event.agent_activity else event.agent_session.id


def _question_of(event: AgentSessionEvent) -> Question:
    if event.agent_activity:
        wants_stop = event.agent_activity.signal == "stop"
        said = "" if wants_stop else event.agent_activity.content.get("body", "")
        return read_question(str(said))
    remark = event.agent_session.comment
    return read_question(remark.body) if remark else Question()


def _why_silent(
    workspace: Workspace, event: AgentSessionEvent, question: Question
) -> Outcome | None:
    hook = Hook.objects.filter(workspace=workspace).first()
    if hook is None or not is_ours(hook, event.app_user_id):
        return Outcome.IGNORED
    if not features.is_enabled(workspace.account):
        return Outcome.IGNORED
    issue_id = event.agent_session.issue.id if event.agent_session.issue else ""
    if not is_elected(workspace, hook, issue_id=issue_id, question=question):
        return Outcome.LEFT_TO_ANOTHER
    is_answered = AgentReply.objects.filter(question_id=_question_id(event)).exists()
    return Outcome.NOT_NEWER if is_answered else None


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
