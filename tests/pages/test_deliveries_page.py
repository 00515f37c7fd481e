"""Settings > Integrations > Linear > Deliveries, without any script."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from conversations.models import Account, User
from linear_integration.inbound.arrivals import Outcome
from linear_integration.models import Hook, WebhookDelivery, Workspace
from linear_integration.pages.delivery_words import OUTCOMES, STATES, duration_in_words

from ..linear_integration.inbound.arriving import ISSUE, delivered, parked
from .conftest import Browser, words_of
from .test_operations_page import rows

pytestmark = pytest.mark.django_db

TITLE = ISSUE["title"]


@pytest.fixture
def page(acme_support: Account) -> str:
    return f"/app/accounts/{acme_support.pk}/settings/integrations/linear/deliveries"


@pytest.fixture
def alices(browser: Browser, alice: User) -> Client:
    return browser(alice)


def test_every_outcome_and_state_has_its_sentence() -> None:
    without = sorted(set(Outcome) - set(OUTCOMES))
    assert not without, f"Say in pages/delivery_words.py what these mean: {without}"
    assert set(STATES) == set(WebhookDelivery.Status)


def test_the_page_is_for_administrators_only(
    browser: Browser, alice: User, bob: User, carol: User, dan: User, page: str
) -> None:
    statuses = [browser(user).get(page).status_code for user in (alice, bob, carol, dan, None)]
    assert statuses == [200, 403, 404, 404, 302]


def test_without_any_it_says_what_will_stand_here(alices: Client, page: str) -> None:
    assert "Linear has told nothing yet." in words_of(alices.get(page))
    assert "No delivery matches. Show all" in words_of(alices.get(page, {"status": "done"}))


def test_a_row_says_what_it_was_about_and_what_came_of_it(
    alices: Client, page: str, hook: Hook
) -> None:
    came = timezone.now() - timedelta(minutes=1)
    delivered(hook, received_at=came, finished_at=came + timedelta(seconds=0.4))
    [row] = rows(alices.get(page))
    assert f"✓ Done Issue update ENG-7 {TITLE}" in row
    assert "What is shown of it here was updated." in row
    assert "Took 0.4 s" in row
    assert "Replay" not in row


def test_a_parked_one_says_why_and_is_replayed_from_the_list(
    alices: Client, page: str, hook: Hook, alice: User
) -> None:
    parked(hook)
    listed = alices.get(page, {"status": "parked"})
    [row] = rows(listed)
    assert "! Parked Issue update" in row
    assert "What Linear sent can&#x27;t be read. “identifier: missing”" in row
    assert "Reference: unreadable_event" in row
    form = re.search(r'action="([^"]*/replay\?[^"]*)"', listed.content.decode())
    assert form is not None
    answer = alices.post(form[1].replace("&amp;", "&"), {"from_list": "1"}, follow=True)
    assert answer.redirect_chain == [(f"{page}?status=parked", 302)]
    assert "It is worked off again in a moment." in words_of(answer)
    [row] = rows(alices.get(page))
    assert "… Waiting" in row
    assert "Replayed by: Alice" in row


def test_all_parked_ones_are_replayed_at_once(alices: Client, page: str, hook: Hook) -> None:
    for _ in range(3):
        parked(hook)
    assert "Replay all parked (3)" in words_of(alices.get(page))
    answer = alices.post(f"{page}/replay_parked", follow=True)
    assert "3 deliveries are worked off again in a moment." in words_of(answer)
    assert "Replay all parked" not in words_of(answer)
    assert WebhookDelivery.objects.filter(status="waiting").count() == 3
    assert "None is parked." in words_of(alices.post(f"{page}/replay_parked", follow=True))


def test_one_that_waits_after_a_failure_says_when_it_is_tried_again(
    alices: Client, page: str, hook: Hook
) -> None:
    error = {"code": "linear_timeout", "message": "No answer."}
    later = timezone.now() + timedelta(minutes=10)
    delivered(hook, status="waiting", outcome="", attempts=4, error=error, next_attempt_at=later)
    [row] = rows(alices.get(page))
    assert "Linear did not answer in time. “No answer.”" in row
    assert "It is tried again by itself:" in row


def test_it_is_filtered_and_what_is_no_filter_is_left_out(
    alices: Client, page: str, hook: Hook
) -> None:
    delivered(hook)
    parked(hook, event_type="Comment", action="create")

    def found(**query: str) -> list[str]:
        return rows(alices.get(page, query))

    assert len(found()) == len(found(status="opened", event_type="<b>", page="x")) == 2
    [only] = found(status="parked", event_type="Comment")
    assert "Comment create" in only
    assert found(status="done", event_type="Comment") == []


def test_a_long_list_has_pages_that_keep_the_filter(alices: Client, page: str, hook: Hook) -> None:
    for _ in range(26):
        parked(hook)
    first = alices.get(page, {"status": "parked"})
    assert len(rows(first)) == 25
    assert "Page 1 of 2" in words_of(first)
    older = re.search(r'href="(\?[^"]*)" rel="next"', first.content.decode())
    assert older is not None
    assert "status=parked" in older[1]
    assert len(rows(alices.get(page + older[1].replace("&amp;", "&")))) == 1


def test_with_two_workspaces_a_row_says_whose_it_is(
    alices: Client, page: str, hook: Hook, acme_support: Account
) -> None:
    delivered(hook)
    assert "Acme" not in rows(alices.get(page))[0]
    Workspace.objects.create(
        account=acme_support, linear_id=ISSUE["id"], name="Second", url_key="second"
    )
    assert "Acme" in rows(alices.get(page))[0]


def test_one_delivery_shows_what_came_as_text(alices: Client, page: str, hook: Hook) -> None:
    body = {"data": {"title": "<script>alert(1)</script>", "identifier": "ENG-8"}}
    headers = {"Linear-Delivery": "d-1", "User-Agent": "Linear-Webhook"}
    delivery = delivered(hook, body, headers=headers)
    shown = alices.get(f"{page}/{delivery.pk}")
    text = shown.content.decode()
    assert "<script>alert" not in text
    assert "    &quot;title&quot;: &quot;&lt;script&gt;alert(1)&lt;/script&gt;&quot;,\n" in text
    words = words_of(shown)
    assert "Issue update · ENG-8" in words
    assert "Linear-Delivery d-1 User-Agent Linear-Webhook" in words


def test_a_long_body_is_cut_and_says_so(alices: Client, page: str, hook: Hook) -> None:
    delivery = delivered(hook, {"data": {"text": "x" * 3_000_000}})
    shown = alices.get(f"{page}/{delivery.pk}")
    assert "The first 100,000 of 3,000,0" in words_of(shown)
    assert len(shown.content) < 130_000


@pytest.mark.parametrize("body", ["not JSON", "[" * 50_000, '{"data": {"title": "\\ud800"}}'])
def test_a_body_that_cannot_be_read_is_shown_all_the_same(
    alices: Client, page: str, hook: Hook, body: str
) -> None:
    delivery = delivered(hook, body)
    assert alices.get(f"{page}/{delivery.pk}").status_code == 200
    assert alices.get(page).status_code == 200


def test_a_finished_one_is_replayed_from_its_page(alices: Client, page: str, hook: Hook) -> None:
    delivery = delivered(hook)
    answer = alices.post(f"{page}/{delivery.pk}/replay", follow=True)
    assert answer.redirect_chain == [(f"{page}/{delivery.pk}", 302)]
    assert "It is worked off again in a moment." in words_of(answer)
    again = alices.post(f"{page}/{delivery.pk}/replay", follow=True)
    assert "It is being worked off already." in words_of(again)


def test_an_outcome_of_a_later_release_is_shown_as_it_is(
    alices: Client, page: str, hook: Hook
) -> None:
    delivered(hook, outcome="beamed_up")
    assert "beamed_up" in rows(alices.get(page))[0]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0.0 s"), (-1, "0.0 s"), (0.44, "0.4 s"), (75, "1 min"), (3599, "59 min"), (7300, "2 h")],
)
def test_a_length_of_time_is_said_in_one_unit(seconds: float, said: str) -> None:
    assert duration_in_words(timedelta(seconds=seconds)) == said
