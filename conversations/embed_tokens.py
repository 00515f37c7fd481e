"""Tokens with which a page of somebody else's shows one conversation's sidebar, without a cookie.

A token is signed and not stored. It names a user, a conversation and the origin of the page that
frames the sidebar, and is good for 15 minutes. Its user's rights are looked up at each use: whoever
was removed from the account, or may not see the conversation any more, sees nothing from then on.

No token begets another. Before one ends, the frame asks the page around it for the next, and that
page's server asks us, with the API token of the user that it keeps. So whoever revokes that ends
every frame within 15 minutes, and a token that leaks is worth only what is left of its time.
"""

import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.signing import BadSignature, Signer
from django.http import Http404
from django.utils.translation import gettext as _

from .access import conversation_for
from .models import Account, Conversation, Membership, User

LIFETIME_SECONDS = 15 * 60

_signer = Signer(salt="conversations.embed_tokens")


@dataclass(frozen=True)
class EmbedToken:
    """Who may see which conversation, in a page of which origin, and until when (Unix time)."""

    user_id: int
    account_id: int
    display_id: int
    origin: str
    expires_at: int

    @property
    def seconds_left(self) -> int:
        """For how long it is still good; 0 once it is not."""
        return max(0, self.expires_at - int(time.time()))

    @property
    def ends(self) -> datetime:
        """The moment from which it is good no more."""
        return datetime.fromtimestamp(self.expires_at, UTC)

    def signed(self) -> str:
        """Return the text that is handed out."""
        return _signer.sign_object(asdict(self))


def embed_token_for(member: Membership, conversation: Conversation, *, origin: str) -> EmbedToken:
    """Return a token for a conversation that the member sees, for pages of one origin.

    An origin that the account does not allow raises `ValidationError`.
    """
    if origin not in member.account.embedding_origins:
        problem = _("Not allowed: an administrator can add it under Settings > Embedding.")
        raise ValidationError({"origin": problem})
    return EmbedToken(
        user_id=member.user_id,
        account_id=member.account_id,
        display_id=conversation.display_id,
        origin=origin,
        expires_at=int(time.time()) + LIFETIME_SECONDS,
    )


def read_embed_token(raw: str) -> EmbedToken | None:
    """Return the token, which may have ended; None if the text is none of ours."""
    try:
        return EmbedToken(**_signer.unsign_object(raw))
    except BadSignature:
        return None


def is_origin_allowed(token: EmbedToken) -> bool:
    """Whether the token's account still lets pages of its origin frame the sidebar."""
    account = Account.objects.filter(pk=token.account_id).first()
    return account is not None and token.origin in account.embedding_origins


def user_of(token: EmbedToken) -> User | None:
    """Return the active user for whom the token stands, or None."""
    return User.objects.filter(pk=token.user_id, is_active=True).first()


def confine(member: Membership, token: EmbedToken) -> None:
    """Let the member see the token's conversation and no other, for as long as this request lasts.

    What is another account's, or not for the member to see, raises `Http404`; an origin that is not
    allowed any more raises `PermissionDenied`.
    """
    if member.account_id != token.account_id:
        raise Http404
    if token.origin not in member.account.embedding_origins:
        problem = _("Pages of %(origin)s may not show this account's conversations.")
        raise PermissionDenied(problem % {"origin": token.origin})
    member.sees_only = token.display_id
    conversation_for(member, token.display_id)
