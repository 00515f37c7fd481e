"""The WSGI application of the naive view."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.naive.settings"

application = get_wsgi_application()
