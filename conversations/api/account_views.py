"""The one who asks; an account's inboxes and contacts."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ..access import company_for, contact_for, contacts_of, inboxes_of
from ..contacts import create_contact
from ..search import find_contacts
from .base import AccountView, envelope, page_envelope, signed_in_user, validated
from .schema import answer_of, body_failures, failures, list_of, page_of
from .serializers import (
    ContactQuerySerializer,
    ContactSerializer,
    InboxSerializer,
    NewContactSerializer,
    ProfileSerializer,
)


class ProfileView(APIView):
    """The one who asks."""

    metadata_class = None

    @extend_schema(
        operation_id="get_profile",
        responses={200: answer_of(ProfileSerializer), **failures()},
    )
    def get(self, request: Request) -> Response:
        """Return me, my accounts and my roles in them."""
        return envelope(ProfileSerializer(signed_in_user(request)).data)


class InboxesView(AccountView):
    """The inboxes that I see."""

    @extend_schema(
        operation_id="list_inboxes",
        responses={200: list_of(InboxSerializer), **failures(404)},
    )
    def get(self, request: Request, account_id: int) -> Response:
        """Return every inbox of the account; to an agent, those of which they are a member."""
        return envelope(InboxSerializer(inboxes_of(self.member).order_by("id"), many=True).data)


class ContactsView(AccountView):
    """The account's contacts."""

    @extend_schema(
        operation_id="list_contacts",
        parameters=[ContactQuerySerializer],
        responses={200: page_of(ContactSerializer), **failures(404, 422)},
    )
    def get(self, request: Request, account_id: int) -> Response:
        """Return a page of the contacts, by name."""
        query = validated(ContactQuerySerializer, request.query_params.dict())
        found = find_contacts(contacts_of(self.member), q=query["q"])
        return page_envelope(
            found, ContactSerializer, page=query["page"], per_page=query["per_page"]
        )

    @extend_schema(
        operation_id="create_contact",
        request=NewContactSerializer,
        responses={201: answer_of(ContactSerializer), **body_failures(404)},
    )
    def post(self, request: Request, account_id: int) -> Response:
        """Save a new contact."""
        given = validated(NewContactSerializer, request.data)
        company_id = given.get("company_id")
        contact = create_contact(
            self.member.account,
            name=given["name"],
            email=given.get("email", ""),
            company=None if company_id is None else company_for(self.member, company_id),
        )
        return envelope(ContactSerializer(contact).data, status=201)


class ContactView(AccountView):
    """One contact."""

    @extend_schema(
        operation_id="get_contact",
        responses={200: answer_of(ContactSerializer), **failures(404)},
    )
    def get(self, request: Request, account_id: int, contact_id: int) -> Response:
        """Return the contact."""
        return envelope(ContactSerializer(contact_for(self.member, contact_id)).data)
