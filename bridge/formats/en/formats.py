"""Read by Django (settings.FORMAT_MODULE_PATH): day before month, 24 hours."""

DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j M Y, H:i"
