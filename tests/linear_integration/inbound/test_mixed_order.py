"""Events of issues, links and comments come in any order and again, and end in the same state."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversations.models import Conversation
from linear_integration.addresses import conversation_url
from linear_integration.automations import store_automations
from linear_integration.inbound.deliveries import work_off
from linear_integration.models import Automations, Issue, IssueLink, LinkEvent, WebhookDelivery

from ..asking import in_linear
from .conftest import Loop, Post
from .events import milliseconds
from .test_attachment_events import REMOVE, paste
from .test_issue_events import notes, state_named, team_of

pytestmark = pytest.mark.django_db(transaction=True)

COMMENT = "mutation ($input: CommentCreateInput!) { commentCreate(input: $input) { success } }"


def lives(loop: Loop, link: IssueLink, url: str) -> list[dict[str, Any]]:
    """Let an issue, its comments and links live in Linear, and return their events."""
    id_, team = str(link.issue.linear_id), team_of(loop.sandbox, "ENG")
    loop.change(id_, priority=1, stateId=state_named(team, "In Progress")["id"])
    removed = paste(loop.sandbox, url, "ENG-2")
    in_linear(loop.sandbox, COMMENT, input={"issueId": id_, "body": "The fix is out"})
    paste(loop.sandbox, url, "ENG-3")
    in_linear(loop.sandbox, REMOVE, id=removed["id"])
    loop.change(id_, stateId=state_named(team, "Done")["id"])
    loop.sandbox.wait_for_deliveries()
    bodies = [each["body"] for each in loop.sandbox.deliveries()]
    return [body for body in bodies if body["type"] in ("Issue", "Attachment", "Comment")]


def facts(conversation: Conversation, issue: Issue) -> Any:
    conversation.refresh_from_db()
    issue.refresh_from_db()
    linked = conversation.issue_links.values_list("issue__identifier", "link_id", "title")
    return sorted(linked), issue.card, conversation.status, sorted(notes(conversation))


def test_of_issues_links_and_comments_neither_order_nor_repetition_matters(
    loop: Loop, link: IssueLink, conversation: Conversation, post_event: Post
) -> None:
    store_automations(Automations(workspace=link.issue.workspace, note_on_comment=True))
    loop.settle()
    start = Issue.objects.values().get(pk=link.issue.pk)
    WebhookDelivery.objects.all().delete()
    Conversation.objects.update(status="resolved")
    events = lives(loop, link, conversation_url(conversation))
    loop.settle()
    expected = facts(conversation, link.issue)
    assert [name for name, *_ in expected[0]] == ["ENG-1", "ENG-3"]
    assert (expected[2], len(expected[3])) == ("open", 2)
    numbers = range(len(events))
    again = st.lists(st.sampled_from(numbers), max_size=4)
    orders = again.flatmap(lambda more: st.permutations([*numbers, *more]))

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(orders, st.sets(st.sampled_from(numbers)))
    def check(order: list[int], pauses: set[int]) -> None:
        for rows in (WebhookDelivery.objects, LinkEvent.objects, conversation.messages):
            rows.all().delete()
        IssueLink.objects.exclude(pk=link.pk).delete()
        Issue.objects.filter(pk=link.issue.pk).update(**start)
        Conversation.objects.update(status="resolved")
        for place, number in enumerate(order):
            # A retry may carry another time, and so another signature.
            post_event({**events[number], "webhookTimestamp": milliseconds() + place})
            if place in pauses:
                work_off()
        while work_off():
            pass
        assert facts(conversation, link.issue) == expected

    check()
