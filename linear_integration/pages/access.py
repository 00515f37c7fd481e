"""Who may open the pages about Linear."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from conversations import access
from conversations.models import Membership, User

from .. import connection, features
from ..models import Hook


def administrator_for(request: HttpRequest, account_id: int) -> Membership:
    """Return the administrator who asks; agents are refused (403), strangers find nothing (404)."""
    if not isinstance(request.user, User):
        raise Http404
    return access.administrator_for(request.user, account_id)


def linear_administrator_for(request: HttpRequest, account_id: int) -> Membership:
    """Return the administrator who asks, of an account that has the Linear integration."""
    return _with_feature(administrator_for(request, account_id))


def linear_member_for(request: HttpRequest, account_id: int) -> Membership:
    """Return the member who asks, of an account that has the Linear integration."""
    if not isinstance(request.user, User):
        raise Http404
    return _with_feature(access.membership_for(request.user, account_id))


def hook_of(member: Membership, hook_id: int) -> Hook:
    """Return one of the hooks of the member's account."""
    for hook in connection.hooks_of(member.account):
        if hook.pk == hook_id:
            return hook
    raise Http404


def _with_feature(member: Membership) -> Membership:
    try:
        features.require_feature(member.account)
    except features.FeatureDisabled as error:
        raise PermissionDenied(str(error)) from error
    return member
