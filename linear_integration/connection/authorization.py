"""The consent of a person: there with a state and a PKCE challenge, back with a code.

An administrator connects a workspace to the account, as the app; each member may connect their own
user in Linear besides. https://linear.app/developers/oauth-2-0-authentication
"""

from collections.abc import Mapping
from typing import NoReturn

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext

from conversations.access import membership_for
from conversations.models import Membership, User

from .. import features
from ..linear.deadline import time_limit
from ..linear.errors import LinearError
from ..linear.oauth import Actor
from ..linear.tokens import Tokens
from ..linear.transport import CALL_SECONDS
from ..models import Hook, PersonalConnection, Workspace
from ..wording import translated
from .application import oauth_application, redirect_uri
from .connecting import connect_with_tokens
from .database import leave_database
from .hooks import hooks_of
from .pending import (
    PendingAuthorization,
    Session,
    account_named_by,
    is_personal,
    remember,
    take,
)
from .personal import WrongUser, connect_person
from .tokens import replacing

SCOPES = ("read", "write")
# What lets people in Linear turn to the app; nobody consents to it unless it is asked for.
AGENT_SCOPES = ("app:mentionable", "app:assignable")
# The least that creates issues with their links and writes comments: `read` comes with everything,
# and what the answer to a write holds is read by it; `write` could also change and delete.
PERSONAL_SCOPES = ("read", "issues:create", "comments:create")


class AuthorizationFailed(Exception):
    """Coming back from Linear connected nothing; the text says why, in words for people.

    `account_id` names the account whose page shows it, where that is known; `is_personal` says that
    it is the page of the person's own user in Linear, and not the settings.
    """

    def __init__(
        self, reason: str, account_id: int | None = None, *, is_personal: bool = False
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.account_id = account_id
        self.is_personal = is_personal


def is_configured() -> bool:
    """Return whether this installation has an OAuth application at Linear."""
    return bool(settings.LINEAR_CLIENT_ID and settings.LINEAR_CLIENT_SECRET)


def start_authorization(
    session: Session, *, member: Membership, own_user_in: Workspace | None = None
) -> str:
    """Return the address of Linear's consent page for the member's account.

    With `own_user_in` it is the member's own user in that workspace that is to be connected.
    """
    workspace = None if own_user_in is None else own_user_in.pk
    state, pending = remember(session, member, workspace)
    actor: Actor = "app" if own_user_in is None else "user"
    return oauth_application().authorize_url_for(
        redirect_uri=redirect_uri(),
        state=state,
        scopes=_scopes_of(actor),
        actor=actor,
        code_verifier=pending.code_verifier,
    )


@time_limit(CALL_SECONDS)
def finish_authorization(
    session: Session, *, user: User, parameters: Mapping[str, str]
) -> Hook | PersonalConnection:
    """Connect what Linear's redirect speaks of, or raise AuthorizationFailed."""
    state = parameters.get("state", "")
    pending = take(session, state, user=user)
    if pending is None:
        reason = gettext(
            "This connection attempt is not known here, or was used already. Please connect again."
        )
        raise AuthorizationFailed(
            reason, account_named_by(state, user), is_personal=is_personal(state)
        )
    if pending.is_expired:
        _fail(pending, gettext("Connecting took longer than ten minutes. Please connect again."))
    member = _member(pending, user)
    if "error" in parameters:
        _fail(pending, _refusal(parameters))
    if not parameters.get("code"):
        _fail(pending, gettext("Linear sent no authorization code. Please connect again."))
    try:
        return _connect(pending, member, parameters["code"])
    except WrongUser as error:
        _fail(pending, translated(str(error)))
    except LinearError as error:
        _fail(
            pending,
            gettext("Linear did not complete the connection: %(reason)s")
            % {"reason": translated(str(error))},
        )


def _scopes_of(actor: Actor) -> tuple[str, ...]:
    if actor == "user":
        return PERSONAL_SCOPES
    return (*SCOPES, *AGENT_SCOPES) if settings.LINEAR_AGENT else SCOPES


def _connect(
    pending: PendingAuthorization, member: Membership, code: str
) -> Hook | PersonalConnection:
    if pending.workspace is None:
        with replacing(hooks_of(member.account)):
            return connect_with_tokens(member, tokens=_exchange(pending, code))
    workspace = Workspace.objects.filter(
        pk=pending.workspace, account=member.account, hook__isnull=False
    ).first()
    if workspace is None:
        _fail(pending, gettext("The Linear workspace is no longer connected to this account."))
    return connect_person(member, workspace=workspace, tokens=_exchange(pending, code))


def _exchange(pending: PendingAuthorization, code: str) -> Tokens:
    leave_database()
    return oauth_application().exchange(
        code=code, redirect_uri=redirect_uri(), code_verifier=pending.code_verifier
    )


def _member(pending: PendingAuthorization, user: User) -> Membership:
    # Roles and features may have changed while the person was at Linear.
    try:
        member = membership_for(user, pending.account_id)
    except Http404:
        raise AuthorizationFailed(gettext("You are no longer a member of this account.")) from None
    if pending.workspace is None and not member.is_administrator:
        _fail(pending, gettext("Only administrators can connect Linear."))
    if not features.is_enabled(member.account):
        _fail(pending, gettext("The Linear integration is not switched on for this account."))
    return member


def _refusal(parameters: Mapping[str, str]) -> str:
    if parameters["error"] == "access_denied":
        return gettext("Access was denied in Linear, so nothing was connected.")
    detail = parameters.get("error_description") or parameters["error"]
    return gettext("Linear refused the connection: %(reason)s") % {"reason": detail[:200]}


def _fail(pending: PendingAuthorization, reason: str) -> NoReturn:
    is_own = pending.workspace is not None
    raise AuthorizationFailed(reason, pending.account_id, is_personal=is_own)
