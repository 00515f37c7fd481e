"""An account's customers: companies and their people."""

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from .people import Account


class Company(models.Model):
    """A customer's firm."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="companies")
    name = models.CharField(max_length=255)
    domain = models.CharField(max_length=253, blank=True)

    class Meta:
        verbose_name_plural = "companies"

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """A customer's person."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="contacts")
    company = models.ForeignKey(
        Company, models.SET_NULL, null=True, blank=True, related_name="contacts"
    )
    name = models.CharField(max_length=255)
    email = models.EmailField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "account",
                Lower("email"),
                condition=~models.Q(email=""),
                name="contact_email_once_an_account",
            ),
        ]

    def __str__(self) -> str:
        return self.name
