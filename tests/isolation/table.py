"""Who may call what: one row for every endpoint, held against the URL configuration.

A row names an input that is right, so that whoever may make the call gets through. In braces
stand numbers of `world.py`: what is the caller's, what is hidden from them, what is a stranger's.
"""

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from .routes import ANY

ACCOUNT = "api/v1/accounts/<int:account_id>"
CONVERSATION = f"{ACCOUNT}/conversations/<int:display_id>"
LINEAR = f"{ACCOUNT}/integrations/linear"
PAGES = "app/accounts/<int:account_id>"
NOTIFICATIONS_PAGE = f"{PAGES}/notifications"
CONVERSATION_PAGE = f"{PAGES}/conversations/<int:display_id>"
INTEGRATIONS_PAGE = f"{PAGES}/settings/integrations"
MEMBERS_PAGE = f"{PAGES}/settings/members"
MEMBER_PAGE = f"{MEMBERS_PAGE}/<int:user_id>"
EMBEDDING_PAGE = f"{PAGES}/settings/embedding"
LINEAR_PAGE = f"{INTEGRATIONS_PAGE}/linear"
OWN_USER_PAGE = f"{PAGES}/linear"
INBOX_DEFAULTS_PAGE = f"{LINEAR_PAGE}/defaults/<int:inbox_id>"
DELIVERIES_PAGE = f"{LINEAR_PAGE}/deliveries"
DELIVERY_PAGE = f"{DELIVERIES_PAGE}/<int:delivery_id>"
MENTIONS_PAGE = f"{PAGES}/linear/mentions"
HOOK_PAGE = f"{LINEAR_PAGE}/<int:hook_id>"

EMBED_PAGE = "embed/conversations/<int:display_id>"
# Whose pages may frame the sidebars of both accounts.
ORIGIN = "https://desk.example.com"

ONE_WORKSPACE = {"workspace_id": "{workspace_id}"}

PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>|\{(\w+)\}")


class Audience(Enum):
    """Who may make a call."""

    EVERYBODY = "everybody"
    SIGNED_IN = "whoever has signed in"
    MEMBERS = "members of the account"
    ADMINISTRATORS = "administrators of the account"
    FRAMES = "whoever has a token for the conversation, in a frame elsewhere"
    PROMETHEUS = "whoever has METRICS_TOKEN, which no person has"
    LINEAR = "Linear, by its signature, which no person can make"
    INVITED = "whoever has opened the link of an invitation"


MACHINES = (Audience.PROMETHEUS, Audience.LINEAR)


@dataclass(frozen=True)
class Endpoint:
    """One call: its method and route, who may make it, and an input that is right.

    `in_frames` says that the sidebar makes it in a page of somebody else's, too, with a token for
    its conversation. `leads_to` names the page that a form's address leads to when it is opened
    instead of sent.
    """

    method: str
    route: str
    audience: Audience = Audience.MEMBERS
    body: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    needs_feature: bool = False
    needs_connection: bool = False
    in_frames: bool = False
    leads_to: str = ""

    @property
    def is_api(self) -> bool:
        """Whether it answers in JSON to a token; the others are pages."""
        return self.route.startswith("api/v1/")

    @property
    def names(self) -> set[str]:
        """The numbers that its path and input name, such as `display_id`."""
        texts = [self.route, *map(str, [*self.body.values(), *self.query.values()])]
        found = PLACEHOLDER.findall(" ".join(texts))
        return {in_path or in_input for in_path, in_input in found}

    @property
    def numbers_in_path(self) -> list[str]:
        """The names of the whole numbers in its path."""
        return re.findall(r"<int:(\w+)>", self.route)

    @property
    def documented_path(self) -> str:
        """The path as the OpenAPI schema writes it."""
        return "/" + PLACEHOLDER.sub(r"{\1}", self.route)

    def path(self, numbers: dict[str, Any]) -> str:
        """Return the path with these numbers."""
        return "/" + PLACEHOLDER.sub(lambda match: str(numbers[match[1]]), self.route)

    def __str__(self) -> str:
        return f"{self.method} /{self.route}"


def _api(method: str, rest: str, **more: Any) -> Endpoint:
    return Endpoint(method, f"{ACCOUNT}/{rest}", **more)


def _linear(method: str, rest: str = "", *, needs_connection: bool = True, **more: Any) -> Endpoint:
    route = f"{LINEAR}/{rest}" if rest else LINEAR
    return Endpoint(method, route, needs_feature=True, needs_connection=needs_connection, **more)


def _form(route: str, page: str, **more: Any) -> list[Endpoint]:
    """Describe what a form is sent to; opened, its address leads to the form's page."""
    return [
        Endpoint("get", route, Audience.EVERYBODY, leads_to=page),
        Endpoint("post", route, **more),
    ]


