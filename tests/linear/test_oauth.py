"""Consent, exchange, refresh and revocation, and every way in which they fail."""

import base64
import hashlib
import subprocess
import sys
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx
import pytest

from linear_integration.linear.errors import (
    Forbidden,
    InvalidInput,
    LinearError,
    RateLimited,
    Reauthorize,
    Timeout,
    Unavailable,
)
from linear_integration.linear.oauth import OAuthApplication
from linear_integration.linear.transport import reset_transport

from .conftest import PretendedLinear
from .servers import http_answer, read_request, serving

APPLICATION = OAuthApplication(
    client_id="client&id",
    client_secret="hush & hush",
    authorize_url="https://linear.app/oauth/authorize",
    api_url="https://api.linear.app/",
)
TOKENS = {
    "access_token": "access-1",
    "refresh_token": "refresh-1",
    "expires_in": 86_399,
    "scope": "read write",
    "token_type": "Bearer",
}
VERIFIER = "v" * 64


def form(linear: PretendedLinear) -> dict[str, str]:
    return dict(parse_qsl(linear.requests[-1].content.decode()))


def test_the_consent_address_carries_everything_encoded() -> None:
    url = APPLICATION.authorize_url_for(
        redirect_uri="https://help/linear/callback?a=b&c=d",
        state="st&te=#",
        scopes=["read", "write"],
        actor="app",
        code_verifier=VERIFIER,
    )
    digest = hashlib.sha256(VERIFIER.encode()).digest()
    assert url.startswith("https://linear.app/oauth/authorize?")
    assert parse_qs(urlsplit(url).query, strict_parsing=True) == {
        "response_type": ["code"],
        "client_id": ["client&id"],
        "redirect_uri": ["https://help/linear/callback?a=b&c=d"],
        "scope": ["read,write"],
        "state": ["st&te=#"],
        "prompt": ["consent"],
        "actor": ["app"],
        "code_challenge": [base64.urlsafe_b64encode(digest).rstrip(b"=").decode()],
        "code_challenge_method": ["S256"],
    }


def test_a_code_is_exchanged_with_its_verifier(linear: PretendedLinear) -> None:
    linear.will_answer(TOKENS)
    tokens = APPLICATION.exchange("c&de", "https://help/callback", VERIFIER)
    assert str(linear.requests[0].url) == "https://api.linear.app/oauth/token"
    assert form(linear) == {
        "grant_type": "authorization_code",
        "code": "c&de",
        "redirect_uri": "https://help/callback",
        "code_verifier": VERIFIER,
        "client_id": "client&id",
        "client_secret": "hush & hush",
    }
    assert (tokens.access_token, tokens.refresh_token) == ("access-1", "refresh-1")
    assert (tokens.expires_in_seconds, tokens.scopes) == (86_399, ("read", "write"))


def test_a_refresh_returns_the_new_pair(linear: PretendedLinear) -> None:
    linear.will_answer(TOKENS)
    assert APPLICATION.refresh("refresh-0").refresh_token == "refresh-1"
    assert form(linear)["grant_type"] == "refresh_token"
    assert form(linear)["refresh_token"] == "refresh-0"


def test_a_public_client_sends_no_secret(linear: PretendedLinear) -> None:
    linear.will_answer(TOKENS)
    public = OAuthApplication("public", "", "https://linear.app/x", "https://api.linear.app")
    public.exchange("code", "https://help/callback", VERIFIER)
    assert "client_secret" not in form(linear)
    assert "authorization" not in linear.requests[0].headers
    assert form(linear)["client_id"] == "public"


def test_neither_tokens_nor_secret_are_shown(linear: PretendedLinear) -> None:
    linear.will_answer(TOKENS)
    shown = repr(APPLICATION.refresh("refresh-0")) + repr(APPLICATION)
    assert not any(secret in shown for secret in ("access-1", "refresh-1", "hush"))


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("read write", ("read", "write")),
        ("read,write", ("read", "write")),
        (["read", "write"], ("read", "write")),
        ("", ()),
    ],
)
def test_scopes_are_read_in_every_form(
    linear: PretendedLinear, scope: Any, expected: tuple[str, ...]
) -> None:
    linear.will_answer(TOKENS | {"scope": scope})
    assert APPLICATION.refresh("r").scopes == expected


def test_tokens_without_an_end_or_a_refresh_token_are_read(linear: PretendedLinear) -> None:
    linear.will_answer({"access_token": "a", "token_type": "Bearer"})
    tokens = APPLICATION.refresh("r")
    assert (tokens.expires_in_seconds, tokens.refresh_token, tokens.scopes) == (None, None, ())


