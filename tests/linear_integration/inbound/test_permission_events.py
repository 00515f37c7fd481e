"""What our app may see: issues of teams that it lost are gone, and come back with them."""

import pytest

from linear_integration.inbound.deliveries import work_off
from linear_integration.models import EntityCache, Hook, Issue, WebhookDelivery

from ..conftest import LinearApi
from .conftest import Loop, Post
from .events import milliseconds

pytestmark = pytest.mark.django_db(transaction=True)


def is_gone(issue: Issue) -> bool:
    issue.refresh_from_db()
    return issue.gone_at is not None


def test_issues_of_a_team_that_we_lost_are_gone(
    loop: Loop, issue: Issue, bobs: LinearApi, team: str
) -> None:
    bobs.get("team_entities", team_id=team)
    loop.sandbox.change_teams(remove=["ENG"])
    loop.settle()
    assert is_gone(issue)
    [shown] = bobs.get("linked_issues", conversation_id=1, refresh="false").json()["data"]
    assert shown["gone_since"] is not None
    assert not EntityCache.objects.filter(team_id=team).exists()
    assert "ENG" not in [each["key"] for each in bobs.get("teams").json()["data"]]


def test_they_are_back_as_they_are_by_then_when_the_team_is(
    loop: Loop, issue: Issue, bobs: LinearApi
) -> None:
    loop.sandbox.change_teams(remove=["ENG"])
    loop.settle()
    loop.change(str(issue.linear_id), title="Changed out of sight")
    loop.sandbox.change_teams(add=["ENG"])
    loop.settle()
    assert not is_gone(issue)
    assert issue.title == "Changed out of sight"
    assert "ENG" in [each["key"] for each in bobs.get("teams").json()["data"]]


def test_issues_of_other_teams_stay(loop: Loop, issue: Issue) -> None:
    loop.sandbox.change_teams(remove=["OPS"])
    loop.settle()
    assert not is_gone(issue)


@pytest.mark.parametrize("last", ["remove", "add"])
def test_neither_order_nor_repetition_matters(
    loop: Loop, issue: Issue, acme: Hook, post_event: Post, last: str
) -> None:
    loop.sandbox.change_teams(remove=["ENG"])
    loop.sandbox.change_teams(add=["ENG"])
    if last == "remove":
        loop.sandbox.change_teams(remove=["ENG"])
    loop.settle()
    events = [each["body"] for each in loop.sandbox.deliveries()]
    for order in (events, events[::-1], events * 2):
        WebhookDelivery.objects.all().delete()
        for number, body in enumerate(order):
            post_event({**body, "webhookTimestamp": milliseconds() + number})
            work_off()
        assert is_gone(issue) is (last == "remove")
