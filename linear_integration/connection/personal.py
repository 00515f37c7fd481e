"""People who let the bridge act as their own user in Linear, apart from the account's connection.

They consent once more, without `actor=app`. https://linear.app/developers/oauth-2-0-authentication
"""

import logging
import time
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import BigIntegerField, QuerySet
from django.utils.translation import gettext_noop

from conversations.models import Membership, User
from conversations.prepared import Parameter, PreparedQuery

from ..linear.deadline import remaining_seconds, time_limit
from ..linear.errors import InvalidInput, NotConnected
from ..linear.tokens import Tokens
from ..linear.transport import CALL_SECONDS
from ..linear.types import Viewer
from ..models import Hook, PersonalConnection, Workspace
from .credentials import Credentials, credentials_of, granted, owner_of
from .hooks import hooks_of
from .readable import readable_tokens
from .revoking import revoke, revoke_pair

logger = logging.getLogger(__name__)

ROUND_SECONDS = 30.0


class WrongUser(InvalidInput):
    """Whoever consented is nobody whom the bridge could act as in the account's workspace."""


@dataclass(frozen=True)
class OwnUser:
    """A workspace of the account, and the member's own connection to it, if there is one."""

    hook: Hook
    connection: PersonalConnection | None

    @property
    def is_used(self) -> bool:
        """Whether what the member writes is theirs in Linear."""
        grant = self.connection
        return grant is not None and grant.status == PersonalConnection.Status.ENABLED


def connect_person(
    member: Membership, *, workspace: Workspace, tokens: Tokens
) -> PersonalConnection:
    """Let the bridge act as the Linear user whose tokens these are, in what the member writes.

    They have to be of this very workspace; else nothing is kept of them.
    """
    credentials = credentials_of(tokens)
    owner = owner_of(credentials)
    try:
        _require_person_of(workspace, owner)
        connection = _store(member, workspace, credentials, owner)
    except (WrongUser, NotConnected):
        revoke_pair(tokens.access_token, tokens.refresh_token)
        raise
    logger.info("personal_connection.connected", extra={"workspace": workspace.linear_id})
    return connection


@time_limit(CALL_SECONDS)
def disconnect_person(connection: PersonalConnection) -> bool:
    """Forget a person's tokens, and return whether Linear confirmed that they are revoked."""
    revoked = revoke(connection)
    PersonalConnection.objects.filter(pk=connection.pk).delete()
    about = {"workspace": connection.workspace.linear_id, "revoked": revoked}
    logger.info("personal_connection.disconnected", extra=about)
    return revoked


def own_users_of(member: Membership) -> list[OwnUser]:
    """Return for each of the account's workspaces whether the member acts there as themselves."""
    mine = PersonalConnection.objects.of_members().filter(
        user=member.user, workspace__account=member.account
    )
    connections = {each.workspace_id: each for each in mine.select_related("workspace")}
    hooks = hooks_of(member.account)
    return [OwnUser(hook, connections.get(hook.workspace_id)) for hook in hooks]


def person_to_act_as(user: User, hook: Hook) -> PersonalConnection | None:
    """Return the user's own connection to the hook's workspace, with its token, if it is good."""
    with readable_tokens():
        found = _TO_ACT_AS.all(user=user.pk, workspace=hook.workspace_id)
    for connection in found:
        connection.workspace = hook.workspace
        return connection
    return None


def disconnect_leavers(workspace: Workspace | None = None) -> int:
    """Revoke and forget what belongs to nobody any more; return how many connections that was.

    That is of people who left the account, and of workspaces that were disconnected. What time
    doesn't allow is left to the next round.
    """
    stop_at = time.monotonic() + ROUND_SECONDS
    left = PersonalConnection.objects.of_nobody().select_related("workspace")
    done = 0
    for connection in list(left if workspace is None else left.filter(workspace=workspace)):
        if time.monotonic() > stop_at or remaining_seconds() <= 0:
            break
        disconnect_person(connection)
        done += 1
    return done


def _require_person_of(workspace: Workspace, owner: Viewer) -> None:
    if uuid.UUID(owner.organization.id) != workspace.linear_id:
        raise WrongUser(
            gettext_noop(
                "You chose another workspace at Linear than the one that this account is "
                "connected to. Nothing was connected."
            )
        )
    if owner.app:
        raise WrongUser(gettext_noop("Linear connected the app instead of your own user."))


@transaction.atomic
def _store(
    member: Membership, workspace: Workspace, credentials: Credentials, owner: Viewer
) -> PersonalConnection:
    # Neither may end before the row is there: nobody would revoke it.
    _require_here(Hook.objects.filter(workspace=workspace))
    _require_here(Membership.objects.filter(pk=member.pk))
    theirs = {"viewer_id": owner.id, "viewer_name": owner.name}
    connection, _ = PersonalConnection.objects.update_or_create(
        workspace=workspace, user=member.user, defaults=theirs | granted(credentials)
    )
    return connection


def _require_here(row: QuerySet[Hook] | QuerySet[Membership]) -> None:
    if not row.select_for_update(no_key=True).values_list("pk").first():
        raise NotConnected(gettext_noop("The Linear workspace has just been disconnected."))


def _to_act_as() -> QuerySet[PersonalConnection]:
    user, workspace = (Parameter(name, BigIntegerField()) for name in ("user", "workspace"))
    usable = PersonalConnection.objects.of_members().filter(
        user=user, workspace=workspace, status=PersonalConnection.Status.ENABLED
    )
    # With the access token, which a deferred field would be read for once more.
    return usable.defer(None).defer("refresh_token")


_TO_ACT_AS = PreparedQuery(_to_act_as)
