"""Whatever Linear answers that isn't data becomes the right error, and says if a write is lost."""

from typing import Any

import httpx
import pytest

from linear_integration.linear.errors import (
    Forbidden,
    IdConflict,
    InvalidInput,
    LinearError,
    NotConnected,
    NotFound,
    RateLimited,
    Reauthorize,
    Timeout,
    Unavailable,
    UsageLimitExceeded,
)
from linear_integration.linear.inputs import AttachmentCreate, CommentCreate, IssueCreate

from . import answers
from .conftest import PretendedLinear

ISSUE = IssueCreate(id="i", team_id="t", title="x")
LINK = AttachmentCreate(id="a", issue_id="i", url="https://help/1", title="Help")


def failure(linear: PretendedLinear) -> LinearError:
    with pytest.raises(LinearError) as caught:
        linear.client.create_linked_issue(ISSUE, LINK)
    assert len(linear.requests) == 1
    return caught.value


@pytest.mark.parametrize(
    ("error_class", "code", "http_status", "permanent"),
    [
        (NotConnected, "not_connected", 404, False),
        (Reauthorize, "reauthorization_required", 409, False),
        (Forbidden, "forbidden", 403, True),
        (InvalidInput, "invalid_input", 422, True),
        (NotFound, "invalid_input", 422, True),
        (IdConflict, "invalid_input", 422, False),
        (UsageLimitExceeded, "usage_limit_exceeded", 422, True),
        (RateLimited, "rate_limited", 429, False),
        (Unavailable, "linear_unavailable", 502, False),
        (Timeout, "linear_timeout", 504, False),
    ],
)
def test_every_error_knows_its_code_and_status(
    error_class: type[LinearError], code: str, http_status: int, permanent: bool
) -> None:
    known = (error_class.code, error_class.http_status, error_class.permanent)
    assert known == (code, http_status, permanent)


@pytest.mark.parametrize(
    ("status", "message", "extensions", "expected", "unknown"),
    [
        (401, "m", {"type": "authentication error"}, Reauthorize, False),
        (200, "m", {"type": "authentication error"}, Reauthorize, False),
        (400, "m", {"type": "forbidden", "code": "INPUT_ERROR"}, Forbidden, False),
        (200, "m", {"type": "feature not accessible"}, Forbidden, False),
        (200, "m", {"type": "invalid input", "code": "INPUT_ERROR"}, InvalidInput, False),
        (200, "Entity not found: Issue", {"type": "invalid input"}, NotFound, False),
        (200, "conflict on insert of Issue", {"type": "invalid input"}, IdConflict, False),
        (200, "Entity not found: Issue", {"type": "internal error"}, Unavailable, True),
        (400, "m", {"type": "graphql error"}, InvalidInput, False),
        (200, "m", {"type": "usage limit exceeded"}, UsageLimitExceeded, False),
        (400, "m", {"type": "ratelimited", "code": "RATELIMITED"}, RateLimited, False),
        (200, "m", {"code": "RATELIMITED"}, RateLimited, False),
        (200, "m", {"code": "USAGE_LIMIT_EXCEEDED"}, UsageLimitExceeded, False),
        (500, "m", {"type": "internal error"}, Unavailable, True),
        (200, "m", {"type": "lock timeout"}, Unavailable, True),
        (200, "m", {"type": "something new", "code": "FORBIDDEN"}, Forbidden, False),
        (401, "m", {}, Reauthorize, False),
        (403, "m", {}, Forbidden, False),
        (429, "m", {}, RateLimited, False),
        (400, "m", {}, InvalidInput, False),
        (200, "m", {"type": "something new"}, Unavailable, True),
        (503, "m", {}, Unavailable, True),
    ],
)
def test_an_error_is_classified_by_type_then_code_then_status(
    linear: PretendedLinear,
    status: int,
    message: str,
    extensions: dict[str, str],
    expected: type[LinearError],
    unknown: bool,
) -> None:
    linear.will_answer(answers.error(message, ["issueCreate"], **extensions), status=status)
    error = failure(linear)
    assert type(error) is expected
    assert error.outcome_unknown is unknown
    assert error.path == ("issueCreate",)


def test_a_refused_second_step_leaves_the_first_one_done(linear: PretendedLinear) -> None:
    linear.will_answer(answers.error("no", ["attachmentCreate"], type="invalid input"))
    error = failure(linear)
    assert isinstance(error, InvalidInput)
    assert error.outcome_unknown
    assert error.path == ("attachmentCreate",)


def test_an_error_inside_of_what_was_created_leaves_it_created(linear: PretendedLinear) -> None:
    path = ["issueCreate", "issue", "customerTicketCount"]
    linear.will_answer(answers.error("no", path, type="feature not accessible"))
    error = failure(linear)
    assert isinstance(error, Forbidden)
    assert error.outcome_unknown


