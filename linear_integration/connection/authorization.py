"""The consent of an administrator: there with a state and a PKCE challenge, back with a code.

https://linear.app/developers/oauth-2-0-authentication
"""

import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NoReturn, Protocol

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext

from conversations.access import membership_for
from conversations.models import Membership, User

from .. import features
from ..linear.deadline import time_limit
from ..linear.errors import LinearError
from ..linear.transport import CALL_SECONDS
from ..models import Hook
from ..wording import translated
from .application import oauth_application, redirect_uri
from .connecting import connect_with_tokens
from .database import leave_database
from .hooks import hooks_of
from .tokens import replacing

SCOPES = ("read", "write")
# What lets people in Linear turn to the app; nobody consents to it unless it is asked for.
AGENT_SCOPES = ("app:mentionable", "app:assignable")
STATE_SECONDS = 600
SESSION_KEY = "linear_authorizations"
# One for each tab that an administrator may have open.
STATES_KEPT = 5


class Session(Protocol):
    """The part of Django's session that this module uses."""

    def get(self, key: str, default: Any, /) -> Any: ...
    def __setitem__(self, key: str, value: Any, /) -> None: ...


class AuthorizationFailed(Exception):
    """Coming back from Linear connected nothing; the text says why, in words for people.

    `account_id` names the account whose settings page shows it, where that is known.
    """

    def __init__(self, reason: str, account_id: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.account_id = account_id


@dataclass(frozen=True)
class PendingAuthorization:
    """What is remembered in the session while the administrator is at Linear."""

    account_id: int
    user_id: int
    code_verifier: str = field(repr=False)
    expires_at: float


def is_configured() -> bool:
    """Return whether this installation has an OAuth application at Linear."""
    return bool(settings.LINEAR_CLIENT_ID and settings.LINEAR_CLIENT_SECRET)


def start_authorization(session: Session, *, member: Membership) -> str:
    """Return the address of Linear's consent page for the member's account.

    The state is remembered in the session for ten minutes and taken once.
    """
    # The account stands in front, so that a state that is no longer known leads back to its page.
    state = f"{member.account.pk}-{secrets.token_urlsafe(32)}"
    pending = PendingAuthorization(
        account_id=member.account.pk,
        user_id=member.user.pk,
        code_verifier=secrets.token_urlsafe(64),
        expires_at=time.time() + STATE_SECONDS,
    )
    kept = list(_pending(session).items())[1 - STATES_KEPT :]
    session[SESSION_KEY] = dict(kept) | {state: asdict(pending)}
    return oauth_application().authorize_url_for(
        redirect_uri=redirect_uri(),
        state=state,
        scopes=(*SCOPES, *AGENT_SCOPES) if settings.LINEAR_AGENT else SCOPES,
        actor="app",
        code_verifier=pending.code_verifier,
    )


@time_limit(CALL_SECONDS)
def finish_authorization(session: Session, *, user: User, parameters: Mapping[str, str]) -> Hook:
    """Connect the workspace that Linear's redirect speaks of, or raise AuthorizationFailed."""
    state = parameters.get("state", "")
    pending = _take(session, state)
    if pending is None or pending.user_id != user.pk:
        reason = gettext(
            "This connection attempt is not known here, or was used already. Please connect again."
        )
        raise AuthorizationFailed(reason, _administered_account(state, user))
    if pending.expires_at < time.time():
        _fail(pending, gettext("Connecting took longer than ten minutes. Please connect again."))
    member = _administrator(pending, user)
    if "error" in parameters:
        _fail(pending, _refusal(parameters))
    if not parameters.get("code"):
        _fail(pending, gettext("Linear sent no authorization code. Please connect again."))
    try:
        with replacing(hooks_of(member.account)):
            leave_database()
            tokens = oauth_application().exchange(
                code=parameters["code"],
                redirect_uri=redirect_uri(),
                code_verifier=pending.code_verifier,
            )
            return connect_with_tokens(member, tokens=tokens)
    except LinearError as error:
        _fail(
            pending,
            gettext("Linear did not complete the connection: %(reason)s")
            % {"reason": translated(str(error))},
        )


def _administered_account(state: str, user: User) -> int | None:
    """Return the account that a state names, if the user administers it."""
    account_id = state.partition("-")[0]
    try:
        member = membership_for(user, int(account_id))
    except (Http404, ValueError):  # not a number, or one of thousands of digits
        return None
    return member.account.pk if member.is_administrator else None


def _administrator(pending: PendingAuthorization, user: User) -> Membership:
    # Roles and features may have changed while the person was at Linear.
    try:
        member = membership_for(user, pending.account_id)
    except Http404:
        raise AuthorizationFailed(gettext("You are no longer a member of this account.")) from None
    if not member.is_administrator:
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
    raise AuthorizationFailed(reason, pending.account_id)


def _pending(session: Session) -> dict[str, dict[str, Any]]:
    return dict(session.get(SESSION_KEY, {}))


def _take(session: Session, state: str) -> PendingAuthorization | None:
    pending = _pending(session)
    taken = pending.pop(state, None)
    session[SESSION_KEY] = pending
    return None if taken is None else PendingAuthorization(**taken)
