"""The Django admin of the helpdesk's data."""

from django import forms
from django.contrib import admin
from django.contrib.auth.forms import ReadOnlyPasswordHashField
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from .models import (
    Account,
    APIToken,
    Company,
    Contact,
    Conversation,
    Inbox,
    Invitation,
    Membership,
    Message,
    User,
)
from .tokens import revoke_token


class UserForm(forms.ModelForm[User]):
    """The password is shown as a summary of its hash; `manage.py changepassword` sets it."""

    password = ReadOnlyPasswordHashField(required=False)
    avatar_url = forms.URLField(required=False, assume_scheme="https")

    class Meta:
        model = User
        fields = (
            "email",
            "password",
            "name",
            "avatar_url",
            "is_active",
            "is_staff",
            "is_superuser",
            "groups",
            "user_permissions",
        )


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    """People."""

    form = UserForm
    list_display = ("email", "name", "is_staff", "is_active")
    search_fields = ("email", "name")
    filter_horizontal = ("groups", "user_permissions")


class MembershipInline(admin.TabularInline[Membership, Account]):
    """An account's members."""

    model = Membership
    extra = 0
    autocomplete_fields = ("user",)


@admin.register(Account)
class AccountAdmin(admin.ModelAdmin[Account]):
    """Accounts with their members."""

    list_display = ("id", "name", "features")
    readonly_fields = ("last_display_id",)
    inlines = (MembershipInline,)

    def save_model(
        self, request: HttpRequest, account: Account, form: forms.ModelForm[Account], change: bool
    ) -> None:
        """Save what was changed alone: `last_display_id` may have counted on meanwhile."""
        account.save(update_fields=form.changed_data if change else None)


@admin.register(APIToken)
class APITokenAdmin(admin.ModelAdmin[APIToken]):
    """Tokens: seen and revoked here, but neither made nor read."""

    list_display = ("name", "user", "created_at", "last_used_at", "revoked_at")
    fields = readonly_fields = list_display
    actions = ("revoke",)

    @admin.action(description="Revoke the chosen tokens")
    def revoke(self, request: HttpRequest, tokens: QuerySet[APIToken]) -> None:
        """Refuse these tokens from now on."""
        for token in tokens:
            revoke_token(token)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: a token made here could never be shown."""
        return False


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin[Invitation]):
    """Invitations: seen here, but made and revoked on the account's page of members."""

    list_display = ("email", "account", "role", "invited_by", "expires_at", "state")
    list_select_related = ("account", "invited_by")
    fields = readonly_fields = (*list_display, "created_at", "accepted_at", "revoked_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody: its link could never be shown."""
        return False


@admin.register(Inbox)
class InboxAdmin(admin.ModelAdmin[Inbox]):
    """Inboxes with their members."""

    list_display = ("name", "account", "channel")
    filter_horizontal = ("members",)


@admin.register(Company, Contact)
class CustomerAdmin(admin.ModelAdmin[Model]):
    """Companies and contacts."""

    list_display = ("name", "account")
    search_fields = ("name",)


@admin.register(Conversation)
class ConversationAdmin(admin.ModelAdmin[Conversation]):
    """Conversations."""

    list_display = ("display_id", "subject", "account", "inbox", "status")
    list_select_related = ("account", "inbox")
    raw_id_fields = ("account", "inbox", "contact", "assignee")


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin[Message]):
    """Messages."""

    list_display = ("id", "conversation", "message_type", "private", "created_at")
    list_select_related = ("conversation",)
    raw_id_fields = ("conversation", "sender")
