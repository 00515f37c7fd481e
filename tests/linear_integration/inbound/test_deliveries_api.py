"""The deliveries over REST: listed, looked at and replayed by administrators."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from conversations.models import Account, User
from linear_integration.models import Hook

from ..conftest import LinearApi, LinearFactory
from .arriving import ISSUE, delivered, parked

pytestmark = pytest.mark.django_db(transaction=True)


def listed(who: LinearApi, **query: Any) -> list[dict[str, Any]]:
    answer = who.get("deliveries", **query)
    assert answer.status_code == 200, answer.content
    return list(answer.json()["data"])


def test_one_says_what_came_and_what_became_of_it(alices: LinearApi, acme: Hook) -> None:
    came = timezone.now() - timedelta(seconds=9)
    delivery = delivered(
        acme,
        received_at=came,
        finished_at=came + timedelta(seconds=1.5),
        entity_id=ISSUE["id"],
        headers={"Linear-Delivery": "d-1"},
    )
    [said] = listed(alices)
    assert said["subject"] == {"identifier": "ENG-7", "title": ISSUE["title"]}
    assert (said["type"], said["action"], said["entity_id"]) == ("Issue", "update", ISSUE["id"])
    assert (said["status"], said["outcome"], said["attempts"]) == ("done", "updated", 1)
    assert (said["seconds"], said["error"], said["replayed_by"]) == (1.5, None, None)
    assert said["workspace_id"] == str(acme.workspace.linear_id)
    assert "body" not in said
    whole = alices.get(f"deliveries/{delivery.pk}").json()["data"]
    assert whole == said | {"headers": {"Linear-Delivery": "d-1"}, "body": delivery.body}


def test_they_come_newest_first_by_state_kind_and_number(alices: LinearApi, acme: Hook) -> None:
    first, second, third = delivered(acme), parked(acme), delivered(acme, event_type="Comment")
    assert [each["id"] for each in listed(alices)] == [third.pk, second.pk, first.pk]
    assert [each["id"] for each in listed(alices, status="parked")] == [second.pk]
    assert [each["id"] for each in listed(alices, type="Comment")] == [third.pk]
    assert [each["id"] for each in listed(alices, before=second.pk)] == [first.pk]
    assert listed(alices, per_page=1, page=2)[0]["id"] == second.pk
    wrong = alices.get("deliveries", status="lost", type="<b>", before=0)
    assert set(wrong.json()["error"]["fields"]) == {"status", "type", "before"}


@pytest.mark.parametrize(
    ("body", "subject"),
    [
        ({"data": {"id": "1", "body": "Hi", "issue": ISSUE}}, ("ENG-7", ISSUE["title"])),
        ({"data": {"id": "1", "name": "Bug"}}, ("", "Bug")),
        ({"notification": {"issue": ISSUE}}, ("ENG-7", ISSUE["title"])),
        ({"agentSession": {"issue": ISSUE}}, ("ENG-7", ISSUE["title"])),
        ({"notification": {"title": "You were mentioned"}}, ("", "You were mentioned")),
        ({"data": {"title": 7, "name": None}}, ("", "")),
        ({"data": [ISSUE]}, ("", "")),
        ("[" * 100_000, ("", "")),
        ('{"data": {"title": "half \\ud800 a character"}}', ("", "half ? a character")),
        ("not JSON", ("", "")),
        ({"data": ISSUE | {"description": "x" * 70_000}}, ("", "")),
    ],
    ids=str,
)
def test_what_it_is_about_is_told_as_far_as_the_body_does(
    alices: LinearApi, acme: Hook, body: Any, subject: tuple[str, str]
) -> None:
    delivered(acme, body)
    [said] = listed(alices)
    assert tuple(said["subject"].values()) == subject


def test_an_error_is_named_for_programs_and_people(alices: LinearApi, acme: Hook) -> None:
    parked(acme)
    [said] = listed(alices)
    assert said["error"] == {"code": "unreadable_event", "message": "identifier: missing"}


def test_a_replay_is_noted_with_who_wanted_it(alices: LinearApi, acme: Hook, alice: User) -> None:
    delivery = parked(acme)
    answer = alices.post(f"deliveries/{delivery.pk}/replay")
    said = answer.json()["data"]
    assert (said["status"], said["attempts"], said["finished_at"]) == ("waiting", 0, None)
    assert said["replayed_by"]["name"] == alice.name
    assert alices.post(f"deliveries/{delivery.pk}/replay").status_code == 200


def test_agents_and_strangers_see_none(
    linear: LinearFactory,
    acme: Hook,
    bob: User,
    carol: User,
    acme_support: Account,
    globex_care: Account,
) -> None:
    number = parked(acme).pk
    for path in ("deliveries", f"deliveries/{number}"):
        assert linear(bob, acme_support).get(path).status_code == 403
        assert linear(carol, acme_support).get(path).status_code == 404
    assert linear(carol, globex_care).get(f"deliveries/{number}").status_code == 404
    assert linear(carol, globex_care).post(f"deliveries/{number}/replay").status_code == 404
    assert listed(linear(carol, globex_care)) == []


def test_a_page_takes_as_many_queries_for_many_as_for_one(
    alices: LinearApi, acme: Hook, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    delivered(acme)
    listed(alices)
    with django_assert_num_queries(4):
        listed(alices)
    for _ in range(20):
        parked(acme)
    with django_assert_num_queries(4):
        assert len(listed(alices)) == 21


def test_a_body_is_given_as_it_was_signed(alices: LinearApi, acme: Hook) -> None:
    text = json.dumps({"data": {"name": "Zürich 🔥"}}, separators=(",", ":"), ensure_ascii=False)
    number = delivered(acme, text).pk
    assert alices.get(f"deliveries/{number}").json()["data"]["body"] == text
