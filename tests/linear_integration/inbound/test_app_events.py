"""Linear's administrator removes the app: the hook rests, the links stay, people are told."""

import pytest
from django.test import Client

from conversations.models import Membership, User
from linear_integration.connection.application import oauth_application
from linear_integration.connection.connecting import connect_with_tokens
from linear_integration.models import Hook, Issue, WebhookDelivery

from ..conftest import REFRESH_TOKEN, LinearApi
from .conftest import Loop, Post
from .events import event, milliseconds

pytestmark = pytest.mark.django_db(transaction=True)


def hook_now(hook: Hook) -> Hook:
    return Hook.objects.with_tokens().get(pk=hook.pk)


def test_the_hook_rests_without_tokens_and_the_links_stay(
    loop: Loop, acme: Hook, issue: Issue, bobs: LinearApi
) -> None:
    loop.sandbox.remove_app()
    assert [each.outcome for each in loop.settle() if each.event_type == "OAuthApp"] == [
        "disconnected"
    ]
    hook = hook_now(acme)
    assert hook.status == "removed"
    assert (hook.access_token, hook.refresh_token, hook.token_expires_at) == ("", None, None)
    assert issue.links.count() == 1
    assert len(bobs.get("linked_issues", conversation_id=1).json()["data"]) == 1


def test_nobody_calls_linear_then_and_everybody_is_told_why(
    loop: Loop, acme: Hook, issue: Issue, bobs: LinearApi
) -> None:
    loop.sandbox.remove_app()
    loop.settle()
    asked = len(loop.sandbox.requests())
    refused = bobs.post("link_issue", {"conversation_id": 1, "issue_id": "ENG-2"})
    assert refused.json()["error"]["code"] == "reauthorization_required"
    assert "removed the app" in refused.json()["error"]["message"]
    assert len(loop.sandbox.requests()) == asked
    [workspace] = bobs.get().json()["data"]["workspaces"]
    assert workspace["status"] == "removed"


def test_the_settings_page_says_so_and_offers_to_connect_again(
    loop: Loop, acme: Hook, alice: User, client: Client
) -> None:
    loop.sandbox.remove_app()
    loop.settle()
    client.force_login(alice)
    page = client.get(f"/app/accounts/{acme.workspace.account_id}/settings/integrations/linear")
    text = page.content.decode()
    assert "An administrator of Linear has removed the app." in text
    assert "Connect again" in text


def test_what_is_disconnected_then_has_nothing_left_to_revoke(
    loop: Loop, acme: Hook, alices: LinearApi
) -> None:
    loop.sandbox.remove_app()
    loop.settle()
    answer = alices.delete()
    assert answer.status_code == 200, answer.content
    assert not Hook.objects.filter(pk=acme.pk).exists()


def test_connecting_again_brings_it_back_and_an_old_removal_changes_nothing(
    loop: Loop, acme: Hook, alice: User, post_event: Post
) -> None:
    loop.sandbox.remove_app()
    loop.settle()
    [removal] = [each["body"] for each in loop.sandbox.deliveries()]
    loop.sandbox.reset()
    member = Membership.objects.get(user=alice, account=acme.workspace.account)
    connect_with_tokens(member, tokens=oauth_application().refresh(REFRESH_TOKEN))
    WebhookDelivery.objects.all().delete()
    post_event({**removal, "webhookTimestamp": milliseconds()})
    loop.settle()
    assert WebhookDelivery.objects.get().outcome == "not_newer"
    assert hook_now(acme).status == "enabled"


def test_told_again_it_is_no_news(loop: Loop, acme: Hook, post_event: Post) -> None:
    loop.sandbox.remove_app()
    loop.settle()
    post_event(event(acme, type="OAuthApp", action="revoked", createdAt="2099-01-01T00:00:00Z"))
    assert loop.settle()[-1].outcome == "not_newer"
