"""Who asks: a token in one of three headers, or a session with CSRF."""

import pytest
from django.http import HttpRequest
from rest_framework.test import APIClient

from conversations.models import APIToken, User
from conversations.tokens import issue_token, revoke_token

from ...cast import PASSWORD, Cast

PROFILE = "/api/v1/profile"


@pytest.mark.parametrize(
    ("header", "prefix"),
    [
        ("HTTP_AUTHORIZATION", "Bearer "),
        ("HTTP_AUTHORIZATION", "bearer "),
        # WSGI gives `api-access-token` and `api_access_token` this one name.
        ("HTTP_API_ACCESS_TOKEN", ""),
    ],
)
def test_a_token_is_read_from_each_header(bob: User, header: str, prefix: str) -> None:
    raw = issue_token(bob, "script")
    response = APIClient().get(PROFILE, **{header: prefix + raw})  # type: ignore[arg-type]
    assert response.data["data"]["name"] == "Bob"


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_AUTHORIZATION": "Bearer wrong"},
        {"HTTP_AUTHORIZATION": "Bearer"},
        {"HTTP_AUTHORIZATION": "Bearer \xff\0"},
        {"HTTP_AUTHORIZATION": "Basic Ym9iOmRlbW8="},
        {"HTTP_API_ACCESS_TOKEN": ""},
        {},
    ],
)
def test_whoever_shows_no_good_token_is_challenged(bob: User, headers: dict[str, str]) -> None:
    response = APIClient().get(PROFILE, **headers)  # type: ignore[arg-type]
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'
    assert response.data["error"]["code"] == "not_authenticated"


def test_a_wrong_token_is_refused_though_a_session_is_there(bob: User) -> None:
    client = APIClient()
    client.force_login(bob)
    assert client.get(PROFILE, HTTP_AUTHORIZATION="Bearer wrong").status_code == 401


def test_a_revoked_token_is_refused(bob: User) -> None:
    client = APIClient(HTTP_AUTHORIZATION=f"Bearer {issue_token(bob, 'script')}")
    assert client.get(PROFILE).status_code == 200
    revoke_token(APIToken.objects.get())
    assert client.get(PROFILE).status_code == 401


def test_a_session_reads(bob: User) -> None:
    client = APIClient()
    assert client.login(request=HttpRequest(), username=bob.email, password=PASSWORD)
    assert client.get(PROFILE).data["data"]["name"] == "Bob"


def test_the_address_is_read_in_any_case(bob: User) -> None:
    assert APIClient().login(request=HttpRequest(), username="BOB@Example.com", password=PASSWORD)


def test_a_session_writes_only_with_its_csrf_token(cast: Cast) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(cast.bob)
    path = f"/api/v1/accounts/{cast.acme_support.pk}/conversations/1/messages"
    refused = client.post(path, {"content": "Hi"})
    assert refused.status_code == 403
    assert refused.data["error"]["code"] == "forbidden"
    client.cookies["csrftoken"] = "c" * 32
    accepted = client.post(path, {"content": "Hi"}, HTTP_X_CSRFTOKEN="c" * 32)
    assert accepted.status_code == 201


def test_a_token_writes_without_csrf(cast: Cast) -> None:
    raw = issue_token(cast.bob, "script")
    client = APIClient(enforce_csrf_checks=True, HTTP_AUTHORIZATION=f"Bearer {raw}")
    path = f"/api/v1/accounts/{cast.acme_support.pk}/conversations/1/messages"
    assert client.post(path, {"content": "Hi"}).status_code == 201
