"""The demo is what its users rely on, and is seeded into a demo's database alone."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpRequest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from rest_framework.test import APIClient

from conversations.access import conversation_for, inboxes_of, membership_for
from conversations.demo.thread_files import parse_thread
from conversations.models import Account, Company, Contact, Conversation, Message, User


@pytest.fixture
def demo(db: None, settings: Settings) -> None:
    settings.DEMO = True
    seed_demo()


def seed_demo() -> str:
    output = StringIO()
    call_command("seed_demo", stdout=output)
    return output.getvalue().strip()


@pytest.mark.usefixtures("demo")
def test_people_work_where_the_readme_says() -> None:
    alice, bob, carol, dan = (User.objects.get(name=n) for n in ("Alice", "Bob", "Carol", "Dan"))
    assert membership_for(alice, 1).is_administrator
    assert membership_for(carol, 2).is_administrator
    assert not membership_for(bob, 1).is_administrator
    assert [*dan.memberships.all()] == []
    assert inboxes_of(membership_for(alice, 1)).count() == 3
    assert inboxes_of(membership_for(bob, 1)).count() == 2
    assert all(account.has_feature("linear_integration") for account in Account.objects.all())


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("name", ["alice", "bob", "carol", "dan"])
def test_passwords_and_tokens_are_the_published_ones(name: str) -> None:
    email = f"{name}@example.com"
    assert APIClient().login(request=HttpRequest(), username=email, password="demo")
    client = APIClient(HTTP_AUTHORIZATION=f"Bearer demo-token-{name}")
    assert client.get("/api/v1/profile").data["data"]["email"] == email


@pytest.mark.usefixtures("demo")
def test_conversation_1_is_open_in_bobs_inbox_from_a_contact_of_a_company() -> None:
    conversation = conversation_for(membership_for(User.objects.get(name="Bob"), 1), 1)
    assert conversation.status == "open"
    assert conversation.contact.company is not None
    assert conversation.contact.email.endswith(conversation.contact.company.domain)


@pytest.mark.usefixtures("demo")
def test_there_are_thirty_believable_threads() -> None:
    threads = Conversation.objects.filter(account_id=1)
    assert sorted(threads.values_list("display_id", flat=True)) == list(range(1, 31))
    assert set(threads.values_list("status", flat=True)) == set(Conversation.Status.values)
    assert all(2 <= thread.messages.count() <= 8 for thread in threads)
    assert Message.objects.filter(private=True).count() >= 5
    assert Company.objects.filter(account_id=1).count() >= 8
    private = Contact.objects.filter(account_id=1, company=None)
    assert {contact.email.partition("@")[2] for contact in private} >= {"gmail.com", "web.de"}


@pytest.mark.usefixtures("demo")
def test_nothing_lies_in_the_future_and_no_agent_writes_outside_their_inboxes() -> None:
    assert not Message.objects.filter(created_at__gt=timezone.now()).exists()
    bob = User.objects.get(name="Bob")
    inboxes = inboxes_of(membership_for(bob, 1))
    assert not bob.messages.exclude(conversation__inbox__in=inboxes).exists()
    assert not bob.assigned_conversations.exclude(inbox__in=inboxes).exists()
    for conversation in Conversation.objects.all():
        last = conversation.messages.latest("id")
        assert conversation.last_activity_at == last.created_at
        assert "@@" not in last.content


@pytest.mark.usefixtures("demo")
def test_a_second_run_changes_nothing(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    User.objects.filter(name="Bob").update(name="Robert")
    User.objects.create_superuser("root@example.com", "secret", name="Root")
    with django_assert_max_num_queries(1):
        assert seed_demo() == "The demo is there already."
    assert User.objects.filter(name="Robert").exists()
    assert Conversation.objects.filter(account_id=1).count() == 30


@pytest.mark.usefixtures("demo")
def test_the_next_account_gets_an_id_of_its_own() -> None:
    assert Account.objects.create(name="Third").pk == 3


@pytest.mark.django_db
def test_only_a_demo_is_seeded(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        seed_demo()
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("in_use_by", ["user", "account"])
def test_a_database_in_use_is_left_alone(settings: Settings, in_use_by: str) -> None:
    settings.DEMO = True
    if in_use_by == "user":
        User.objects.create_user("someone@firm.example", name="Someone")
    else:
        Account.objects.create(name="A firm")
    with pytest.raises(CommandError, match="nothing was seeded"):
        seed_demo()
    assert not Conversation.objects.exists()


def test_a_thread_file_without_an_age_is_refused() -> None:
    text = "subject: Help\ncontact: A <a@b.example>\ninbox: Website\nstatus: open\nbegan: soon\n\n"
    with pytest.raises(ValueError, match="'Help' can't be read"):
        parse_thread(text)
