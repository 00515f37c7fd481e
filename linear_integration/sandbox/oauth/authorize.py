from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ..control.html import Html, render
from ..sandbox import Sandbox
from ..secrecy import digest
from ..state.store import Row
from .requests import (
    PARAMETERS,
    AuthorizationRequest,
    PageError,
    RedirectError,
    check_redirect,
    read_request,
)
from .tokens import administrator

CODE_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose on the page; each workspace's teams and people are chosen among all."""

    organization_id: str | None = None
    team_ids: Sequence[str] = ()
    user_ids: Sequence[str] = ()


async def show_consent(request: Request) -> Response:
    """Answer ``GET /oauth/authorize``: ask a person whether the application may act."""
    sandbox: Sandbox = request.app.state.sandbox
    parameters = {key: value for key, value in request.query_params.items() if key in PARAMETERS}
    return _checked(sandbox, parameters, decision=None)


async def decide(request: Request) -> Response:
    """Answer the form of the consent page: back to the application with a code, or a refusal."""
    sandbox: Sandbox = request.app.state.sandbox
    sent = await request.form()
    form = {key: str(value) for key, value in sent.items()}
    team_ids, user_ids = (
        [str(value) for value in sent.getlist(name)] for name in ("team_id", "user_id")
    )
    choices = Choices(form.get("organization_id"), team_ids, user_ids)
    return _checked(sandbox, form, decision=form.get("decision", "deny"), choices=choices)


def _checked(
    sandbox: Sandbox,
    parameters: Mapping[str, str],
    decision: str | None,
    choices: Choices = Choices(),
) -> Response:
    entry = sandbox.requests.open("/oauth/authorize", variables=dict(parameters))
    try:
        check_redirect(sandbox.store, parameters)
        wanted = read_request(parameters)
        if decision is None:
            response: Response = _consent_page(sandbox, wanted, parameters)
        elif decision == "allow":
            response = _allow(sandbox, wanted, choices)
        else:
            raise RedirectError("access_denied", "The person denied the request")
    except PageError as error:
        response = HTMLResponse(render("error", title="Can't authorize", message=str(error)), 400)
    except RedirectError as error:
        answer = {"error": error.code, "error_description": error.description}
        response = _back(parameters["redirect_uri"], answer, parameters.get("state"))
    entry.finish(response.status_code)
    return response


def _allow(sandbox: Sandbox, wanted: AuthorizationRequest, choices: Choices) -> Response:
    organization_id = choices.organization_id
    if organization_id is None or sandbox.store.find("Organization", organization_id) is None:
        raise PageError("Choose one of the workspaces")
    teams, people = _teams(sandbox, organization_id), _people(sandbox, organization_id)
    chosen = [team["id"] for team in teams if team["id"] in choices.team_ids]
    code = secrets.token_hex(20)
    row = {
        "id": digest(code),
        "clientId": wanted.client_id,
        "redirectUri": wanted.redirect_uri,
        "organizationId": organization_id,
        "actor": wanted.actor,
        "teamIds": chosen if wanted.actor == "app" else [],
        "userId": next((row["id"] for row in people if row["id"] in choices.user_ids), None),
        "scopes": wanted.scopes,
        "challenge": wanted.challenge,
        "expiresAt": sandbox.clock.stamp(seconds_from_now=CODE_SECONDS),
        "usedAt": None,
    }
    sandbox.store.insert("Code", row)
    return _back(wanted.redirect_uri, {"code": code}, wanted.state)


def _back(redirect_uri: str, answer: dict[str, str], state: str | None) -> RedirectResponse:
    if state is not None:
        answer = {**answer, "state": state}
    parts = urlsplit(redirect_uri)
    query = "&".join(part for part in (parts.query, urlencode(answer)) if part)
    # 303, so that the browser follows a form's answer with GET.
    return RedirectResponse(urlunsplit(parts._replace(query=query)), 303)


def _consent_page(
    sandbox: Sandbox, wanted: AuthorizationRequest, parameters: Mapping[str, str]
) -> HTMLResponse:
    application = sandbox.store.tables["OAuthApplication"][wanted.client_id]
    hidden = [render("hidden_input", name=name, value=value) for name, value in parameters.items()]
    choices = [
        _workspace_choice(sandbox, organization, wanted.actor, is_first=position == 0)
        for position, organization in enumerate(sandbox.store.rows("Organization"))
    ]
    acting = "as itself" if wanted.actor == "app" else "in your name"
    page = render(
        "consent",
        application=application["name"],
        acting=acting,
        scopes=Html("".join(render("scope", scope=scope) for scope in wanted.scopes)),
        redirect_uri=wanted.redirect_uri,
        choices=Html("".join(choices)),
        hidden=Html("".join(hidden)),
    )
    return HTMLResponse(page)


def _workspace_choice(sandbox: Sandbox, organization: Row, actor: str, *, is_first: bool) -> Html:
    first = administrator(sandbox, organization["id"])
    choice = render(
        "workspace_choice",
        id=organization["id"],
        name=organization["name"],
        person=first["name"],
        checked="checked" if is_first else "",
    )
    if actor != "app":
        return Html(choice + _person_choice(sandbox, organization, first))
    teams = [
        render("team_choice", id=team["id"], key=team["key"], name=team["name"])
        for team in _teams(sandbox, organization["id"])
    ]
    return Html(choice + render("team_choices", teams=Html("".join(teams))))


def _person_choice(sandbox: Sandbox, organization: Row, first: Row) -> Html:
    people = [
        render(
            "person_option",
            id=person["id"],
            name=person["name"],
            selected="selected" if person is first else "",
        )
        for person in _people(sandbox, organization["id"])
    ]
    return render("person_choice", workspace=organization["name"], people=Html("".join(people)))


def _teams(sandbox: Sandbox, organization_id: str) -> list[Row]:
    rows = sandbox.store.rows("Team")
    return [team for team in rows if team["organizationId"] == organization_id]


def _people(sandbox: Sandbox, organization_id: str) -> list[Row]:
    rows = [row for row in sandbox.store.rows("User") if row["organizationId"] == organization_id]
    return [row for row in rows if row["active"] and not row["app"]]
