"""A member who connects their own user in Linear, in a browser."""

from typing import Any

from django.test import Client

from conversations.models import Account, User
from linear_integration.models import Hook, PersonalConnection

from .. import consent


class Person:
    """One person's browser on the page of their own user in Linear."""

    def __init__(self, user: User, account: Account) -> None:
        self.user = user
        self.page = f"/app/accounts/{account.pk}/linear"
        self.browser = Client()
        self.browser.force_login(user)

    def connect(self, hook: Hook, name: str, *, workspace: str = "Acme", **choice: str) -> Any:
        """Go to Linear's consent page, consent there as somebody, and come back."""
        address = self.browser.post(f"{self.page}/{hook.pk}/connect")["Location"]
        back = consent.decide(address, workspace=workspace, person=name, **choice)
        return self.browser.get("/linear/callback", back, follow=True)

    def disconnect(self, hook: Hook) -> Any:
        """Disconnect, as the page's form does."""
        return self.browser.post(f"{self.page}/{hook.pk}/disconnect", follow=True)

    @property
    def connection(self) -> PersonalConnection:
        """What is stored of the person, with the tokens."""
        return PersonalConnection.objects.with_tokens().get(user=self.user)
