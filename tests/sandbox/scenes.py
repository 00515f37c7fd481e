"""Scenes: what people and the app do in Linear, each with the one event that it is about."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from linear_integration.sandbox.seed import seed_id

from .apps import APP, agent_key
from .events import Eventful
from .stage import ACT, HELP, JONAS, Stage

OPS = seed_id("team", "acme", "OPS")
BUG, MINOR = (
    seed_id("label", "acme", None, parent, name)
    for parent, name in ((None, "Bug"), (seed_id("label", "acme", None, None, "Severity"), "Minor"))
)
PROJECT = seed_id("project", "acme", "Checkout revamp")
EDIT = (
    "mutation($id: String!, $b: String!) { commentUpdate(id: $id, input: {body: $b}) { success } }"
)
TITLE = (
    "mutation($id: String!, $title: String!) "
    "{ attachmentUpdate(id: $id, input: {title: $title}) { success } }"
)
RENAME_LABEL = (
    "mutation($id: String!, $name: String!) "
    "{ issueLabelUpdate(id: $id, input: {name: $name}) { success } }"
)
RENAME_PROJECT = (
    "mutation($id: String!, $name: String!) "
    "{ projectUpdate(id: $id, input: {name: $name}) { success } }"
)
NOTIFICATIONS = {
    "mention": "issueMention",
    "comment_mention": "issueCommentMention",
    "assigned_to_you": "issueAssignedToYou",
    "unassigned_from_you": "issueUnassignedFromYou",
    "new_comment": "issueNewComment",
    "status_changed": "issueStatusChanged",
    "emoji_reaction": "issueEmojiReaction",
    "comment_reaction": "issueCommentReaction",
    "of_another_kind": "issueDue",
}


@dataclass(frozen=True)
class Scene:
    """A scene's name, the kind and action of its event, and how it is played."""

    name: str
    what: str
    play: Callable[[], object]


def scenes(eventful: Eventful) -> Iterator[Scene]:
    """Go through all scenes; each is played before the next is asked for."""
    stage = Stage(eventful)
    app = agent_key(eventful)
    yield from _of_issues(stage, app)
    yield from _of_comments(stage, app)
    yield from _of_links(stage, app)
    yield from _of_the_workspace(stage)
    yield from _of_agents(stage)
    yield from _of_notifications(stage)
    yield from _of_access(stage)


def _of_issues(stage: Stage, app: str) -> Iterator[Scene]:
    everything: dict[str, Any] = {
        "description": "1. Choose *XL*\n2. See nothing",
        "priority": 2,
        "estimate": 3,
        "dueDate": "2026-12-24",
        "labelIds": [BUG, MINOR],
        "projectId": PROJECT,
        "assigneeId": JONAS,
    }
    yield Scene("issue_created", "Issue create", lambda: stage.create(**everything))
    changes: dict[str, dict[str, Any]] = {
        "issue_title_changed": {"title": "Größe “XXL” is missing 😀"},
        "issue_priority_changed": {"priority": 1},
        "issue_due_date_changed": {"dueDate": None},
        "issue_labels_changed": {"labelIds": [BUG]},
        "issue_project_changed": {"projectId": None},
        "issue_unassigned": {"assigneeId": None},
        "issue_assigned": {"assigneeId": JONAS},
        "issue_state_changed": {"state": "In Progress"},
        "issue_completed": {"state": "Done"},
        "issue_reopened": {"state": "Todo"},
        "issue_canceled": {"state": "Canceled"},
        "issue_moved_to_another_team": {"teamId": OPS},
    }
    for name, values in changes.items():
        yield Scene(name, "Issue update", partial(stage.change, **values))
    yield Scene("issue_marked_as_duplicate", "Issue update", lambda: stage.duplicate("ENG-1"))
    fields = {
        "issue_archived": "issueArchive(id: $id)",
        "issue_unarchived": "issueUnarchive(id: $id)",
        "issue_trashed": "issueDelete(id: $id)",
    }
    for name, field in fields.items():
        yield Scene(name, "Issue update", partial(stage.act, field))
    delete = "issueDelete(id: $id, permanentlyDelete: true)"
    yield Scene("issue_removed", "Issue remove", lambda: stage.act(delete))
    dana = {"title": "From a conversation", "createAsUser": "Dana"}
    yield Scene("issue_created_by_the_app", "Issue create", lambda: stage.create(key=app, **dana))


