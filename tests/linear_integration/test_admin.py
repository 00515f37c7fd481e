"""The Django admin shows hooks and operations, and no secret."""

import pytest
from django.test import Client

from conversations.models import User
from linear_integration.models import Hook, Webhook

from .conftest import LinearApi
from .inbound.arriving import delivered

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def operator(client: Client) -> Client:
    """A client signed in as an operator."""
    client.force_login(User.objects.create_superuser("root@example.com", name="Root"))
    return client


def test_a_hook_is_shown_without_its_tokens(operator: Client, acme: Hook) -> None:
    for path in ("", f"{acme.pk}/change/"):
        page = operator.get(f"/admin/linear_integration/hook/{path}")
        assert page.status_code == 200
        content = page.content.decode()
        assert "Acme" in content
        assert str(acme.access_token) not in content
        assert str(acme.refresh_token) not in content
        assert "gAAAA" not in content, "nor the ciphertext"


def test_a_hook_cannot_be_changed_by_hand(operator: Client, acme: Hook) -> None:
    path = f"/admin/linear_integration/hook/{acme.pk}/change/"
    assert operator.post(path, {"status": "reauthorize"}).status_code == 403
    assert operator.get("/admin/linear_integration/hook/add/").status_code == 403


@pytest.mark.parametrize(
    "model",
    ["workspace", "issuelink", "operation", "personalconnection", "webhook", "webhookdelivery"],
)
def test_the_rest_can_be_looked_at(
    operator: Client, bobs: LinearApi, conversation: object, model: str
) -> None:
    bobs.post("link_issue", {"conversation_id": 1, "issue_id": "ENG-1"})
    assert operator.get(f"/admin/linear_integration/{model}/").status_code == 200


def test_a_delivery_can_be_read_and_a_webhooks_secret_cannot(
    operator: Client, globex: Hook
) -> None:
    delivery, webhook = delivered(globex), Webhook.objects.get()
    page = operator.get(f"/admin/linear_integration/webhookdelivery/{delivery.pk}/change/")
    assert "ENG-7" in page.content.decode()
    page = operator.get(f"/admin/linear_integration/webhook/{webhook.pk}/change/")
    content = page.content.decode()
    assert str(webhook.linear_id) in content
    assert str(webhook.secret) not in content
    assert "gAAAA" not in content
