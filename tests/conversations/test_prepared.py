"""Prepared queries and updates, and rows that are inserted once."""

import pytest
from django.db.models import BigIntegerField, CharField, Count, Q, QuerySet
from pytest_django import DjangoAssertNumQueries

from conversations.access import conversation_for
from conversations.inserting import insert_if_new
from conversations.models import Contact, Conversation, Membership, User
from conversations.prepared import (
    Parameter,
    PreparedQuery,
    PreparedUpdate,
    PreparedValues,
)

from ..cast import Cast
from ..threads import in_parallel

ACCOUNT = Parameter("account", BigIntegerField())


def _contacts() -> QuerySet[Contact]:
    return Contact.objects.filter(account=ACCOUNT).select_related("company").order_by("pk")


def test_each_run_of_a_query_goes_by_its_own_values(cast: Cast) -> None:
    query = PreparedQuery(_contacts)
    assert query.all(account=cast.acme_support.pk) == [cast.contact]
    assert [row.name for row in query.all(account=cast.globex_care.pk)] == ["Tom Hill"]
    assert query.all(account=0) == []


def test_related_rows_come_with_a_query(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    query = PreparedQuery(_contacts)
    with django_assert_num_queries(1):
        [found] = query.all(account=cast.acme_support.pk)
        assert found.company == cast.company
    Contact.objects.update(company=None)
    assert query.all(account=cast.acme_support.pk)[0].company is None


def test_values_are_read_and_counted_by_the_values_of_a_run(cast: Cast) -> None:
    counted = PreparedValues(
        lambda: (
            Contact.objects.filter(account=ACCOUNT)
            .values("account")
            .annotate(
                ours=Count("pk", filter=Q(name=Parameter("name", CharField()))), all=Count("pk")
            )
            .values_list("ours", "all")
        )
    )
    account = cast.acme_support.pk
    Contact.objects.create(account=cast.acme_support, name="Another")
    assert counted.all(account=account, name="Another") == [(1, 2)]
    assert counted.all(account=account, name=None) == [(0, 2)]
    assert counted.all(account=0, name="Another") == []


def test_a_row_of_a_query_can_be_changed_and_saved(cast: Cast) -> None:
    [found] = PreparedQuery(_contacts).all(account=cast.acme_support.pk)
    found.name = "Ingrid Lund"
    found.save()
    assert Contact.objects.get(pk=cast.contact.pk).name == "Ingrid Lund"


def test_a_prepared_update_changes_what_its_values_say(cast: Cast) -> None:
    update = PreparedUpdate(
        lambda: Contact.objects.filter(account=ACCOUNT), name=Parameter("name", CharField())
    )
    assert update.run(account=cast.acme_support.pk, name="Ada") == 1
    assert update.run(account=0, name="Nobody") == 0
    assert sorted(Contact.objects.values_list("name", flat=True)) == ["Ada", "Tom Hill"]


@pytest.mark.django_db(transaction=True)
def test_one_query_serves_many_threads_at_once(cast: Cast) -> None:
    alice = Membership.objects.get(user=cast.alice)
    found: list[Conversation] = []
    in_parallel(8, lambda _: found.append(conversation_for(alice, 1)))
    assert found == [cast.conversation] * 8


def test_a_row_that_is_new_is_inserted_with_its_key(cast: Cast) -> None:
    person = User(email="new@example.com", name="New")
    assert insert_if_new(person)
    person.name = "Known"
    person.save()
    assert User.objects.get(pk=person.pk).name == "Known"


def test_a_row_that_would_clash_is_left_out_and_the_transaction_goes_on(cast: Cast) -> None:
    twin = Membership(account=cast.acme_support, user=cast.alice, role="agent")
    assert not insert_if_new(twin)
    assert Membership.objects.get(user=cast.alice).role == "administrator"


@pytest.mark.django_db(transaction=True)
def test_of_several_at_once_one_is_the_first(cast: Cast) -> None:
    told: list[bool] = []

    def insert(_: int) -> None:
        told.append(insert_if_new(Membership(account=cast.acme_support, user=cast.dan)))

    in_parallel(8, insert)
    assert sorted(told) == [False] * 7 + [True]
