"""Misbehaviour on request: what the client sees, and what was done all the same."""

import json
import socket
import time
from typing import Any

import httpx
import pytest

from linear_integration.sandbox.clock import Clock
from linear_integration.sandbox.faults import Faults

from .process import ACME, CLIENT, CREATE, SEEDED_REFRESH_TOKEN, Linear

VIEWER = "query Viewer { viewer { id } }"


def _titles(linear: Linear) -> list[str]:
    return [issue["title"] for issue in linear.get("state?workspace=acme")["issues"]]


def _create(linear: Linear, title: str) -> httpx.Response:
    given = {"teamId": linear.team("ENG"), "title": title}
    return linear.answer(CREATE, {"input": given})


def _raw_answer(linear: Linear, path: str, body: bytes, headers: str) -> bytes:
    """Send a request over a bare socket and read until the other side closes."""
    request = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", linear.process.port), timeout=10) as connection:
        connection.sendall(request.encode() + body)
        received = b""
        try:
            while chunk := connection.recv(4096):
                received += chunk
        except ConnectionResetError:
            pass
    return received


@pytest.mark.parametrize(
    ("action", "is_done"), [("drop_before_commit", False), ("commit_then_drop", True)]
)
def test_a_dropped_connection_ends_without_a_byte(
    linear: Linear, action: str, is_done: bool
) -> None:
    given = {"teamId": linear.team("ENG"), "title": "Dropped"}
    linear.add_fault(action, match={"field": "issueCreate"})
    body = json.dumps({"query": CREATE, "variables": {"input": given}}).encode()
    assert _raw_answer(linear, "/graphql", body, f"Authorization: {ACME}\r\n") == b""
    assert ("Dropped" in _titles(linear)) is is_done
    assert linear.get("requests")[-1]["status"] is None
    assert linear.get("requests")[-1]["fault"] == action


def test_a_dropped_connection_is_a_transport_error_to_a_client(linear: Linear) -> None:
    linear.add_fault("commit_then_drop", match={"operation": "Create"})
    with pytest.raises(httpx.RemoteProtocolError):
        _create(linear, "Dropped")
    assert "Dropped" in _titles(linear)
    assert _create(linear, "Next").status_code == 200


def test_a_hang_lasts_until_the_client_leaves(own: Linear) -> None:
    own.add_fault("commit_then_hang", match={"operation": "Create"})
    given = {"teamId": own.team("ENG"), "title": "Hung"}
    with pytest.raises(httpx.ReadTimeout):
        own.http.post(
            "/graphql",
            json={"query": CREATE, "variables": {"input": given}},
            headers={"authorization": ACME},
            timeout=0.3,
        )
    assert "Hung" in _titles(own)


def test_a_hang_can_end_after_some_seconds(own: Linear) -> None:
    own.add_fault("commit_then_hang", match={"operation": "Viewer"}, seconds=0.3)
    begun = time.monotonic()
    with pytest.raises(httpx.RemoteProtocolError):
        own.answer(VIEWER)
    assert 0.25 < time.monotonic() - begun < 5


def test_latency_comes_before_a_good_answer(own: Linear) -> None:
    own.add_fault("latency", seconds=0.3)
    begun = time.monotonic()
    assert own.answer(VIEWER).json()["data"]
    assert time.monotonic() - begun > 0.25


def test_half_a_body_is_sent_after_the_work_is_done(linear: Linear) -> None:
    linear.add_fault("half_body", match={"operation": "Create"})
    with pytest.raises(httpx.RemoteProtocolError):
        _create(linear, "Halved")
    assert "Halved" in _titles(linear)


def test_malformed_json_is_sent_after_the_work_is_done(linear: Linear) -> None:
    linear.add_fault("malformed_json", match={"operation": "Create"})
    response = _create(linear, "Broken off")
    assert response.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        response.json()
    assert "Broken off" in _titles(linear)


def test_a_wrong_content_type_is_sent(own: Linear) -> None:
    own.add_fault("wrong_content_type")
    response = own.answer(VIEWER)
    assert response.headers["content-type"].startswith("text/plain")
    assert response.json()["data"]["viewer"]


