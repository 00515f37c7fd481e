"""Lists that are shown in pages, of which `?page=` names one."""

from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

PAGE_SIZE = 25

Row = TypeVar("Row", bound=Model)


def page_of(
    request: HttpRequest, found: "QuerySet[Row, Any]", count: int | None = None
) -> "Page[Row]":
    """Return the page that is asked for, or the nearest; `count` where it is known already."""
    paginator = Paginator(found, PAGE_SIZE)
    if count is not None:
        paginator.count = count
    return paginator.get_page(request.GET.get("page"))