@pytest.mark.parametrize(
    "odd",
    [
        {"validationErrors": "title"},
        {"validationErrors": [{"children": []}]},
        {"validationErrors": [{"property": "title", "constraints": {"isUuid": None}}]},
        {"userPresentableMessage": 5},
        {"code": 5},
    ],
    ids=str,
)
def test_a_detail_of_another_shape_does_not_hide_the_refusal(
    linear: PretendedLinear, odd: dict[str, Any]
) -> None:
    extensions = {"type": "invalid input", "code": "INPUT_ERROR", **odd}
    linear.will_answer(answers.error("no", ["issueCreate"], **extensions))
    error = failure(linear)
    assert type(error) is InvalidInput
    assert str(error) == "no"
    assert not error.outcome_unknown


def test_linears_words_for_people_come_first(linear: PretendedLinear) -> None:
    words = "Could not find referenced Issue."
    linear.will_answer(
        answers.error("Entity not found", type="invalid input", userPresentableMessage=words)
    )
    assert str(failure(linear)) == words


def test_the_fields_that_linear_names_are_kept_under_our_names(linear: PretendedLinear) -> None:
    wrong = [
        {"property": "title", "constraints": {"minLength": "too short", "isString": "no text"}},
        {"property": "labelIds"},
    ]
    linear.will_answer(
        answers.error("Argument Validation Error", validationErrors=wrong, type="invalid input")
    )
    error = failure(linear)
    assert isinstance(error, InvalidInput)
    assert error.fields == {"title": ["too short", "no text"], "label_ids": []}


NO_DATA: list[Any] = [
    {"data": None},
    {},
    [],
    None,
    {"data": {}},
    {"data": {"issueCreate": {"success": True, "issue": {"id": 5}}, "attachmentCreate": None}},
    {"data": {"issueCreate": {"success": "yes"}, "attachmentCreate": {}}},
    {"errors": "what?", "data": None},
    {"errors": [{"extensions": None}]},
]


@pytest.mark.parametrize("body", NO_DATA, ids=range(len(NO_DATA)))
def test_an_answer_of_another_shape_leaves_the_outcome_unknown(
    linear: PretendedLinear, body: Any
) -> None:
    linear.will_answer(body)
    error = failure(linear)
    assert type(error) is Unavailable
    assert error.outcome_unknown


@pytest.mark.parametrize("status", [200, 204, 302, 404, 500, 502, 503])
@pytest.mark.parametrize("content", [b"", b"<html>Bad gateway</html>", b'{"data":', b"\xff\xfe"])
def test_a_body_that_is_no_json_leaves_the_outcome_unknown(
    linear: PretendedLinear, status: int, content: bytes
) -> None:
    linear.answers = [httpx.Response(status, content=content)]
    error = failure(linear)
    assert type(error) is Unavailable
    assert error.outcome_unknown


@pytest.mark.parametrize(
    ("status", "expected"), [(401, Reauthorize), (403, Forbidden), (429, RateLimited)]
)
def test_a_status_alone_says_enough(
    linear: PretendedLinear, status: int, expected: type[LinearError]
) -> None:
    linear.answers = [httpx.Response(status, content=b"<html>")]
    error = failure(linear)
    assert type(error) is expected
    assert not error.outcome_unknown


@pytest.mark.parametrize(
    ("created", "linked"),
    [
        ({"success": False, "issue": answers.issue()}, {"success": True}),
        ({"success": True, "issue": None}, {"success": True}),
        ({"success": True, "issue": answers.issue()}, {"success": False}),
    ],
)
def test_an_answer_without_success_leaves_the_outcome_unknown(
    linear: PretendedLinear, created: dict[str, Any], linked: dict[str, Any]
) -> None:
    link = {"attachment": answers.attachment(), **linked}
    linear.will_answer({"data": {"issueCreate": created, "attachmentCreate": link}})
    error = failure(linear)
    assert type(error) is Unavailable
    assert error.outcome_unknown


def test_a_comment_without_success_leaves_the_outcome_unknown(linear: PretendedLinear) -> None:
    comment = {"id": "c", "url": "https://linear.app/acme/issue/ENG-1#comment-c"}
    linear.will_answer({"data": {"commentCreate": {"success": False, "comment": comment}}})
    with pytest.raises(Unavailable) as caught:
        linear.client.create_comment(CommentCreate(id="c", issue_id="i", body="It burns"))
    assert caught.value.outcome_unknown


def test_an_unreadable_answer_is_described_without_its_values(linear: PretendedLinear) -> None:
    linear.will_answer({"data": {"viewer": {**answers.VIEWER, "email": ["private"]}}})
    with pytest.raises(Unavailable) as caught:
        linear.client.viewer()
    assert "data.viewer.email" in str(caught.value)
    assert "private" not in repr(caught.value)
    assert caught.value.__cause__ is None


def test_a_read_never_leaves_an_outcome_unknown(linear: PretendedLinear) -> None:
    linear.will_answer(answers.error("m", type="internal error"))
    with pytest.raises(Unavailable) as caught:
        linear.client.viewer()
    assert not caught.value.outcome_unknown


@pytest.mark.parametrize(
    "token", ["Bearer ümläut", "key\r\nX-Other: 1", "key\x00", "Bearer key ", " key"]
)
def test_a_token_that_no_header_can_carry_is_refused(linear: PretendedLinear, token: str) -> None:
    client = type(linear.client)(api_url="https://x", authorization=token, budget=linear.budget)
    with pytest.raises(Reauthorize):
        client.viewer()
    assert linear.requests == []
