"""What the naive view remembers."""

from typing import ClassVar

from django.db import models


class CreatedIssue(models.Model):
    """An issue that was created from a conversation."""

    conversation_id = models.BigIntegerField()
    linear_id = models.UUIDField()
    identifier = models.CharField(max_length=64)
    url = models.URLField()

    # This app is none of the bridge's, so the types' plugin doesn't know it.
    objects: ClassVar[models.Manager["CreatedIssue"]] = models.Manager()

    def __str__(self) -> str:
        return self.identifier