def test_data_null_is_sent_after_the_work_is_done(own: Linear) -> None:
    own.add_fault("data_null", match={"operation": "Create"})
    assert _create(own, "Nothing said").json() == {"data": None}
    assert "Nothing said" in _titles(own)


def test_partial_data_is_sent_after_the_work_is_done(own: Linear) -> None:
    own.add_fault("partial_data")
    body = own.answer("query { viewer { id } organization { id } }").json()
    assert body["data"]["viewer"]["id"]
    assert body["data"]["organization"] is None
    assert [error["path"] for error in body["errors"]] == [["organization"]]
    own.add_fault("partial_data", match={"operation": "Create"})
    assert _create(own, "Half told").json()["data"] == {"issueCreate": None}
    assert "Half told" in _titles(own)


def test_a_huge_body_is_a_good_answer_with_blanks(own: Linear) -> None:
    own.add_fault("huge_body")
    response = own.answer(VIEWER)
    assert len(response.content) == 50 * 1024 * 1024
    assert response.json()["data"]["viewer"]["id"]


@pytest.mark.parametrize("status", [500, 502, 503])
def test_an_http_error_is_a_page_and_nothing_is_done(own: Linear, status: int) -> None:
    own.add_fault("http_error", match={"operation": "Create"}, status=status, retry_after=9)
    response = _create(own, "Not done")
    assert (response.status_code, response.headers["retry-after"]) == (status, "9")
    assert response.headers["content-type"].startswith("text/html")
    assert "Not done" not in _titles(own)


@pytest.mark.parametrize("status", [None, 200, 429])
def test_a_rate_limit_error_says_when_to_come_back(own: Linear, status: int | None) -> None:
    more = {"status": status} if status else {}
    own.add_fault("rate_limited", retry_after=7, **more)
    response = own.answer(VIEWER)
    assert response.status_code == (status or 400)
    assert response.headers["retry-after"] == "7"
    assert response.headers["x-ratelimit-requests-remaining"] == "0"
    error = response.json()["errors"][0]
    assert "Only 2500 requests are allowed per 1 hour" in error["message"]
    extensions = error["extensions"]
    assert (extensions["type"], extensions["code"]) == ("ratelimited", "RATELIMITED")
    assert own.get("requests")[-1]["workspace"] == "acme"


def test_unauthorized_and_internal_errors_look_like_linears(own: Linear) -> None:
    own.add_fault("unauthorized")
    assert own.answer(VIEWER).status_code == 401
    own.add_fault("internal_error")
    response = own.answer(VIEWER)
    assert response.status_code == 200
    assert response.json()["errors"][0]["extensions"]["type"] == "internal error"
    own.add_fault("internal_error", status=500)
    assert own.answer(VIEWER).status_code == 500


def test_a_failing_second_mutation_leaves_the_first_done_and_its_answer_lost(
    linear: Linear,
) -> None:
    linear.add_fault("fail_second_mutation")
    document = (
        "mutation Pair($one: IssueCreateInput!, $two: IssueCreateInput!) "
        "{ a: issueCreate(input: $one) { success } b: issueCreate(input: $two) { success } }"
    )
    team = linear.team("ENG")
    variables = {name: {"teamId": team, "title": f"Issue {name}"} for name in ("one", "two")}
    body = linear.answer(document, variables).json()
    assert body["data"] is None
    assert body["errors"][0]["path"] == ["b"]
    assert "Issue one" in _titles(linear)
    assert "Issue two" not in _titles(linear)
    assert linear.answer(document, variables).json()["data"]["b"]["success"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({}, [500, 200, 200, 200]),
        ({"times": 2}, [500, 500, 200, 200]),
        ({"after": 2}, [200, 200, 500, 200]),
        ({"times": None}, [500, 500, 500, 500]),
        ({"probability": 0, "times": None}, [200, 200, 200, 200]),
        ({"match": {"operation": "Viewer"}}, [500, 200, 200, 200]),
        ({"match": {"operation": "Other"}}, [200, 200, 200, 200]),
        ({"match": {"field": "viewer"}}, [500, 200, 200, 200]),
        ({"match": {"field": "teams"}}, [200, 200, 200, 200]),
        ({"match": {"path": "/oauth/token"}}, [200, 200, 200, 200]),
    ],
)
def test_a_rule_fires_when_and_as_often_as_it_says(
    own: Linear, rule: dict[str, Any], expected: list[int]
) -> None:
    own.add_fault("http_error", **rule)
    assert [own.answer(VIEWER).status_code for _ in expected] == expected
    faults = own.get("faults")
    assert faults["rules"][0]["fired"] == expected.count(500) == len(faults["journal"])


