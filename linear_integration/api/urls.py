"""The Linear API, below `/api/v1/accounts/{account_id}/`."""

from django.urls import path

from .app_notification_views import AppNotificationsView
from .automation_views import AutomationsView
from .comment_views import CommentIssueView
from .connection_views import ApiKeyView, CheckView, IntegrationView
from .defaults_views import InboxDefaultsView, IssueDefaultsView
from .delivery_views import DeliveriesView, DeliveryReplayView, DeliveryView
from .embed_views import EmbedTokenView
from .issue_views import (
    CreateIssueView,
    LinkedIssuesView,
    LinkIssueView,
    RecentIssuesView,
    SearchIssueView,
    UnlinkIssueView,
)
from .operation_views import OperationRetryView, OperationsView, OperationView
from .personal_views import OwnUserView
from .reconciliation_views import ReconciliationView
from .team_views import TeamEntitiesView, TeamsView

urlpatterns = [
    path("integrations/linear", IntegrationView.as_view()),
    path("integrations/linear/api_key", ApiKeyView.as_view()),
    path("integrations/linear/check", CheckView.as_view()),
    path("integrations/linear/me", OwnUserView.as_view()),
    path("integrations/linear/embed_token", EmbedTokenView.as_view()),
    path("integrations/linear/teams", TeamsView.as_view()),
    path("integrations/linear/team_entities", TeamEntitiesView.as_view()),
    path("integrations/linear/issue_defaults", IssueDefaultsView.as_view()),
    path("integrations/linear/inbox_defaults/<int:inbox_id>", InboxDefaultsView.as_view()),
    path("integrations/linear/automations", AutomationsView.as_view()),
    path("integrations/linear/app_notifications", AppNotificationsView.as_view()),
    path("integrations/linear/create_issue", CreateIssueView.as_view()),
    path("integrations/linear/link_issue", LinkIssueView.as_view()),
    path("integrations/linear/unlink_issue", UnlinkIssueView.as_view()),
    path("integrations/linear/comment_issue", CommentIssueView.as_view()),
    path("integrations/linear/search_issue", SearchIssueView.as_view()),
    path("integrations/linear/recent_issues", RecentIssuesView.as_view()),
    path("integrations/linear/linked_issues", LinkedIssuesView.as_view()),
    path("integrations/linear/reconciliation", ReconciliationView.as_view()),
    path("integrations/linear/operations", OperationsView.as_view()),
    path("integrations/linear/operations/<uuid:operation_id>", OperationView.as_view()),
    path("integrations/linear/operations/<uuid:operation_id>/retry", OperationRetryView.as_view()),
    path("integrations/linear/deliveries", DeliveriesView.as_view()),
    path("integrations/linear/deliveries/<int:delivery_id>", DeliveryView.as_view()),
    path("integrations/linear/deliveries/<int:delivery_id>/replay", DeliveryReplayView.as_view()),
]
