"""OAuth from the consent page to the end of a token."""

from typing import Any

import httpx
import pytest

from ..sandbox_process import REDIRECT_URI
from .oauth_flow import (
    VERIFIER,
    WANTED,
    connect,
    consent_form,
    decide,
    exchange,
    parameters,
    redirected,
    refresh,
)
from .process import CLIENT, SEEDED_REFRESH_TOKEN, Linear


def _status(linear: Linear, access_token: str) -> int:
    return linear.answer("{ viewer { id } }", key=f"Bearer {access_token}").status_code


def test_the_consent_page_says_who_asks_for_what(own: Linear) -> None:
    text, hidden = consent_form(own)
    for part in ("Sandbox", "Support Bridge", "read", "write", "Acme", "Globex"):
        assert part in text
    assert 'name="decision" value="allow">Authorize<' in text
    assert 'name="decision" value="deny">Deny<' in text
    assert hidden["state"] == WANTED["state"]


def test_a_person_lets_the_app_into_the_workspace_they_choose(own: Linear) -> None:
    answer = decide(own, url_key="globex")
    assert answer["state"] == WANTED["state"]
    tokens = exchange(own, answer["code"]).json()
    assert tokens["token_type"] == "Bearer"
    assert tokens["expires_in"] == 86_399
    assert tokens["scope"] == "read write"
    document = "{ viewer { id name app email } organization { urlKey } }"
    data = own.ask(document, key=f"Bearer {tokens['access_token']}")
    assert data["organization"] == {"urlKey": "globex"}
    assert data["viewer"]["app"] is True
    assert data["viewer"]["email"] == f"{data['viewer']['id']}@oauthapp.linear.app"


def test_an_app_has_one_user_in_a_workspace_however_often_it_is_let_in(own: Linear) -> None:
    first, second = connect(own), connect(own)
    document = "{ viewer { id } }"
    ids = {
        own.ask(document, key=f"Bearer {tokens['access_token']}")["viewer"]["id"]
        for tokens in (first, second)
    }
    assert len(ids) == 1


@pytest.mark.parametrize("actor", ["user", None])
def test_with_actor_user_the_token_acts_as_the_person(own: Linear, actor: str | None) -> None:
    tokens = connect(own, actor=actor)
    viewer = own.ask("{ viewer { name app } }", key=f"Bearer {tokens['access_token']}")["viewer"]
    assert viewer == {"name": "Maya Lindqvist", "app": False}


def test_denying_goes_back_with_access_denied_and_the_state(own: Linear) -> None:
    answer = decide(own, "deny")
    assert answer["error"] == "access_denied"
    assert answer["state"] == WANTED["state"]
    assert "code" not in answer


@pytest.mark.parametrize(
    "uri",
    [f"{REDIRECT_URI}/", "http://localhost:8001/linear/callback", "https://evil.example/", None],
)
def test_another_redirect_uri_gets_a_page_and_no_redirect(own: Linear, uri: str | None) -> None:
    page = own.http.get("/oauth/authorize", params=parameters(redirect_uri=uri))
    assert page.status_code == 400
    assert "Invalid redirect_uri parameter for the application" in page.text
    assert "location" not in page.headers


def test_an_unknown_client_gets_a_page(own: Linear) -> None:
    page = own.http.get("/oauth/authorize", params=parameters(client_id="<script>"))
    assert page.status_code == 400
    assert "Invalid client_id" in page.text
    assert "<script>" not in page.text


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "read,everything"}, "invalid_scope"),
        ({"scope": "admin"}, "invalid_scope"),
        ({"actor": "robot"}, "invalid_request"),
        ({"prompt": "none"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
    ],
)
def test_other_faults_are_told_to_the_application(
    own: Linear, changes: dict[str, str | None], error: str
) -> None:
    answer = redirected(own.http.get("/oauth/authorize", params=parameters(**changes)))
    assert (answer["error"], answer["state"]) == (error, WANTED["state"])


def test_scopes_may_be_separated_by_spaces_and_read_is_always_in(own: Linear) -> None:
    assert connect(own, scope="write issues:create")["scope"] == "read write issues:create"


