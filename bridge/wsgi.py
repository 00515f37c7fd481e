"""The WSGI application, for `bridge.web_server` and any other server of WSGI."""

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bridge.settings")

application = get_wsgi_application()
# Else the first request would import every view.
get_resolver().resolve("/livez")

# What is loaded by now stays. Left to itself, Python looks through all of it again and again in
# search of cycles, which was a fifth of the CPU under load (tests/bench/RESULTS.md), and each
# worker would get a copy of its own.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)

# A thread that works on is not interrupted each 5 ms for 63 others that want to work, too: most
# requests give way by themselves, when they wait for Linear or the database.
sys.setswitchinterval(0.05)
