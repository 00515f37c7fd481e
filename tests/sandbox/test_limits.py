"""Rate limits and complexity, as the headers and errors tell them."""

import time

import pytest

from linear_integration.sandbox.limits import HOUR_SECONDS

from .process import Linear

VIEWER = "{ viewer { id } }"


def test_every_answer_carries_the_limits(linear: Linear) -> None:
    headers = linear.answer(VIEWER).headers
    assert headers["x-ratelimit-requests-limit"] == "2500"
    assert headers["x-ratelimit-requests-remaining"] == "2499"
    assert headers["x-ratelimit-complexity-limit"] == "3000000"
    assert int(headers["x-ratelimit-requests-reset"]) > 1_700_000_000_000
    assert headers["x-complexity"] == "2"
    of_app = linear.answer(VIEWER, key=linear.app_key()).headers
    assert of_app["x-ratelimit-requests-limit"] == "5000"
    assert of_app["x-ratelimit-complexity-limit"] == "2000000"
    refused = linear.answer("{ nope }", key="nonsense").headers
    assert refused["x-ratelimit-requests-limit"] == "600"


@pytest.mark.parametrize(
    ("document", "points"),
    [
        ("{ teams(first: 50) { nodes { id key name } pageInfo { hasNextPage endCursor } } }", 67),
        ("{ teams { nodes { id key name } pageInfo { hasNextPage endCursor } } }", 67),
        ("{ teams(first: 2) { nodes { id members(first: 3) { nodes { id } } } } }", 9),
        ("query Q($n: Int) { teams(first: $n) { nodes { ...T } } } fragment T on Team { id }", 6),
    ],
)
def test_complexity_follows_the_documented_formula(
    linear: Linear, document: str, points: int
) -> None:
    response = linear.answer(document, {"n": 5} if "$n" in document else {})
    assert response.headers["x-complexity"] == str(points), response.text


def test_a_query_that_is_too_complex_is_refused_after_the_token_is_checked(linear: Linear) -> None:
    document = "{ teams(first: 250) { nodes { id issues(first: 250) { nodes { id } } } } }"
    response = linear.answer(document)
    assert response.status_code == 400
    error = response.json()["errors"][0]
    assert (error["message"], error["extensions"]["code"]) == ("Query too complex", "INPUT_ERROR")
    shown = f"Complexity: {response.headers['x-complexity']}. Maximum allowed complexity: 10000."
    assert shown in error["extensions"]["userPresentableMessage"]
    assert linear.answer(document, key="nonsense").status_code == 401


def test_requests_run_out_and_come_back_steadily(own: Linear) -> None:
    own.post("settings", {"requests_per_hour": 3})
    assert [own.answer(VIEWER).status_code for _ in range(4)] == [200, 200, 200, 400]
    refused = own.answer(VIEWER)
    assert refused.json()["errors"][0]["extensions"]["type"] == "ratelimited"
    assert 1_000 < int(refused.headers["retry-after"]) <= 1_201
    own.post("clock", {"advance_seconds": 1_201})
    assert [own.answer(VIEWER).status_code for _ in range(2)] == [200, 400]


def test_searches_are_30_a_minute_unless_that_is_switched_off(own: Linear) -> None:
    document = '{ searchIssues(term: "card") { totalCount } }'
    answers = [own.answer(document) for _ in range(31)]
    assert all("errors" not in answer.json() for answer in answers[:30])
    assert answers[30].status_code == 400
    assert answers[30].json()["errors"][0]["extensions"]["code"] == "RATELIMITED"
    headers = answers[30].headers
    assert headers["x-ratelimit-endpoint-name"] == "searchIssues"
    assert headers["x-ratelimit-endpoint-requests-limit"] == "30"
    assert headers["x-ratelimit-endpoint-requests-remaining"] == "0"
    assert int(headers["x-ratelimit-endpoint-requests-reset"]) > time.time() * 1000
    assert own.answer(VIEWER).status_code == 200
    own.post("settings", {"search_limit": False})
    assert own.answer(document).status_code == 200


def test_an_answer_of_a_search_tells_its_own_limit(own: Linear) -> None:
    headers = own.answer('{ searchIssues(term: "card") { totalCount } }').headers
    assert headers["x-ratelimit-endpoint-name"] == "searchIssues"
    assert headers["x-ratelimit-endpoint-requests-remaining"] == "29"
    assert "x-ratelimit-endpoint-name" not in own.answer(VIEWER).headers


def test_rate_limit_status_agrees_with_the_headers(linear: Linear) -> None:
    linear.answer('{ searchIssues(term: "card") { totalCount } }')
    document = (
        "{ rateLimitStatus { kind identifier "
        "limits { type requestedAmount allowedAmount remainingAmount period reset } } }"
    )
    response = linear.answer(document)
    limits = response.json()["data"]["rateLimitStatus"]["limits"]
    requests, complexity, search = limits
    headers = response.headers
    points = int(headers["x-complexity"])
    for limit, name, (amount, allowed) in (
        (requests, "requests", (1, 2_500)),
        (complexity, "complexity", (points, 3_000_000)),
    ):
        assert (limit["requestedAmount"], limit["allowedAmount"]) == (amount, allowed)
        # The headers are written last, and the bucket is refilled meanwhile.
        gained = int(headers[f"x-ratelimit-{name}-remaining"]) - limit["remainingAmount"]
        assert 0 <= gained <= 1 + allowed / HOUR_SECONDS
    assert [limit["type"] for limit in limits[:2]] == ["REQUEST", "COMPLEXITY"]
    assert [limit["period"] for limit in limits[:2]] == [HOUR_SECONDS * 1000] * 2
    assert (search["allowedAmount"], search["remainingAmount"]) == (30, 29)
    hour, minute = requests["reset"], search["reset"]
    assert abs(hour - int(headers["x-ratelimit-requests-reset"])) < 1_000
    assert abs(hour - minute - 3_540_000) < 1_000


@pytest.mark.parametrize("changes", [{"nope": 1}, {"plan_cap": "many"}, {"search_limit": 1}])
def test_an_unknown_or_wrong_setting_is_refused(own: Linear, changes: dict[str, object]) -> None:
    before = own.get("settings")
    assert own.post("settings", changes).status_code == 400
    assert own.get("settings") == before
