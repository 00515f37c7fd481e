"""Signing in and out, and what becomes of a session."""

import pytest
from django.contrib.sessions.models import Session
from pytest_django import Settings

from conversations import tasks
from conversations.models import Conversation, User
from linear_integration.models import Hook

from .conftest import Browser
from .test_conversation import address


@pytest.mark.parametrize("page", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_site(browser: Browser, bob: User, page: str) -> None:
    person = {"username": bob.email, "password": "demo", "next": page}
    assert browser(None).post("/login", person)["Location"] == "/"
    assert browser(bob).get("/login", {"next": page})["Location"] == "/"


@pytest.mark.parametrize("page", ["/login", "/login?next=/login"])
def test_the_sign_in_page_never_leads_to_itself(browser: Browser, bob: User, page: str) -> None:
    assert browser(bob).get("/login", {"next": page})["Location"] == "/"


def test_an_unknown_address_and_a_wrong_password_are_answered_alike(
    browser: Browser, bob: User, dan: User, settings: Settings
) -> None:
    dan.is_active = False
    dan.save()
    answers = set()
    for email, password in ((bob.email, "wrong"), ("nobody@example.com", "x"), (dan.email, "demo")):
        response = browser(None).post("/login", {"username": email, "password": password})
        answers.add((response.status_code, *response.context["form"].non_field_errors()))
    assert len(answers) == 1


def test_the_session_of_before_is_given_up_at_sign_in(browser: Browser, bob: User) -> None:
    client = browser(None)
    session = client.session
    session["planted"] = True
    session.save()
    client.post("/login", {"username": bob.email, "password": "demo"})
    assert client.session.session_key != session.session_key


def test_who_is_switched_off_is_signed_out_at_once(
    browser: Browser, bob: User, conversation: Conversation
) -> None:
    client = browser(bob)
    assert client.get(address(conversation)).status_code == 200
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert client.get(address(conversation))["Location"].startswith("/login")
    api = f"/api/v1/accounts/{conversation.account_id}/conversations"
    assert client.get(api).status_code == 401


def test_sessions_that_have_ended_are_forgotten_and_others_kept(
    browser: Browser, alice: User, bob: User
) -> None:
    ended = browser(alice).session
    ended.set_expiry(-1)
    ended.save()
    lasting = browser(bob)
    tasks.clear_sessions()
    assert [session.pk for session in Session.objects.all()] == [lasting.session.session_key]
    assert lasting.get("/app/tokens").status_code == 200


def test_a_form_that_was_sent_too_late_leads_back_to_its_page(
    browser: Browser, alice: User, conversation: Conversation, hook: Hook
) -> None:
    client = browser(alice)
    settings_page = f"/app/accounts/{conversation.account_id}/settings/integrations/linear"
    for action, page in (
        (address(conversation, "/messages"), address(conversation)),
        (address(conversation, "/status"), address(conversation)),
        (f"{settings_page}/connect", settings_page),
        (f"{settings_page}/api_key", settings_page),
        (f"{settings_page}/{hook.pk}/test", settings_page),
    ):
        assert browser(None).post(action)["Location"] == f"/login?next={action}"
        response = client.get(action, follow=True)
        assert response.redirect_chain == [(page, 302)]
        assert b"Nothing was sent yet." in response.content
        assert client.put(action).status_code == 405
