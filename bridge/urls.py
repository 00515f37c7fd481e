"""Every URL of the bridge. Read from here: a view, its use case, the client."""

from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularSwaggerSplitView

from . import docs, health, metrics
from .api_schema import SchemaView

handler400 = "bridge.errors.bad_request"
handler403 = "bridge.errors.permission_denied"
handler404 = "bridge.errors.page_not_found"
handler500 = "bridge.errors.server_error"

urlpatterns = [
    path("livez", health.livez),
    path("readyz", health.readyz),
    path("metrics", metrics.metrics),
    path("docs/", docs.index, name="docs"),
    path("docs/<slug:page>/", docs.show, name="docs-page"),
    path("admin/", admin.site.urls),
    path("api/schema", SchemaView.as_view(), name="schema"),
    path(
        "api/docs",
        SpectacularSwaggerSplitView.as_view(url_name="schema", template_name="api_docs.html"),
        name="api-docs",
    ),
    path("api/v1/", include("conversations.api.urls")),
    path("api/v1/accounts/<int:account_id>/", include("linear_integration.api.urls")),
    path("", include("linear_integration.pages.urls")),
    path("", include("conversations.pages.urls")),
]
