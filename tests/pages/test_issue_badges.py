"""What the list of conversations says of their linked issues."""

import re
import uuid

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from conversations.conversations import create_conversation
from conversations.models import Account, Conversation, User
from linear_integration.models import Hook, Issue, IssueLink
from linear_integration.pages.issue_badges import ORDER

from .conftest import Browser

LIST = "/app/accounts/{}/conversations"


def link(conversation: Conversation, hook: Hook, state_type: str, color: str = "#f2c94c") -> None:
    now, linear_id = timezone.now(), uuid.uuid4()
    issue = Issue.objects.create(
        workspace=hook.workspace,
        linear_id=linear_id,
        identifier="ENG-1",
        title="x",
        url="https://linear.app/acme/issue/ENG-1",
        card={"state": {"id": "1", "name": "Any", "type": state_type, "color": color}},
        linear_updated_at=now,
        fetched_at=now,
        asked_at=now,
    )
    IssueLink.objects.create(conversation=conversation, issue=issue, link_id=uuid.uuid4())


def badges(page: str) -> list[str]:
    """Return for each badge its icon, and what a screen reader says."""
    found = re.findall(r"state-icons\.svg#(\w+)\"/>.*?visually-hidden\">([^<]+)<", page)
    return [f"{icon} | {text}" for icon, text in found]


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (["completed"], "completed | 1 Linear issue: 1 done"),
        (
            ["completed", "started", "completed"],
            "started | 3 Linear issues: 1 in progress, 2 done",
        ),
        (
            ["canceled", "backlog", "triage", "unstarted"],
            "unstarted | 4 Linear issues: 1 to do, 1 in triage, 1 in the backlog, 1 canceled",
        ),
        (["duplicate", "novel"], "unknown | 2 Linear issues: 1 in another state, 1 duplicate"),
        ([], ""),
    ],
)
def test_a_row_tells_the_state_that_matters_most_and_all_in_words(
    browser: Browser,
    bob: User,
    conversation: Conversation,
    hook: Hook,
    types: list[str],
    expected: str,
) -> None:
    for state_type in types:
        link(conversation, hook, state_type)
    text = browser(bob).get(LIST.format(conversation.account_id)).content.decode()
    assert badges(text) == ([expected] if expected else [])


def test_only_a_colour_is_taken_for_one(
    browser: Browser, bob: User, conversation: Conversation, hook: Hook
) -> None:
    link(conversation, hook, "started", color='red" onload="alert(1)')
    text = browser(bob).get(LIST.format(conversation.account_id)).content.decode()
    assert len(badges(text)) == 1
    assert "onload" not in text
    assert " color=" not in text


def test_the_list_says_nothing_of_issues_while_they_are_out_of_reach(
    browser: Browser, bob: User, acme_support: Account, conversation: Conversation, hook: Hook
) -> None:
    link(conversation, hook, "started")
    client, page = browser(bob), LIST.format(conversation.account_id)
    acme_support.features = []
    acme_support.save()
    assert badges(client.get(page).content.decode()) == []
    acme_support.features = ["linear_integration"]
    acme_support.save()
    assert len(badges(client.get(page).content.decode())) == 1
    hook.delete()
    assert badges(client.get(page).content.decode()) == []


def test_a_page_of_badges_takes_one_query(
    browser: Browser,
    bob: User,
    conversation: Conversation,
    hook: Hook,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client, page = browser(bob), LIST.format(conversation.account_id)
    for _ in range(5):
        another = create_conversation(
            conversation.account, inbox=conversation.inbox, contact=conversation.contact
        )
        for state_type in ("started", "completed"):
            link(another, hook, state_type)
    # Session, person, membership, their accounts, the bell; inboxes, counts, rows, newest messages,
    # badges, unread marks.
    with django_assert_num_queries(11):
        text = client.get(page).content.decode()
    assert len(badges(text)) == 5


def test_every_type_of_state_has_its_icon() -> None:
    path = finders.find("linear_integration/state-icons.svg")
    assert isinstance(path, str)
    with open(path, encoding="utf-8") as file:
        drawn = set(re.findall(r'<symbol id="(\w+)"', file.read()))
    assert drawn == {*ORDER, "unknown"}
