"""Our OAuth application at Linear, as the settings describe it."""

from urllib.parse import urlsplit

from django.conf import settings

from ..linear.oauth import OAuthApplication


def oauth_application() -> OAuthApplication:
    """Return the client of Linear's OAuth endpoints for this installation."""
    return OAuthApplication(
        client_id=settings.LINEAR_CLIENT_ID,
        client_secret=settings.LINEAR_CLIENT_SECRET,
        authorize_url=settings.LINEAR_AUTHORIZE_URL,
        api_url=settings.LINEAR_API_URL,
    )


def has_address() -> bool:
    """Return whether FRONTEND_URL is an address that links and the callback can build on."""
    address = urlsplit(settings.FRONTEND_URL)
    return address.scheme in ("http", "https") and bool(address.hostname) and not address.path


def redirect_uri() -> str:
    """Return the callback's address, which has to be registered with the application at Linear."""
    return f"{settings.FRONTEND_URL}/linear/callback"


def webhook_address() -> str:
    """Return where the application's webhook is to send events, which is registered with it."""
    return f"{settings.FRONTEND_URL}/linear/webhooks"


def has_public_address() -> bool:
    """Return whether Linear would send events to FRONTEND_URL, as far as that can be seen."""
    return urlsplit(settings.FRONTEND_URL).scheme == "https"