@pytest.mark.parametrize(
    ("status", "body", "expected", "text"),
    [
        (400, {"error": "invalid_grant"}, Reauthorize, "invalid_grant"),
        (400, {"error": "invalid_client", "error_description": "Who?"}, Forbidden, "Who?"),
        (401, {"error": "invalid_client"}, Forbidden, "invalid_client"),
        (400, {"error": "invalid_request"}, InvalidInput, "invalid_request"),
        (400, {"error": "Error", "error_description": "No such grant"}, InvalidInput, "No such"),
        (200, {"error": "invalid_grant"}, Reauthorize, "invalid_grant"),
        (429, {"error": "slow_down"}, RateLimited, "slow_down"),
        (500, {"error": "invalid_grant"}, Unavailable, "invalid_grant"),
        (503, "<html>", Unavailable, "503"),
        (404, "<html>", InvalidInput, "404"),
        (200, "<html>", Unavailable, "no token"),
        (200, {}, Unavailable, "no token"),
        (200, TOKENS | {"access_token": ""}, Unavailable, "no token"),
        (200, TOKENS | {"expires_in": "soon"}, Unavailable, "no token"),
        (200, ["access_token"], Unavailable, "no token"),
    ],
)
def test_a_failed_exchange_has_its_reason(
    linear: PretendedLinear, status: int, body: Any, expected: type[LinearError], text: str
) -> None:
    linear.will_answer(body, status=status, headers={"Retry-After": "7"})
    with pytest.raises(LinearError) as caught:
        APPLICATION.refresh("refresh-0")
    assert type(caught.value) is expected
    assert text in str(caught.value)
    assert caught.value.__cause__ is None
    assert len(linear.requests) == 1
    if expected is RateLimited:
        assert caught.value.retry_after_seconds == 7


@pytest.mark.parametrize("code", ["ümläut", "a\nb", "\x00"])
def test_a_code_that_linear_cannot_have_made_is_not_sent(
    linear: PretendedLinear, code: str
) -> None:
    with pytest.raises(InvalidInput):
        APPLICATION.exchange(code, "https://help/callback", VERIFIER)
    assert linear.requests == []


@pytest.mark.parametrize(
    ("status", "body"), [(200, {"success": True}), (400, {"error": "invalid_request"}), (400, "")]
)
def test_a_void_token_is_revoked(linear: PretendedLinear, status: int, body: Any) -> None:
    linear.will_answer(body, status=status)
    APPLICATION.revoke("refresh-1", "refresh_token")
    assert str(linear.requests[0].url) == "https://api.linear.app/oauth/revoke"
    assert form(linear)["token"] == "refresh-1"
    assert form(linear)["token_type_hint"] == "refresh_token"
    assert "authorization" not in linear.requests[0].headers


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (401, {}, Forbidden),
        (400, {"error": "invalid_client"}, Forbidden),
        (429, {}, RateLimited),
        (500, {}, Unavailable),
        (302, "", Unavailable),
    ],
)
def test_a_token_that_lives_on_is_an_error(
    linear: PretendedLinear, status: int, body: Any, expected: type[LinearError]
) -> None:
    linear.will_answer(body, status=status)
    with pytest.raises(expected):
        APPLICATION.revoke("refresh-1", "refresh_token")


def test_oauth_uses_the_shared_connections_and_keeps_them_open() -> None:
    def behave(connection: Any) -> None:
        while True:
            read_request(connection)
            connection.sendall(http_answer(TOKENS))

    with serving(behave) as server:
        application = OAuthApplication("id", "secret", server.url, server.url)
        for _ in range(3):
            application.refresh("r")
        application.revoke("r", "refresh_token")
        assert server.connections == 1


def test_a_lost_answer_is_a_time_out() -> None:
    def lose(request: httpx.Request) -> httpx.Response:
        raise Timeout("late", outcome_unknown=True)

    reset_transport(httpx.MockTransport(lose))
    with pytest.raises(Timeout) as caught:
        APPLICATION.refresh("r")
    assert caught.value.outcome_unknown


def test_importing_it_warns_of_nothing_and_silences_nothing_else() -> None:
    program = (
        "import warnings; warnings.simplefilter('error'); before = list(warnings.filters)\n"
        "import linear_integration.linear.oauth\n"
        "assert warnings.filters == before, warnings.filters"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
