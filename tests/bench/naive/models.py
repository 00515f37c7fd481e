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


class Workspace(models.Model):
    """A Linear workspace."""

    linear_id = models.UUIDField(unique=True)

    objects: ClassVar[models.Manager["Workspace"]] = models.Manager()

    def __str__(self) -> str:
        return str(self.linear_id)


class Issue(models.Model):
    """An issue that is linked to conversations, as Linear last showed it."""

    workspace = models.ForeignKey(Workspace, models.CASCADE)
    linear_id = models.UUIDField(unique=True)
    card = models.JSONField()

    objects: ClassVar[models.Manager["Issue"]] = models.Manager()

    def __str__(self) -> str:
        return str(self.card["title"])


class IssueLink(models.Model):
    """A conversation's link to an issue."""

    issue = models.ForeignKey(Issue, models.CASCADE)
    conversation_id = models.BigIntegerField()

    objects: ClassVar[models.Manager["IssueLink"]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.conversation_id}: {self.issue}"


class Delivery(models.Model):
    """An event that has come."""

    delivery_id = models.UUIDField(unique=True)
    workspace = models.ForeignKey(Workspace, models.CASCADE)
    payload = models.JSONField()
    received_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Delivery"]] = models.Manager()

    def __str__(self) -> str:
        return str(self.delivery_id)


class Message(models.Model):
    """A private note in a conversation."""

    conversation_id = models.BigIntegerField(db_index=True)
    content = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[models.Manager["Message"]] = models.Manager()

    def __str__(self) -> str:
        return self.content
