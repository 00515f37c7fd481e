"""What Linear granted somebody: the tokens, and how long they are good."""

from typing import Any, ClassVar, TypeVar

from django.db import models
from django.utils import timezone

from ..encryption import EncryptedTextField


class Status(models.TextChoices):
    """Whether a grant can be used."""

    ENABLED = "enabled"
    # Linear refuses the token, and a person has to connect again.
    REAUTHORIZE = "reauthorize"
    # An administrator of Linear has removed our application.
    REMOVED = "removed"


class Grant(models.Model):
    """Access to a Linear workspace, as the app or as the person `viewer_id`."""

    Status = Status
    # What it is called in the log.
    log_name: ClassVar[str]

    workspace: models.ForeignKey[Any, Any]
    status = models.CharField(max_length=20, choices=Status, default=Status.ENABLED)
    access_token = EncryptedTextField()
    refresh_token = EncryptedTextField(null=True)
    token_expires_at = models.DateTimeField(null=True)
    token_refresh_at = models.DateTimeField(null=True)
    refresh_lease_until = models.DateTimeField(null=True)
    scopes = models.JSONField(default=list)
    viewer_id = models.UUIDField()
    viewer_name = models.CharField(max_length=255)
    connected_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar["Grants[Any]"]

    class Meta:
        abstract = True

    @property
    def is_expired(self) -> bool:
        """Whether Linear would refuse the access token by now; an API key has no end."""
        return self.token_expires_at is not None and self.token_expires_at <= timezone.now()


Row = TypeVar("Row", bound=Grant)


class Grants(models.Manager[Row]):
    """Loads grants without their tokens, so that one that can't be decrypted disturbs nobody."""

    def get_queryset(self) -> models.QuerySet[Row]:
        """Return the grants; a token is read from the database when it is looked at."""
        return super().get_queryset().defer("access_token", "refresh_token")

    def with_tokens(self) -> models.QuerySet[Row]:
        """Return the grants with their tokens; loading one may raise DecryptionError."""
        return super().get_queryset()
