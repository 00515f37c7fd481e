"""Webhooks as a receiver gets them: what is sent, to whom, and how often."""

import time
from uuid import UUID

from .process import GLOBEX, Linear
from .receiver import Receiver
from .webhooks import FAILURES, SECRET, create_webhook, deliveries, wait_for_status

RETRIES = [60, 3_600, 21_600]


def test_an_event_comes_signed_with_linears_headers(linear: Linear, receiver: Receiver) -> None:
    webhook = create_webhook(linear, receiver.url)
    linear.create(title="Größe 😀")
    (request,) = receiver.wait_for(1)
    headers = request.headers
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert headers["Linear-Event"] == "Issue"
    assert headers["User-Agent"] == "Linear-Webhook"
    assert UUID(headers["Linear-Delivery"]).version == 4
    assert request.is_signed_with(SECRET)
    body = request.body
    assert body["webhookTimestamp"] == int(headers["Linear-Timestamp"])
    assert abs(body["webhookTimestamp"] / 1000 - time.time()) < 30
    assert (body["action"], body["type"], body["webhookId"]) == ("create", "Issue", webhook["id"])
    assert body["data"]["title"] == "Größe 😀"
    assert "Größe 😀".encode() in request.raw


def test_events_of_one_webhook_come_in_order(own: Linear, receiver: Receiver) -> None:
    create_webhook(own, receiver.url)
    titles = [f"Number {number}" for number in range(30)]
    for title in titles:
        own.create(title=title)
    assert [request.title for request in receiver.wait_for(30)] == titles


def test_only_the_webhooks_of_that_workspace_team_and_kind_are_told(
    own: Linear, receiver: Receiver
) -> None:
    sec, eng = own.team("SEC"), own.team("ENG")
    create_webhook(own, f"{receiver.url}/public")
    create_webhook(own, f"{receiver.url}/eng", teamId="ENG")
    create_webhook(own, f"{receiver.url}/sec", teamId=sec)
    create_webhook(own, f"{receiver.url}/comments", resourceTypes=["Comment"])
    create_webhook(own, f"{receiver.url}/globex", key=GLOBEX)
    create_webhook(own, f"{receiver.url}/off", enabled=False)
    own.create(teamId=sec, title="Private")
    own.create(teamId=eng, title="Public")
    own.create(teamId=own.team("OPS"), title="Other")
    for path, titles in {
        "/public": ["Public", "Other"],
        "/eng": ["Public"],
        "/sec": ["Private"],
    }.items():
        assert [got.title for got in receiver.wait_for(len(titles), path)] == titles
    assert len(deliveries(own)) == len(receiver.received) == 4


def test_a_receiver_that_hangs_holds_nobody_else_up(own: Linear, receiver: Receiver) -> None:
    receiver.go_on.clear()
    hung = create_webhook(own, f"{receiver.url}/hung")
    create_webhook(own, f"{receiver.url}/well")
    for _ in range(20):
        own.create()
    receiver.wait_for(20, "/well")
    receiver.wait_for(1, "/hung")
    # The first of the hung ones ends by the time limit of 5 seconds.
    receiver.wait_for(2, "/hung")
    failures = own.ask(FAILURES, {"id": hung["id"]})["webhook"]["failures"]
    assert [failure["httpStatus"] for failure in failures] == [None]
    assert failures[0]["responseOrError"] == "no answer within 5 seconds"


def test_a_delivery_can_be_made_again(own: Linear, receiver: Receiver) -> None:
    create_webhook(own, receiver.url)
    own.create()
    (delivery,) = wait_for_status(own, "delivered")
    assert own.post(f"deliveries/{delivery['id']}/redeliver").status_code == 202
    first, second = receiver.wait_for(2)
    assert first.raw == second.raw
    assert own.post("deliveries/unknown/redeliver").status_code == 404


def test_a_reset_forgets_webhooks_deliveries_and_retries(own: Linear, receiver: Receiver) -> None:
    receiver.answers = [500]
    create_webhook(own, receiver.url)
    own.create()
    wait_for_status(own, "retrying")
    own.post("reset")
    assert deliveries(own) == []
    own.post("clock", {"advance_seconds": 60})
    own.create()
    # Whatever had been left would come before this one.
    create_webhook(own, receiver.url)
    own.create(title="After the reset")
    assert receiver.wait_for(2)[1].title == "After the reset"


def test_a_storm_comes_at_once_and_in_full(own: Linear, receiver: Receiver) -> None:
    create_webhook(own, receiver.url)
    assert own.post("webhook_storm", {"workspace": "acme", "count": 100}).status_code == 200
    requests = receiver.wait_for(100)
    assert len({request.headers["Linear-Delivery"] for request in requests}) == 100
    assert {request.body["action"] for request in requests} == {"update"}
    for request in requests:
        assert request.body["updatedFrom"]["sortOrder"] != request.body["data"]["sortOrder"]
    for wrong in ({"workspace": "acme", "count": 0}, {"workspace": "x", "count": 1}):
        assert own.post("webhook_storm", wrong).status_code == 400


def test_several_deliveries_at_a_time_keep_no_order_but_lose_nothing(
    own: Linear, receiver: Receiver
) -> None:
    own.post("settings", {"webhook_concurrency": 8})
    create_webhook(own, receiver.url)
    titles = {f"Number {number}" for number in range(30)}
    for title in titles:
        own.create(title=title)
    assert {request.title for request in receiver.wait_for(30)} == titles
