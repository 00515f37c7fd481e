"""People's own users in Linear, whom they let the bridge act as."""

from typing import ClassVar

from django.db import models
from django.db.models import F

from conversations.models import User

from .grants import Grant, Grants
from .workspaces import Workspace


class PersonalConnections(Grants["PersonalConnection"]):
    """Loads personal connections without their tokens."""

    def of_members(self) -> "models.QuerySet[PersonalConnection]":
        """Return those that may be used: of members of an account, to its connected workspaces."""
        connected = self.get_queryset().filter(workspace__hook__isnull=False)
        return connected.filter(user__memberships__account=F("workspace__account"))

    def of_nobody(self) -> "models.QuerySet[PersonalConnection]":
        """Return those whose person has left, or whose workspace was disconnected."""
        return self.get_queryset().exclude(pk__in=self.of_members().values("pk"))


class PersonalConnection(Grant):
    """A member's own user in a workspace of the account: what they write there is theirs."""

    log_name = "personal_connection"

    user = models.ForeignKey(User, models.CASCADE, related_name="linear_connections")
    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="personal_connections", db_index=False
    )

    objects: ClassVar[PersonalConnections] = PersonalConnections()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "user"], name="one_user_in_linear_each")
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.workspace} ({self.status})"
