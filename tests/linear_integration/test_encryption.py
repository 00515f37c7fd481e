"""Secrets at rest: nothing readable in the database, keys that can be changed."""

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from pytest_django import Settings

from conversations.models import Account, User
from linear_integration.encryption import DecryptionError
from linear_integration.models import Hook, PersonalConnection

from .conftest import LinearApi
from .own_user import Person

pytestmark = pytest.mark.django_db(transaction=True)


def dump() -> str:
    """Return every value of every table as text."""
    text = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (our own tables)
            text += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(text)


@pytest.fixture
def bob_in_linear(acme: Hook, bob: User, acme_support: Account) -> PersonalConnection:
    """Bob's own user in Linear."""
    person = Person(bob, acme_support)
    person.connect(acme, "Jonas Weber")
    return person.connection


def test_a_dump_of_the_database_holds_no_token(
    acme: Hook, globex: Hook, bob_in_linear: PersonalConnection, alices: LinearApi
) -> None:
    alices.get("teams")
    grants = [*Hook.objects.all(), *PersonalConnection.objects.all()]
    secrets = [token for each in grants for token in (each.access_token, each.refresh_token)]
    assert len([secret for secret in secrets if secret]) == 5
    content = dump()
    assert "lin_" not in content
    assert not [secret for secret in secrets if secret and secret in content]


def test_a_new_key_reads_old_secrets_and_the_command_re_encrypts_them(
    acme: Hook, bob_in_linear: PersonalConnection, settings: Settings
) -> None:
    old, new = settings.ENCRYPTION_KEYS[0], Fernet.generate_key().decode()
    settings.ENCRYPTION_KEYS = [new, old]
    assert Hook.objects.get().access_token == acme.access_token
    call_command("rotate_encryption_keys")
    settings.ENCRYPTION_KEYS = [new]
    assert Hook.objects.get().access_token == acme.access_token
    assert Hook.objects.get().refresh_token == acme.refresh_token
    assert PersonalConnection.objects.get().access_token == bob_in_linear.access_token
    assert PersonalConnection.objects.get().refresh_token == bob_in_linear.refresh_token


def test_a_wrong_key_raises_and_never_gives_the_ciphertext(acme: Hook, settings: Settings) -> None:
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(DecryptionError):
        Hook.objects.with_tokens().get()
    with pytest.raises(CommandError, match="Put the key that wrote it back in"):
        call_command("rotate_encryption_keys")


def test_with_a_lost_key_people_connect_again(
    acme: Hook, globex: Hook, bob_in_linear: PersonalConnection, settings: Settings
) -> None:
    written_before = settings.ENCRYPTION_KEYS
    settings.ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *written_before]
    Hook.objects.filter(pk=globex.pk).update(access_token=globex.access_token)
    settings.ENCRYPTION_KEYS = settings.ENCRYPTION_KEYS[:1]
    call_command("rotate_encryption_keys", "--give-up-unreadable")
    hooks = Hook.objects.with_tokens()
    assert hooks.get(pk=acme.pk).status == Hook.Status.REAUTHORIZE
    assert hooks.get(pk=globex.pk).access_token == globex.access_token
    assert hooks.get(pk=globex.pk).status == Hook.Status.ENABLED
    assert PersonalConnection.objects.get().status == Hook.Status.REAUTHORIZE


def test_a_secret_cannot_be_searched_for(acme: Hook) -> None:
    with pytest.raises(FieldError, match="encrypted"):
        Hook.objects.filter(access_token="x").exists()


def test_no_answer_and_no_log_line_holds_a_token(
    acme: Hook, alices: LinearApi, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    texts = [
        alices.get().content,
        alices.post("check").content,
        alices.get("teams", refresh="true").content,
        alices.delete().content,
    ]
    said = caplog.text + str([vars(record) for record in caplog.records]) + str(texts)
    assert str(acme.access_token) not in said
    assert str(acme.refresh_token) not in said
    assert len(caplog.records) > 0
