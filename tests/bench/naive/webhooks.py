"""Taking a webhook, as in a first draft: all that an event asks for is done before the answer."""

import hashlib
import hmac
import json

from django.conf import settings
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from .models import Delivery, Issue, IssueLink, Message, Workspace


class WebhookView(APIView):
    """Takes what has happened to an issue."""

    authentication_classes = ()
    permission_classes = ()

    def post(self, request: Request) -> Response:
        """Check the signature, note the delivery, bring the card up to date, tell of it."""
        secret = settings.LINEAR_WEBHOOK_SECRET.encode()
        expected = hmac.new(secret, request.body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected, request.headers.get("Linear-Signature", "")):
            raise AuthenticationFailed
        event = json.loads(request.body)
        workspace = Workspace.objects.get(linear_id=event["organizationId"])
        _, is_new = Delivery.objects.get_or_create(
            delivery_id=request.headers["Linear-Delivery"],
            defaults={"workspace": workspace, "payload": event},
        )
        issue = Issue.objects.filter(workspace=workspace, linear_id=event["data"]["id"]).first()
        if is_new and issue:
            issue.card |= event["data"]
            issue.save()
            for link in IssueLink.objects.filter(issue=issue):
                Message.objects.create(
                    conversation_id=link.conversation_id,
                    content=f"{event['data']['identifier']} is {event['data']['state']['name']}.",
                )
        return Response({"received": is_new})
