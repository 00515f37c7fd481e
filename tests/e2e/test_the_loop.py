"""What happens in Linear is in front of the agent within seconds: real processes, real webhooks."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from conversations.demo.people import token_of
from tests.linear_integration.asking import in_linear
from tests.tour.demo import Demo, running_demo
from tests.tour.visitor import Visitor

from . import steps

pytestmark = pytest.mark.e2e

SECONDS = 5_000
STATES = "{ teams { nodes { key states { nodes { id name } } } } }"
MOVE = """
mutation ($id: String!, $state: String!) {
  issueUpdate(id: $id, input: { stateId: $state }) { success }
}
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Start a demo, with web, worker, beat and sandbox as processes of their own."""
    with running_demo(tmp_path_factory.mktemp("loop")) as demo:
        yield demo


@pytest.fixture
def bob(chromium: Browser, demo: Demo) -> Iterator[Page]:
    """A page of Bob's, who has signed in."""
    visitor = Visitor(chromium, demo)
    yield visitor.page_of("Bob")
    visitor.close()


def move(demo: Demo, identifier: str, state: str) -> None:
    """Move an issue in Linear, as a person there."""
    issues = demo.sandbox.state()["issues"]
    issue = next(each for each in issues if each["identifier"] == identifier)
    teams = in_linear(demo.sandbox, STATES)["teams"]["nodes"]
    states = next(each for each in teams if each["key"] == "ENG")["states"]["nodes"]
    target = next(each["id"] for each in states if each["name"] == state)
    in_linear(demo.sandbox, MOVE, id=issue["id"], state=target)


def helpdesk(demo: Demo, method: str, path: str, **body: object) -> Any:
    """Call the helpdesk's API as Bob, and return the data."""
    headers = {"Authorization": f"Bearer {token_of('Bob')}"}
    url = f"{demo.url}/api/v1/{path}"
    answer = httpx.request(method, url, headers=headers, json=body or None)
    return answer.raise_for_status().json()["data"]


def test_a_change_of_state_is_on_the_open_sidebar_within_five_seconds(
    demo: Demo, bob: Page
) -> None:
    demo.link(1, "ENG-1")
    bob.goto("/app/accounts/1/conversations/1")
    card = bob.locator("linear-issue-card", has_text="ENG-1")
    expect(card).to_be_visible()
    for state in ("In Review", "Todo", "In Progress"):
        move(demo, "ENG-1", state)
        expect(card).to_contain_text(state, timeout=SECONDS)


def test_an_issue_that_is_done_reopens_its_conversation_and_its_agent_is_told_once(
    demo: Demo, bob: Page
) -> None:
    number = helpdesk(demo, "GET", "accounts/1/conversations")[0]["display_id"]
    conversation = f"accounts/1/conversations/{number}"
    demo.link(number, "ENG-1")
    move(demo, "ENG-1", "Todo")
    bob_id = helpdesk(demo, "GET", "profile")["id"]
    helpdesk(demo, "POST", f"{conversation}/assignments", assignee_id=bob_id)
    helpdesk(demo, "POST", f"{conversation}/toggle_status", status="resolved")
    bob.goto("/app/accounts/1/conversations")
    row = bob.locator("main").locator(f'a[href="/app/{conversation}"]')
    expect(bob.get_by_role("heading", name="Conversations")).to_be_visible()
    expect(row).to_have_count(0)
    move(demo, "ENG-1", "Done")
    # The list looks four times a minute.
    expect(row).to_contain_text("1 unread", timeout=5 * SECONDS)
    # Linear may tell a second time.
    for delivery in demo.sandbox.deliveries():
        demo.sandbox.redeliver(delivery["id"])
    bob.wait_for_timeout(SECONDS)
    expect(row).to_contain_text("1 unread")
    bob.goto(f"/app/{conversation}")
    expect(bob.get_by_text("ENG-1 was completed by")).to_have_count(1)
    expect(bob.get_by_text("Conversation was reopened")).to_have_count(1)


def test_resolving_completes_the_issue_where_an_administrator_wants_that(
    demo: Demo, chromium: Browser, bob: Page
) -> None:
    demo.link(2, "ENG-8")
    move(demo, "ENG-8", "Todo")
    alices = Visitor(chromium, demo)
    page = alices.page_of("Alice")
    page.goto("/app/accounts/1/settings/integrations/linear/automations")
    page.get_by_label("Complete its issues").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Complete its issues")).to_be_checked()
    alices.close()
    bob.goto("/app/accounts/1/conversations/2")
    card = bob.locator("linear-issue-card", has_text="ENG-8")
    expect(card).to_contain_text("Todo", timeout=SECONDS)
    bob.get_by_role("button", name="Resolve").click()
    expect(card).to_contain_text("Done", timeout=SECONDS)
    steps.expect_activity(bob, "Completed Linear issue [ENG-8]")
    bob.wait_for_timeout(SECONDS)
    expect(bob.get_by_text("Conversation was reopened")).to_have_count(0)