def test_the_journal_does_not_grow_for_ever() -> None:
    faults = Faults(Clock())
    rule = faults.add({"action": "latency", "times": None})
    for _ in range(3_000):
        faults.take(path="/graphql", operation=None, fields=[])
    assert rule.fired == 3_000
    assert len(faults.as_dict()["journal"]) == 1_000


def test_the_journal_says_what_fired_and_delete_clears_all(own: Linear) -> None:
    own.add_fault("http_error", times=None)
    own.answer(VIEWER)
    entry = own.get("faults")["journal"][0]
    assert (entry["action"], entry["operation"], entry["fields"]) == (
        "http_error",
        "Viewer",
        ["viewer"],
    )
    own.http.delete("/_sandbox/faults")
    assert own.get("faults") == {"rules": [], "journal": []}
    assert own.answer(VIEWER).status_code == 200


@pytest.mark.parametrize(
    "rule",
    [
        {"action": "explode"},
        {},
        {"action": "latency", "match": {"colour": "red"}},
        {"action": "latency", "match": {"field": 1}},
        {"action": "latency", "seconds": "long"},
        {"action": "http_error", "status": 999},
        {"action": "latency", "often": 3},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(own: Linear, rule: dict[str, Any]) -> None:
    response = own.post("faults", rule)
    assert response.status_code == 400
    assert response.json()["error"]
    assert own.get("faults")["rules"] == []


def test_a_lost_refresh_is_repeated_with_the_same_pair(own: Linear) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": SEEDED_REFRESH_TOKEN, **CLIENT}
    form["refresh_token"] = own.token(**form).json()["refresh_token"]
    own.add_fault("commit_then_drop", match={"path": "/oauth/token"})
    with pytest.raises(httpx.RemoteProtocolError):
        own.token(**form)
    # The lost answer's pair and the repeated one's are the same two tokens.
    before = own.get("state")["tokens"]
    assert own.token(**form).status_code == 200
    assert own.get("state")["tokens"] == before


@pytest.mark.parametrize(
    ("action", "status", "error"),
    [
        ("invalid_grant", 400, "invalid_grant"),
        ("rate_limited", 429, "rate_limited"),
        ("unauthorized", 401, "invalid_client"),
        ("internal_error", 500, "server_error"),
    ],
)
def test_the_token_endpoint_fails_on_request(
    own: Linear, action: str, status: int, error: str
) -> None:
    own.add_fault(action, match={"path": "/oauth/token"})
    form = {"grant_type": "refresh_token", "refresh_token": SEEDED_REFRESH_TOKEN, **CLIENT}
    response = own.token(**form)
    assert (response.status_code, response.json()["error"]) == (status, error)
    assert own.get("state")["tokens"]["live"] == 0
    assert own.token(**form).status_code == 200


def test_the_token_endpoint_can_be_dropped_and_serve_an_error_page(own: Linear) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": SEEDED_REFRESH_TOKEN, **CLIENT}
    own.add_fault("drop_before_commit", match={"path": "/oauth/token"})
    with pytest.raises(httpx.RemoteProtocolError):
        own.token(**form)
    assert own.get("state")["tokens"]["live"] == 0
    own.add_fault("http_error", match={"path": "/oauth/token"}, status=502)
    assert own.token(**form).status_code == 502
