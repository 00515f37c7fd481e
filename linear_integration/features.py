"""The switch per account that the whole Linear side stands behind."""

from django.utils.translation import gettext

from conversations.models import Account

from .linear.errors import Forbidden

FEATURE = "linear_integration"


class FeatureDisabled(Forbidden):
    """The account has no Linear integration."""

    code = "feature_disabled"


def is_enabled(account: Account) -> bool:
    """Return whether the account has the Linear integration."""
    return account.has_feature(FEATURE)


def require_feature(account: Account) -> None:
    """Raise FeatureDisabled unless the account has the Linear integration."""
    if not is_enabled(account):
        raise FeatureDisabled(
            gettext("The Linear integration is not switched on for this account.")
        )
