"""Contacts: the customers' people."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from .models import Account, Company, Contact


def create_contact(
    account: Account, *, name: str, email: str = "", company: Company | None = None
) -> Contact:
    """Save a new contact; an address that another one has raises `ValidationError`."""
    try:
        with transaction.atomic():
            return Contact.objects.create(
                account=account, company=company, name=name, email=email.lower()
            )
    except IntegrityError as error:
        raise ValidationError({"email": gettext("Another contact has this address.")}) from error
