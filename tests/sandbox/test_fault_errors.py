"""Faults that Linear answers with an error of its own, or that outlive the request."""

import pytest

from .process import CLIENT, CREATE, SEEDED_REFRESH_TOKEN, Linear

VIEWER = "query Viewer { viewer { id } }"
REFRESH = {"grant_type": "refresh_token", "refresh_token": SEEDED_REFRESH_TOKEN, **CLIENT}


def _refresh(linear: Linear, refresh_token: str) -> dict[str, str]:
    pair: dict[str, str] = linear.token(**{**REFRESH, "refresh_token": refresh_token}).json()
    return pair


@pytest.mark.parametrize(
    ("action", "kind"),
    [("lock_timeout", "lock timeout"), ("usage_limit", "usage limit exceeded")],
)
def test_an_error_of_linears_comes_by_its_type_and_nothing_is_done(
    linear: Linear, action: str, kind: str
) -> None:
    before = linear.get("state?workspace=acme")["issues"]
    linear.add_fault(action, match={"field": "issueCreate"})
    error = linear.refusal(CREATE, {"input": {"teamId": linear.team("ENG"), "title": "T"}})
    assert error["extensions"]["type"] == kind
    assert linear.get("state?workspace=acme")["issues"] == before
    assert linear.get("faults")["journal"][0]["action"] == action


def test_a_token_that_expires_in_mid_flight_can_be_refreshed(own: Linear) -> None:
    pair = _refresh(own, SEEDED_REFRESH_TOKEN)
    key = f"Bearer {pair['access_token']}"
    own.add_fault("expire_token", match={"operation": "Viewer"})
    assert [own.answer(VIEWER, key=key).status_code for _ in range(2)] == [401, 401]
    renewed = _refresh(own, pair["refresh_token"])
    assert own.answer(VIEWER, key=f"Bearer {renewed['access_token']}").status_code == 200


def test_a_token_that_is_revoked_in_mid_flight_can_not_be_refreshed(own: Linear) -> None:
    pair = _refresh(own, SEEDED_REFRESH_TOKEN)
    key = f"Bearer {pair['access_token']}"
    own.add_fault("revoke_token", match={"operation": "Viewer"})
    assert [own.answer(VIEWER, key=key).status_code for _ in range(2)] == [401, 401]
    refused = own.token(**{**REFRESH, "refresh_token": pair["refresh_token"]})
    assert (refused.status_code, refused.json()["error"]) == (400, "invalid_grant")


def test_a_401_by_fault_leaves_an_api_key_alone(own: Linear) -> None:
    own.add_fault("revoke_token")
    assert [own.answer(VIEWER).status_code for _ in range(2)] == [401, 200]


def test_a_refresh_that_fails_after_rotating_is_repeated_with_the_same_pair(own: Linear) -> None:
    refresh_token = _refresh(own, SEEDED_REFRESH_TOKEN)["refresh_token"]
    own.add_fault("commit_then_error", match={"path": "/oauth/token"})
    failed = own.token(**{**REFRESH, "refresh_token": refresh_token})
    assert (failed.status_code, failed.headers["content-type"][:9]) == (500, "text/html")
    rotated = own.get("state")["tokens"]
    again = _refresh(own, refresh_token)
    assert own.get("state")["tokens"] == rotated
    assert own.answer(VIEWER, key=f"Bearer {again['access_token']}").status_code == 200


def test_a_gateway_error_can_hide_that_the_work_was_done(own: Linear) -> None:
    own.add_fault("commit_then_error", match={"field": "issueCreate"}, status=502)
    response = own.answer(CREATE, {"input": {"teamId": own.team("ENG"), "title": "Hidden"}})
    assert response.status_code == 502
    assert "Hidden" in str(own.get("state?workspace=acme"))


def test_a_bucket_can_be_set_low(own: Linear) -> None:
    # Four an hour, so that nothing flows back while the test runs.
    own.post("settings", {"requests_per_hour": 4})
    own.add_fault("low_bucket", remaining=1)
    answers = [own.answer(VIEWER) for _ in range(3)]
    remaining = [answer.headers["x-ratelimit-requests-remaining"] for answer in answers]
    assert remaining == ["1", "0", "0"]
    assert [answer.status_code for answer in answers] == [200, 200, 400]
    assert answers[2].json()["errors"][0]["extensions"]["code"] == "RATELIMITED"
