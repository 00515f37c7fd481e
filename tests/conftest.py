"""Fixtures for every test: the cast, clients of the API, and the sandbox."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings as django_settings
from django.utils import translation
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer
from rest_framework.test import APIClient

from conversations.models import Account, Company, Contact, Conversation, Inbox, User
from conversations.tokens import forget_tokens, issue_token
from linear_integration.connection.clients import budget_for
from linear_integration.linear.transport import reset_transport

from .cast import Cast, build_cast
from .isolation.world import World, build_world
from .left_out import pytest_sessionfinish, pytest_terminal_summary
from .sandbox_process import REDIRECT_URI, Sandbox, free_port, running_sandbox

__all__ = ["pytest_sessionfinish", "pytest_terminal_summary"]

ApiFactory = Callable[[User | None], APIClient]


@pytest.fixture(autouse=True, scope="session")
def _static_root() -> None:
    """Make the folder of the collected static files; without one WhiteNoise warns."""
    django_settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _fresh_process(settings: Settings) -> None:
    """Hash passwords fast, and remember neither token nor language of the test before."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    forget_tokens()
    translation.deactivate()


@pytest.fixture
def cast(db: None) -> Cast:
    """Everyone and everything; the fixtures below name its parts."""
    return build_cast()


@pytest.fixture
def alice(cast: Cast) -> User:
    """Administrator of Acme Support."""
    return cast.alice


@pytest.fixture
def bob(cast: Cast) -> User:
    """Agent of Acme Support, in the inboxes Website and Email."""
    return cast.bob


@pytest.fixture
def carol(cast: Cast) -> User:
    """Administrator of Globex Care."""
    return cast.carol


@pytest.fixture
def dan(cast: Cast) -> User:
    """A user without any account."""
    return cast.dan


@pytest.fixture
def acme_support(cast: Cast) -> Account:
    """Alice's and Bob's account."""
    return cast.acme_support


@pytest.fixture
def globex_care(cast: Cast) -> Account:
    """Carol's account."""
    return cast.globex_care


@pytest.fixture
def inbox(cast: Cast) -> Inbox:
    """An inbox of which Bob is a member."""
    return cast.website


@pytest.fixture
def other_inbox(cast: Cast) -> Inbox:
    """An inbox of Bob's account of which he is no member."""
    return cast.enterprise


@pytest.fixture
def company(cast: Cast) -> Company:
    """The company of the contact."""
    return cast.company


@pytest.fixture
def contact(cast: Cast) -> Contact:
    """The contact of the conversation."""
    return cast.contact


@pytest.fixture
def conversation(cast: Cast) -> Conversation:
    """Number 1: open, in Bob's inbox, from a contact of a company."""
    return cast.conversation


@pytest.fixture
def other_inbox_conversation(cast: Cast) -> Conversation:
    """Number 2, in the inbox that Bob doesn't see."""
    return cast.other_inbox_conversation


@pytest.fixture
def carols_conversation(cast: Cast) -> Conversation:
    """Number 1 of Carol's account."""
    return cast.carols_conversation


@pytest.fixture
def api() -> ApiFactory:
    """Return a client of the API: `api(bob)` sends a token of Bob's, `api(None)` none."""

    def client_of(user: User | None) -> APIClient:
        client = APIClient()
        if user is not None:
            client.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_token(user, 'test')}")
        return client

    return client_of


@pytest.fixture(scope="session")
def sandbox_process() -> Iterator[Sandbox]:
    """Start the sandbox at its first use, once for the whole run."""
    with running_sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(sandbox_process: Sandbox, settings: Settings) -> Iterator[Sandbox]:
    """Return the sandbox, freshly seeded, as the Linear that the product calls.

    Nothing that the product knows of Linear outlives the test: no budget, breaker or connection.
    """
    sandbox_process.reset()
    sandbox_process.register_redirect_uri(REDIRECT_URI)
    budget_for.cache_clear()
    settings.LINEAR_API_URL = sandbox_process.url
    settings.LINEAR_AUTHORIZE_URL = f"{sandbox_process.url}/oauth/authorize"
    settings.LINEAR_CLIENT_ID = "demo-client-id"
    settings.LINEAR_CLIENT_SECRET = "demo-client-secret"
    settings.LINEAR_WEBHOOK_SECRET = "lin_wh_demo"
    yield sandbox_process
    reset_transport()


@pytest.fixture
def world(cast: Cast, sandbox: Sandbox) -> World:
    """Return what calls can name; both accounts are connected to the sandbox by API key."""
    return build_world(cast)


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    """Serve the product on a port below those that the system hands out itself."""
    server = LiveServer(f"127.0.0.1:{free_port()}")
    yield server
    server.stop()
