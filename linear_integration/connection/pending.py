"""What is remembered in the session while a person is at Linear's consent page."""

import secrets
import time
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from django.http import Http404

from conversations.access import membership_for
from conversations.models import Membership, User

STATE_SECONDS = 600
SESSION_KEY = "linear_authorizations"
# One for each tab that a person may have open.
STATES_KEPT = 5
# No secret holds a dot.
OWN = "me."


class Session(Protocol):
    """The part of Django's session that this module uses."""

    def get(self, key: str, default: Any, /) -> Any: ...
    def __setitem__(self, key: str, value: Any, /) -> None: ...


@dataclass(frozen=True)
class PendingAuthorization:
    """A consent that was asked for: by whom, and what for.

    `workspace` is the key of the workspace whose own user the person connects; None where an
    administrator connects a workspace to the account.
    """

    account_id: int
    user_id: int
    code_verifier: str = field(repr=False)
    expires_at: float
    workspace: int | None = None

    @property
    def is_expired(self) -> bool:
        """Whether the person took too long."""
        return self.expires_at < time.time()


def remember(
    session: Session, member: Membership, workspace: int | None
) -> tuple[str, PendingAuthorization]:
    """Return the state of a new consent, which is known for ten minutes and taken once."""
    # Account and purpose stand in front, so that a state that is no longer known leads back to
    # the page where it began.
    place = "" if workspace is None else OWN
    state = f"{member.account.pk}-{place}{secrets.token_urlsafe(32)}"
    pending = PendingAuthorization(
        account_id=member.account.pk,
        user_id=member.user.pk,
        code_verifier=secrets.token_urlsafe(64),
        expires_at=time.time() + STATE_SECONDS,
        workspace=workspace,
    )
    kept = list(_all(session).items())[1 - STATES_KEPT :]
    session[SESSION_KEY] = dict(kept) | {state: asdict(pending)}
    return state, pending


def take(session: Session, state: str, *, user: User) -> PendingAuthorization | None:
    """Return what a state stands for, once, to the user who asked for it."""
    pending = _all(session)
    taken = pending.pop(state, None)
    session[SESSION_KEY] = pending
    if taken is None or taken["user_id"] != user.pk:
        return None
    return PendingAuthorization(**taken)


def is_personal(state: str) -> bool:
    """Return whether a state, known or not, is of a person's own consent."""
    return state.partition("-")[2].startswith(OWN)


def account_named_by(state: str, user: User) -> int | None:
    """Return the account that a state names, if the user may open the page where it began."""
    try:
        member = membership_for(user, int(state.partition("-")[0]))
    except (Http404, ValueError):  # not a number, or one of thousands of digits
        return None
    return member.account.pk if member.is_administrator or is_personal(state) else None


def _all(session: Session) -> dict[str, dict[str, Any]]:
    return dict(session.get(SESSION_KEY, {}))
