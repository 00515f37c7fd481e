"""Creating an issue, as in a first draft."""

import uuid
from typing import Any

import httpx
from django.conf import settings
from django.http import HttpResponse
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from linear_integration.linear.documents import document

from .models import CreatedIssue
from .webhooks import WebhookView


class CreateIssueInput(serializers.Serializer[Any]):
    """The issue to create."""

    conversation_id = serializers.IntegerField()
    team_id = serializers.UUIDField()
    title = serializers.CharField(max_length=255)
    description = serializers.CharField(required=False)
    priority = serializers.IntegerField(required=False)


class CreateIssueView(APIView):
    """Creates in Linear, then notes what was created."""

    def post(self, request: Request) -> Response:
        """Return the created issue."""
        serializer = CreateIssueInput(data=request.data)
        serializer.is_valid(raise_exception=True)
        given = serializer.validated_data
        issue_id, link_id = str(uuid.uuid4()), str(uuid.uuid4())
        link = {"id": link_id, "issueId": issue_id, "title": "Conversation", "url": "http://x/"}
        issue = {"id": issue_id, "teamId": str(given["team_id"]), "title": given["title"]}
        response = httpx.post(
            f"{settings.LINEAR_API_URL}/graphql",
            json={
                "query": document("create_linked_issue").text,
                "variables": {"issue": issue, "attachment": link},
            },
            headers={"Authorization": "Bearer bench-access-token"},
            timeout=30,
        )
        created = response.json()["data"]["issueCreate"]["issue"]
        CreatedIssue.objects.create(
            conversation_id=given["conversation_id"],
            linear_id=created["id"],
            identifier=created["identifier"],
            url=created["url"],
        )
        shown = {name: created[name] for name in ("id", "identifier", "title", "url")}
        return Response({"data": shown | {"link_id": link_id}})


urlpatterns = [
    path("create_issue", CreateIssueView.as_view()),
    path("webhooks", WebhookView.as_view()),
    path("livez", lambda _: HttpResponse()),
]