def test_registered_redirect_uris_can_be_replaced_and_outlive_a_reset(own: Linear) -> None:
    other = "http://127.0.0.1:9000/callback?from=linear"
    own.post("redirect_uris", {"uris": [other]})
    own.post("reset")
    try:
        page = own.http.get("/oauth/authorize", params=parameters(redirect_uri=other))
        assert page.status_code == 200
        denied = own.http.post(
            "/oauth/authorize", data={**parameters(redirect_uri=other), "decision": "deny"}
        )
        assert denied.headers["location"].startswith(f"{other}&error=access_denied")
        refused = own.http.get("/oauth/authorize", params=WANTED)
        assert refused.status_code == 400
    finally:
        own.post("redirect_uris", {"uris": [REDIRECT_URI]})


def test_a_code_is_good_once_and_for_ten_minutes(own: Linear) -> None:
    code = decide(own)["code"]
    assert exchange(own, code).status_code == 200
    again = exchange(own, code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    late = decide(own)["code"]
    own.post("clock", {"advance_seconds": 601})
    assert exchange(own, late).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": "another-verifier"}, "invalid_grant"),
        ({"code_verifier": None}, "invalid_grant"),
        ({"redirect_uri": "http://localhost:8000/other"}, "invalid_grant"),
        ({"code": "nonsense"}, "invalid_grant"),
        ({"client_id": "nobody"}, "invalid_client"),
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_a_wrong_exchange_is_refused(own: Linear, changes: dict[str, Any], error: str) -> None:
    code = decide(own)["code"]
    response = exchange(own, **{"code": code, **changes})
    assert (response.status_code, response.json()["error"]) == (400, error)


def test_the_secret_may_come_as_basic_or_be_replaced_by_pkce(own: Linear) -> None:
    form = {
        "grant_type": "authorization_code",
        "redirect_uri": REDIRECT_URI,
        "code_verifier": VERIFIER,
    }
    basic = httpx.BasicAuth(CLIENT["client_id"], CLIENT["client_secret"])
    by_basic = {**form, "code": decide(own)["code"]}
    assert own.http.post("/oauth/token", data=by_basic, auth=basic).status_code == 200
    public = {**form, "client_id": CLIENT["client_id"], "code": decide(own)["code"]}
    assert own.token(**public).status_code == 200
    without_pkce = decide(own, code_challenge=None, code_challenge_method=None)["code"]
    refused = exchange(own, without_pkce, client_secret=None, code_verifier=None)
    assert refused.json()["error"] == "invalid_client"


def test_an_access_token_lives_24_hours_and_is_refreshed(own: Linear) -> None:
    tokens = connect(own)
    assert _status(own, tokens["access_token"]) == 200
    own.post("clock", {"advance_seconds": 86_401})
    assert _status(own, tokens["access_token"]) == 401
    fresh = refresh(own, tokens["refresh_token"]).json()
    assert fresh["refresh_token"] != tokens["refresh_token"]
    assert _status(own, fresh["access_token"]) == 200


def test_a_spent_refresh_token_repeats_its_pair_for_30_minutes(own: Linear) -> None:
    tokens = connect(own)
    first = refresh(own, tokens["refresh_token"]).json()
    own.post("clock", {"advance_seconds": 29 * 60})
    assert refresh(own, tokens["refresh_token"]).json() == first
    own.post("clock", {"advance_seconds": 2 * 60})
    late = refresh(own, tokens["refresh_token"])
    assert (late.status_code, late.json()["error"]) == (400, "invalid_grant")
    # The pair itself goes on.
    assert refresh(own, first["refresh_token"]).status_code == 200


def test_the_seeded_refresh_token_is_good_until_it_is_revoked(own: Linear) -> None:
    first = refresh(own, SEEDED_REFRESH_TOKEN).json()
    own.post("clock", {"advance_seconds": 7 * 86_400})
    second = refresh(own, SEEDED_REFRESH_TOKEN).json()
    assert first["access_token"] != second["access_token"]
    data = own.ask(
        "{ viewer { app } organization { urlKey } }", key=f"Bearer {second['access_token']}"
    )
    assert data == {"viewer": {"app": True}, "organization": {"urlKey": "acme"}}
    assert own.http.post("/oauth/revoke", data={"token": SEEDED_REFRESH_TOKEN}).status_code == 200
    assert refresh(own, SEEDED_REFRESH_TOKEN).json()["error"] == "invalid_grant"


def test_an_access_token_does_not_refresh_and_a_refresh_token_does_not_ask(own: Linear) -> None:
    tokens = connect(own)
    assert refresh(own, tokens["access_token"]).json()["error"] == "invalid_grant"
    assert _status(own, tokens["refresh_token"]) == 401


def test_tokens_can_be_made_to_expire_at_once(own: Linear) -> None:
    tokens = connect(own)
    assert own.post("expire_tokens").json() == {"expired": 1}
    assert _status(own, tokens["access_token"]) == 401
    assert refresh(own, tokens["refresh_token"]).status_code == 200


def test_revoking_a_refresh_token_ends_its_access_tokens(own: Linear) -> None:
    tokens = connect(own)
    form = {"token": tokens["refresh_token"], "token_type_hint": "refresh_token", **CLIENT}
    assert own.http.post("/oauth/revoke", data=form).status_code == 200
    assert _status(own, tokens["access_token"]) == 401
    assert refresh(own, tokens["refresh_token"]).json()["error"] == "invalid_grant"
    assert own.http.post("/oauth/revoke", data=form).status_code == 400


def test_revoking_an_access_token_leaves_the_refresh_token(own: Linear) -> None:
    tokens = connect(own)
    headers = {"authorization": f"Bearer {tokens['access_token']}"}
    assert own.http.post("/oauth/revoke", headers=headers).status_code == 200
    assert _status(own, tokens["access_token"]) == 401
    assert refresh(own, tokens["refresh_token"]).status_code == 200


def test_a_stranger_cannot_revoke(own: Linear) -> None:
    tokens = connect(own)
    form = {"token": tokens["access_token"], "client_id": "demo-client-id", "client_secret": "no"}
    assert own.http.post("/oauth/revoke", data=form).status_code == 401
    assert own.http.post("/oauth/revoke").status_code == 401
    assert _status(own, tokens["access_token"]) == 200


def test_client_credentials_give_an_app_token_without_refresh(own: Linear) -> None:
    form = {"grant_type": "client_credentials", **CLIENT}
    tokens = own.token(**form, scope="read,write").json()
    assert tokens["expires_in"] == 2_591_999
    assert "refresh_token" not in tokens
    data = own.ask(
        "{ viewer { app } organization { urlKey } }", key=f"Bearer {tokens['access_token']}"
    )
    assert data == {"viewer": {"app": True}, "organization": {"urlKey": "acme"}}
    assert own.token(**form, scope="read,write").status_code == 200
    assert _status(own, tokens["access_token"]) == 200
    # Other scopes end the earlier tokens.
    assert own.token(**form, scope="read").status_code == 200
    assert _status(own, tokens["access_token"]) == 401
    assert own.token(grant_type="client_credentials", client_id="demo-client-id").status_code == 400


def test_a_scope_that_is_missing_is_named(own: Linear) -> None:
    tokens = connect(own, scope="read")
    key = f"Bearer {tokens['access_token']}"
    document = 'mutation { issueUpdate(id: "ENG-1", input: {priority: 0}) { success } }'
    response = own.answer(document, key=key)
    error = response.json()["errors"][0]
    assert error["message"] == "Invalid scope: `write` required"
    assert (error["extensions"]["type"], error["extensions"]["code"]) == ("forbidden", "FORBIDDEN")
    assert error["extensions"]["statusCode"] == 403


def test_issues_create_suffices_to_file_and_link_but_not_to_archive(own: Linear) -> None:
    key = f"Bearer {connect(own, scope='issues:create')['access_token']}"
    issue = own.create(key=key)
    link = (
        'mutation L($id: String!) { attachmentLinkURL(issueId: $id, url: "http://a.example") '
        "{ success } }"
    )
    own.ask(link, {"id": issue["id"]}, key=key)
    archive = "mutation A($id: String!) { issueArchive(id: $id) { success } }"
    assert own.refusal(archive, {"id": issue["id"]}, key=key)["extensions"]["code"] == "FORBIDDEN"


def test_the_metadata_document_names_the_endpoints(own: Linear) -> None:
    metadata = own.http.get("/.well-known/oauth-authorization-server").json()
    assert metadata["token_endpoint"].endswith("/oauth/token")
    assert metadata["code_challenge_methods_supported"] == ["S256"]


def test_tokens_are_counted_and_nowhere_shown(own: Linear) -> None:
    tokens = connect(own)
    state = own.get("state")
    assert state["tokens"]["live"] == 1
    shown = str(state) + str(own.get("requests")) + own.http.get("/").text
    for secret in (
        tokens["access_token"],
        tokens["refresh_token"],
        CLIENT["client_secret"],
        VERIFIER,
    ):
        assert secret not in shown
    assert [
        entry["operation"] for entry in own.get("requests") if entry["path"] == "/oauth/token"
    ] == ["authorization_code"]
