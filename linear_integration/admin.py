"""Hooks and operations in the Django admin: to be looked at, without their secrets."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from .encryption import EncryptedTextField
from .models import (
    Hook,
    IssueLink,
    Operation,
    PersonalConnection,
    Webhook,
    WebhookDelivery,
    Workspace,
)


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Shows every field but the encrypted ones; changes go through the product."""

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the fields that may be seen."""
        fields = self.model._meta.fields
        return [f.name for f in fields if not isinstance(f, EncryptedTextField)]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False


@admin.register(Workspace)
class WorkspaceAdmin(ReadOnlyAdmin):
    list_display = ("name", "account", "url_key", "linear_id")
    list_select_related = ("account",)


@admin.register(Hook)
class HookAdmin(ReadOnlyAdmin):
    list_display = ("workspace", "status", "token_kind", "token_expires_at", "connected_at")
    list_select_related = ("workspace",)
    list_filter = ("status", "token_kind")


@admin.register(PersonalConnection)
class PersonalConnectionAdmin(ReadOnlyAdmin):
    list_display = ("user", "workspace", "status", "viewer_name", "connected_at")
    list_select_related = ("user", "workspace")
    list_filter = ("status",)


@admin.register(IssueLink)
class IssueLinkAdmin(ReadOnlyAdmin):
    list_display = ("issue", "conversation", "link_id", "created_at")
    list_select_related = ("issue", "conversation")


@admin.register(Operation)
class OperationAdmin(ReadOnlyAdmin):
    list_display = ("id", "kind", "status", "attempts", "requested_by", "created_at")
    list_select_related = ("requested_by",)
    list_filter = ("status", "kind")
    search_fields = ("id", "idempotency_key")


@admin.register(Webhook)
class WebhookAdmin(ReadOnlyAdmin):
    list_display = ("hook", "linear_id", "created_at", "confirmed_at")
    list_select_related = ("hook__workspace",)


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ReadOnlyAdmin):
    list_display = ("id", "workspace", "event_type", "action", "status", "outcome", "received_at")
    list_select_related = ("workspace",)
    list_filter = ("status",)
    search_fields = ("entity_id",)
    # Counted, they would be a look at all of them.
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[WebhookDelivery]:
        """Leave the bodies to the page that shows one."""
        return super().get_queryset(request).defer("body")
