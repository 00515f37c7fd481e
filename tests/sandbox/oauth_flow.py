"""OAuth's steps as a browser and an application take them."""

import base64
import hashlib
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from ..sandbox_process import REDIRECT_URI
from .process import CLIENT, Linear

VERIFIER = "a-verifier-of-more-than-forty-three-characters-in-all"
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
)
WANTED = {
    "client_id": CLIENT["client_id"],
    "redirect_uri": REDIRECT_URI,
    "response_type": "code",
    "scope": "read,write",
    "state": "a state & more",
    "actor": "app",
    "prompt": "consent",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


def consent_form(linear: Linear, **changes: str | None) -> tuple[str, dict[str, str]]:
    """Open the consent page as a browser does, and read its form."""
    page = linear.http.get("/oauth/authorize", params=parameters(**changes))
    assert page.status_code == 200, page.text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    return page.text, {name: value.replace("&amp;", "&") for name, value in hidden.items()}


def parameters(**changes: str | None) -> dict[str, str]:
    merged: dict[str, str | None] = {**WANTED, **changes}
    return {name: value for name, value in merged.items() if value is not None}


def workspace(linear: Linear, url_key: str) -> str:
    return str(linear.get(f"state?workspace={url_key}")["workspaces"][0]["id"])


def decide(
    linear: Linear,
    decision: str = "allow",
    url_key: str = "acme",
    team_ids: Sequence[str] = (),
    user_ids: Sequence[str] = (),
    **changes: str | None,
) -> dict[str, str]:
    """Press a button of the consent page and return what comes back in the redirect."""
    _, form = consent_form(linear, **changes)
    more = {"decision": decision, "organization_id": workspace(linear, url_key)}
    data = {**form, **more, "team_id": list(team_ids), "user_id": list(user_ids)}
    response = linear.http.post("/oauth/authorize", data=data)
    return redirected(response)


def redirected(response: httpx.Response) -> dict[str, str]:
    assert response.status_code == 303, response.text
    parts = urlsplit(response.headers["location"])
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == REDIRECT_URI
    return {name: values[0] for name, values in parse_qs(parts.query).items()}


def exchange(linear: Linear, code: str, **changes: Any) -> httpx.Response:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": REDIRECT_URI,
        "code_verifier": VERIFIER,
        **CLIENT,
        **changes,
    }
    return linear.token(**{name: value for name, value in form.items() if value is not None})


def refresh(linear: Linear, refresh_token: str, **changes: str) -> httpx.Response:
    form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
    return linear.token(**form, **{**CLIENT, **changes})


def connect(linear: Linear, **changes: str | None) -> dict[str, Any]:
    answer = exchange(linear, decide(linear, "allow", "acme", (), (), **changes)["code"])
    assert answer.status_code == 200, answer.text
    tokens: dict[str, Any] = answer.json()
    return tokens