def _of_comments(stage: Stage, app: str) -> Iterator[Scene]:
    body = "Fixed in **3.1**.\n\n![screen](https://uploads.linear.app/a/b)\n\n> Größe 😀"
    yield Scene("comment_created_by_a_person", "Comment create", lambda: stage.comment(body))
    reply = {"key": app, "createAsUser": "Dana"}
    yield Scene(
        "comment_created_by_the_app",
        "Comment create",
        lambda: stage.comment("The customer says *thanks*.", parentId=stage.last, **reply),
    )
    yield Scene("comment_changed", "Comment update", lambda: stage.of_last(EDIT, b="Thanks!"))
    delete = ACT % "commentDelete(id: $id)"
    yield Scene("comment_removed", "Comment remove", lambda: stage.of_last(delete))


def _of_links(stage: Stage, app: str) -> Iterator[Scene]:
    delete = ACT % "attachmentDelete(id: $id)"
    yield Scene("attachment_created", "Attachment create", stage.attach)
    yield Scene("attachment_changed", "Attachment update", lambda: stage.of_last(TITLE, title="#7"))
    yield Scene("attachment_removed", "Attachment remove", lambda: stage.of_last(delete))
    own = {"subtitle": "Open · Dana Example", "metadata": {"conversation": "7", "count": 2}}
    yield Scene(
        "attachment_created_by_the_app",
        "Attachment create",
        lambda: stage.attach(key=app, createAsUser="Dana", **own),
    )


def _of_the_workspace(stage: Stage) -> Iterator[Scene]:
    for name, kind, row_id, document in (
        ("issue_label_updated", "IssueLabel", BUG, RENAME_LABEL),
        ("project_updated", "Project", PROJECT, RENAME_PROJECT),
    ):
        variables = {"id": row_id, "name": "Neuer Name"}
        yield Scene(
            name,
            f"{kind} update",
            partial(stage.eventful.data, document, variables),
        )


def _of_agents(stage: Stage) -> Iterator[Scene]:
    created, prompted = "AgentSessionEvent created", "AgentSessionEvent prompted"
    yield Scene("agent_session_created", created, lambda: stage.change(delegateId=APP))
    yield Scene("agent_session_prompted", prompted, lambda: stage.prompt(body="Status?"))
    stop = {"body": "Stop", "signal": "stop"}
    yield Scene("agent_session_stopped", prompted, lambda: stage.prompt(**stop))
    yield Scene(
        "agent_session_created_by_a_mention",
        created,
        lambda: stage.comment("@supportbridge who has *asked* for this?"),
    )
    yield Scene(
        "agent_session_prompted_in_its_thread",
        prompted,
        lambda: stage.comment(f"link {HELP}", parentId=stage.last),
    )


def _of_notifications(stage: Stage) -> Iterator[Scene]:
    for name, kind in NOTIFICATIONS.items():
        yield Scene(
            f"app_user_notification_{name}",
            f"AppUserNotification {kind}",
            partial(stage.notify, kind),
        )


def _of_access(stage: Stage) -> Iterator[Scene]:
    teams = {"add": ["SEC"], "remove": ["DES"]}
    yield Scene(
        "permission_change",
        "PermissionChange teamAccessChanged",
        lambda: stage.steer("team_access", **teams),
    )
    yield Scene("oauth_authorization_revoked", "OAuthAuthorization revoked", stage.revoke_grant)
    yield Scene("oauth_app_revoked", "OAuthApp revoked", lambda: stage.steer("revoke_app"))