EVERYBODY, SIGNED_IN = Audience.EVERYBODY, Audience.SIGNED_IN
ADMINISTRATORS = Audience.ADMINISTRATORS

PUBLIC = [
    Endpoint(ANY, "livez", EVERYBODY),
    Endpoint(ANY, "readyz", EVERYBODY),
    Endpoint("get", "metrics", Audience.PROMETHEUS),
    Endpoint("post", "linear/webhooks", Audience.LINEAR),
    Endpoint("post", "linear/webhooks/<uuid:key>", Audience.LINEAR),
    Endpoint("get", "docs/", EVERYBODY),
    Endpoint("get", "docs/<slug:page>/", EVERYBODY),
    Endpoint("get", "api/schema", EVERYBODY),
    Endpoint("get", "api/docs", EVERYBODY),
    Endpoint("get", "login", EVERYBODY),
    Endpoint("post", "login", EVERYBODY),
    Endpoint("put", "login", EVERYBODY),  # Django's form views take PUT for POST
    Endpoint("post", "logout", EVERYBODY),
    Endpoint("post", "language", EVERYBODY, body={"language": "de"}),
    Endpoint("get", "invitations/<slug:secret>", EVERYBODY),
    Endpoint("get", "invitation", Audience.INVITED),
    Endpoint("post", "invitation", Audience.INVITED),
    *_form("invitation/sign-out", "invitation", audience=EVERYBODY),
    Endpoint("get", "language/<slug:language>-<slug:version>.json", EVERYBODY),
]
HELPDESK = [
    Endpoint("get", "api/v1/profile", SIGNED_IN),
    _api("get", "inboxes"),
    _api("get", "contacts"),
    _api("post", "contacts", body={"name": "New", "company_id": "{company_id}"}),
    _api("get", "contacts/<int:contact_id>"),
    _api("get", "conversations", query={"inbox_id": "{inbox_id}"}),
    _api("post", "conversations", body={"inbox_id": "{inbox_id}", "contact_id": "{contact_id}"}),
    Endpoint("get", CONVERSATION),
    Endpoint("post", f"{CONVERSATION}/toggle_status", body={"status": "resolved"}),
    Endpoint("post", f"{CONVERSATION}/assignments", body={"assignee_id": "{assignee_id}"}),
    Endpoint("get", f"{CONVERSATION}/messages", in_frames=True),
    Endpoint("post", f"{CONVERSATION}/messages", body={"content": "Hi"}),
    _api("get", "notifications"),
    _api("post", "notifications/read", body={"conversation_id": "{display_id}"}),
]
LINEAR_CALLS = [
    _linear("get", needs_connection=False, in_frames=True),
    _linear("delete", audience=ADMINISTRATORS, query=ONE_WORKSPACE),
    _linear(
        "post",
        "api_key",
        audience=ADMINISTRATORS,
        body={"api_key": "lin_api_demo_acme"},
        needs_connection=False,
    ),
    _linear("get", "me", needs_connection=False),
    _linear("delete", "me", query=ONE_WORKSPACE),
    _linear("post", "check", audience=ADMINISTRATORS, query=ONE_WORKSPACE),
    *(
        _linear(
            method,
            "reconciliation",
            audience=ADMINISTRATORS,
            query=ONE_WORKSPACE,
        )
        for method in ("get", "post")
    ),
    _linear("get", "teams", query=ONE_WORKSPACE, in_frames=True),
    _linear(
        "post",
        "embed_token",
        body={"conversation_id": "{display_id}", "origin": ORIGIN},
        needs_connection=False,
    ),
    _linear(
        "get",
        "team_entities",
        query={"team_id": "{team_id}", "workspace_id": "{workspace_id}"},
        in_frames=True,
    ),
    _linear(
        "post",
        "create_issue",
        in_frames=True,
        body={
            "conversation_id": "{display_id}",
            "title": "x",
            "team_id": "{team_id}",
            "workspace_id": "{workspace_id}",
        },
    ),
    _linear(
        "post",
        "link_issue",
        in_frames=True,
        body={
            "conversation_id": "{display_id}",
            "issue_id": "ENG-1",
            "workspace_id": "{workspace_id}",
        },
    ),
    _linear(
        "post",
        "unlink_issue",
        in_frames=True,
        body={"conversation_id": "{display_id}", "link_id": "{link_id}"},
    ),
    _linear(
        "post",
        "comment_issue",
        in_frames=True,
        body={"conversation_id": "{display_id}", "link_id": "{link_id}", "body": "It burns."},
    ),
    _linear(
        "get",
        "search_issue",
        query={"q": "export", "workspace_id": "{workspace_id}"},
        in_frames=True,
    ),
    _linear("get", "recent_issues", in_frames=True),
    _linear("get", "linked_issues", query={"conversation_id": "{display_id}"}, in_frames=True),
    _linear(
        "get",
        "issue_defaults",
        query={"conversation_id": "{display_id}"},
        in_frames=True,
        needs_connection=False,
    ),
    *(
        _linear(
            method,
            "inbox_defaults/<int:inbox_id>",
            audience=ADMINISTRATORS,
            needs_connection=False,
        )
        for method in ("get", "delete")
    ),
    _linear(
        "put",
        "inbox_defaults/<int:inbox_id>",
        audience=ADMINISTRATORS,
        body={"team_id": "{team_id}", "workspace_id": "{workspace_id}"},
    ),
    _linear("get", "automations", audience=ADMINISTRATORS, query=ONE_WORKSPACE),
    _linear(
        "put",
        "automations",
        audience=ADMINISTRATORS,
        query=ONE_WORKSPACE,
        body={"note_on_comment": True, "reopen_status": "pending"},
    ),
    _linear("get", "app_notifications", needs_connection=False),
    _linear("get", "operations", audience=ADMINISTRATORS, needs_connection=False),
    _linear("get", "operations/<uuid:operation_id>", needs_connection=False, in_frames=True),
    _linear("post", "operations/<uuid:operation_id>/retry", audience=ADMINISTRATORS),
    _linear("get", "deliveries", audience=ADMINISTRATORS, needs_connection=False),
    _linear("get", "deliveries/<int:delivery_id>", audience=ADMINISTRATORS, needs_connection=False),
    _linear(
        "post",
        "deliveries/<int:delivery_id>/replay",
        audience=ADMINISTRATORS,
        needs_connection=False,
    ),
]
HELPDESK_PAGES = [
    Endpoint("get", "", SIGNED_IN),
    Endpoint("get", f"{PAGES}/conversations"),
    Endpoint("get", f"{PAGES}/conversations/list"),
    Endpoint("get", CONVERSATION_PAGE),
    Endpoint("get", f"{CONVERSATION_PAGE}/thread"),
    *_form(
        f"{CONVERSATION_PAGE}/messages", CONVERSATION_PAGE, body={"content": "Hi", "kind": "reply"}
    ),
    *_form(f"{CONVERSATION_PAGE}/status", CONVERSATION_PAGE, body={"status": "resolved"}),
    *_form(
        f"{CONVERSATION_PAGE}/assignee", CONVERSATION_PAGE, body={"assignee_id": "{assignee_id}"}
    ),
    Endpoint("get", NOTIFICATIONS_PAGE),
    Endpoint("get", f"{NOTIFICATIONS_PAGE}/latest"),
    *_form(f"{NOTIFICATIONS_PAGE}/read", NOTIFICATIONS_PAGE, body={"conversation": "{display_id}"}),
    Endpoint("get", MEMBERS_PAGE, ADMINISTRATORS),
    Endpoint("get", f"{MEMBERS_PAGE}/invite", ADMINISTRATORS),
    Endpoint(
        "post",
        f"{MEMBERS_PAGE}/invite",
        ADMINISTRATORS,
        body={"email": "new@example.com", "role": "agent"},
    ),
    *_form(
        f"{MEMBERS_PAGE}/invitations/<int:invitation_id>/revoke",
        MEMBERS_PAGE,
        audience=ADMINISTRATORS,
    ),
    Endpoint("get", MEMBER_PAGE, ADMINISTRATORS),
    Endpoint("post", MEMBER_PAGE, ADMINISTRATORS, body={"role": "agent"}),
    Endpoint("get", f"{MEMBER_PAGE}/remove", ADMINISTRATORS),
    Endpoint("post", f"{MEMBER_PAGE}/remove", ADMINISTRATORS),
    Endpoint("get", "app/tokens", SIGNED_IN),
    Endpoint("post", "app/tokens", SIGNED_IN, body={"name": "New"}),
    Endpoint("get", "app/tokens/<int:token_id>/revoke", SIGNED_IN),
    Endpoint("post", "app/tokens/<int:token_id>/revoke", SIGNED_IN),
]
ADMINISTRATORS_PAGE: dict[str, Any] = {"audience": ADMINISTRATORS, "needs_feature": True}
LINEAR_PAGES = [
    Endpoint("get", INTEGRATIONS_PAGE, ADMINISTRATORS),
    Endpoint("get", LINEAR_PAGE, **ADMINISTRATORS_PAGE),
    *_form(f"{LINEAR_PAGE}/connect", LINEAR_PAGE, **ADMINISTRATORS_PAGE),
    *_form(
        f"{LINEAR_PAGE}/api_key",
        LINEAR_PAGE,
        body={"api_key": "lin_api_demo_acme"},
        **ADMINISTRATORS_PAGE,
    ),
    *_form(f"{HOOK_PAGE}/test", LINEAR_PAGE, needs_connection=True, **ADMINISTRATORS_PAGE),
    *_form(
        f"{HOOK_PAGE}/enable_webhook", LINEAR_PAGE, needs_connection=True, **ADMINISTRATORS_PAGE
    ),
    Endpoint("get", f"{HOOK_PAGE}/comparison", needs_connection=True, **ADMINISTRATORS_PAGE),
    *_form(f"{HOOK_PAGE}/compare", LINEAR_PAGE, needs_connection=True, **ADMINISTRATORS_PAGE),
    Endpoint("get", f"{HOOK_PAGE}/disconnect", needs_connection=True, **ADMINISTRATORS_PAGE),
    Endpoint("post", f"{HOOK_PAGE}/disconnect", needs_connection=True, **ADMINISTRATORS_PAGE),
    Endpoint("get", f"{LINEAR_PAGE}/automations", **ADMINISTRATORS_PAGE),
    Endpoint(
        "post",
        f"{LINEAR_PAGE}/automations",
        body={"workspace_id": "{workspace_id}", "reopen_status": "open"},
        **ADMINISTRATORS_PAGE,
    ),
    Endpoint("get", f"{LINEAR_PAGE}/operations", **ADMINISTRATORS_PAGE),
    *_form(
        f"{LINEAR_PAGE}/operations/<uuid:operation_id>/try_again",
        f"{LINEAR_PAGE}/operations",
        **ADMINISTRATORS_PAGE,
    ),
    Endpoint("get", DELIVERIES_PAGE, **ADMINISTRATORS_PAGE),
    *_form(f"{DELIVERIES_PAGE}/replay_parked", DELIVERIES_PAGE, **ADMINISTRATORS_PAGE),
    Endpoint("get", DELIVERY_PAGE, **ADMINISTRATORS_PAGE),
    *_form(f"{DELIVERY_PAGE}/replay", DELIVERIES_PAGE, **ADMINISTRATORS_PAGE),
    Endpoint("get", f"{LINEAR_PAGE}/defaults", **ADMINISTRATORS_PAGE),
    Endpoint(
        "get",
        INBOX_DEFAULTS_PAGE,
        query={"workspace_id": "{workspace_id}", "team_id": "{team_id}"},
        **ADMINISTRATORS_PAGE,
    ),
    Endpoint(
        "post",
        INBOX_DEFAULTS_PAGE,
        body={"workspace_id": "{workspace_id}", "team_id": "{team_id}", "priority": "2"},
        **ADMINISTRATORS_PAGE,
    ),
    *_form(f"{INBOX_DEFAULTS_PAGE}/clear", f"{LINEAR_PAGE}/defaults", **ADMINISTRATORS_PAGE),
    Endpoint("get", MENTIONS_PAGE, needs_feature=True),
    # A number that one mistypes is told of on the page; test_mentions.py has what is hidden.
    *_form(
        f"{MENTIONS_PAGE}/<int:app_notification_id>/link",
        MENTIONS_PAGE,
        body={"conversation_id": "1"},
        needs_feature=True,
    ),
    Endpoint("get", EMBEDDING_PAGE, **ADMINISTRATORS_PAGE),
    Endpoint(
        "post", EMBEDDING_PAGE, body={"origin": "https://new.example.com"}, **ADMINISTRATORS_PAGE
    ),
    *_form(
        f"{EMBEDDING_PAGE}/remove",
        EMBEDDING_PAGE,
        body={"origin": ORIGIN},
        **ADMINISTRATORS_PAGE,
    ),
    Endpoint("get", OWN_USER_PAGE, needs_feature=True),
    *_form(
        f"{OWN_USER_PAGE}/<int:hook_id>/connect",
        OWN_USER_PAGE,
        needs_feature=True,
        needs_connection=True,
    ),
    *(
        Endpoint(
            method,
            f"{OWN_USER_PAGE}/<int:hook_id>/disconnect",
            needs_feature=True,
            needs_connection=True,
        )
        for method in ("get", "post")
    ),
    Endpoint("get", EMBED_PAGE, Audience.FRAMES, query={"token": "{embed_token}"}),
    Endpoint("get", "linear/callback", SIGNED_IN),
]
ENDPOINTS = PUBLIC + HELPDESK + LINEAR_CALLS + HELPDESK_PAGES + LINEAR_PAGES
# What depends on whom a person is, and not on something that they hold.
GUARDED = [
    endpoint
    for endpoint in ENDPOINTS
    if endpoint.audience not in (Audience.EVERYBODY, Audience.FRAMES, *MACHINES, Audience.INVITED)
]
