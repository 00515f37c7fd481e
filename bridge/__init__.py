"""The Django project: it puts the two apps together and imports everything; nobody imports it."""

from .celery import app as celery_app

__all__ = ["celery_app"]
