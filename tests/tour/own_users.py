"""Members who have connected their own user in Linear, to be looked at: their tokens are none."""

import uuid

from conversations.models import Membership
from linear_integration.connection.authorization import PERSONAL_SCOPES
from linear_integration.connection.hooks import hook_for
from linear_integration.models import PersonalConnection
from linear_integration.models.grants import Status


def connect_own_user(member: Membership, status: Status) -> None:
    """Let the member act in the account's workspace as themselves, as far as a page shows it."""
    PersonalConnection.objects.create(
        workspace=hook_for(member.account).workspace,
        user=member.user,
        status=status,
        access_token="lin_oauth_shown_only",
        scopes=PERSONAL_SCOPES,
        viewer_id=uuid.uuid4(),
        viewer_name="Wilhelmina Featherstonehaugh-Montgomery",
    )
