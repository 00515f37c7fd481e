"""How often a password may be guessed: django-axes counts, and its settings name what is here."""

from collections.abc import Mapping
from ipaddress import IPv6Address, IPv6Network, ip_address
from math import ceil

from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

# What one customer of a provider has at the least, and can choose addresses from.
SMALLEST_IPV6_NETWORK = 64
# Of axes' column; a letter can be several in upper case.
MOST_LETTERS = 255


def name_to_count(request: HttpRequest, credentials: Mapping[str, str] | None) -> str:
    """Return the e-mail address that is signed in with, in one spelling."""
    given = credentials or request.POST
    # Users are looked up in upper case, in which a dotless i is an i as well.
    return given.get("username", "").strip().upper().lower()[:MOST_LETTERS]


def network_to_count(request: HttpRequest) -> str | None:
    """Return where the attempt comes from; None where the server doesn't know."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUST_PROXY_HEADERS:
        # The last one is the proxy's word; those before it are what anybody may have sent.
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    try:
        parsed = ip_address(address)
    except ValueError:
        return None
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    # A server that listens on both kinds writes the one as the other.
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    network = IPv6Network((int(parsed), SMALLEST_IPV6_NETWORK), strict=False)
    return str(network.network_address)


def seconds_until_next_attempt(request: HttpRequest, credentials: Mapping[str, str] | None) -> int:
    """Return how long whoever is refused has to wait, in whole seconds, 1 at the least.

    django-axes knows only how long that is from the last attempt on.
    """
    attempts = AccessAttempt.objects.filter(
        username=name_to_count(request, credentials), ip_address=network_to_count(request)
    )
    last = attempts.order_by("attempt_time").values_list("attempt_time", flat=True).last()
    ends = (last or timezone.now()) + settings.AXES_COOLOFF_TIME
    return max(1, ceil((ends - timezone.now()).total_seconds()))
