"""Every endpoint of the project, as the URL configuration has it."""

import re
from collections.abc import Iterator

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("get", "post", "put", "patch", "delete")
PARAMETER = re.compile(r"<(?:(\w+):)?\w+>")
FILLERS = {"uuid": "00000000-0000-4000-8000-000000000000"}
# Takes whatever method it is called with.
ANY = "any"


def routes(*, of_the_admin: bool = False) -> Iterator[tuple[str, URLPattern]]:
    """Yield each route, such as `app/accounts/<int:account_id>/conversations`, and its pattern."""
    for route, pattern, app_names in _walk(get_resolver(), "", ()):
        if ("admin" in app_names) == of_the_admin:
            yield route, pattern


def endpoints() -> set[tuple[str, str]]:
    """Return method and route of every endpoint but the admin's.

    Django's admin guards itself, each page by its model's permissions; that nobody gets in without
    being staff is a test of its own.
    """
    return {(method, route) for route, pattern in routes() for method in _methods(route, pattern)}


def _walk(
    resolver: URLResolver, prefix: str, app_names: tuple[str, ...]
) -> Iterator[tuple[str, URLPattern, tuple[str, ...]]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, route, (*app_names, pattern.app_name or ""))
        else:
            yield route, pattern, app_names


def _methods(route: str, pattern: URLPattern) -> list[str]:
    view_class = getattr(pattern.callback, "view_class", None)
    if view_class is None:
        return _methods_of_a_function(route)
    return [
        name
        for name in METHODS
        if name in view_class.http_method_names and hasattr(view_class, name)
    ]


def _methods_of_a_function(route: str) -> list[str]:
    """Ask the view itself: which methods its decorators let through is written nowhere else."""
    path = PARAMETER.sub(lambda match: FILLERS.get(match[1], "1"), route)
    response = Client().generic("UNHEARD-OF", f"/{path}")
    if response.status_code != 405:
        return [ANY]
    allowed = {name.strip().lower() for name in response["Allow"].split(",")}
    return [name for name in METHODS if name in allowed]
