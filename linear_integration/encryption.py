"""Secrets at rest: a text field that the database only ever sees encrypted.

`ENCRYPTION_KEYS` is a comma-separated list of Fernet keys. The first encrypts, all decrypt, so a
key is changed by putting a new one in front and running `manage.py rotate_encryption_keys`.
https://cryptography.io/en/latest/fernet/#cryptography.fernet.MultiFernet
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models, transaction


class DecryptionError(Exception):
    """A stored secret can't be read with any of ENCRYPTION_KEYS."""


class EncryptedTextField(models.TextField[str | None, str | None]):
    """Text that is encrypted on its way into the database; None stays NULL.

    Fernet's output differs each time, so the column can be tested for NULL and for nothing else.
    """

    def get_prep_value(self, value: Any) -> Any:
        """Return the ciphertext that the database stores."""
        text = super().get_prep_value(value)
        return None if text is None else _fernet().encrypt(text.encode()).decode()

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        """Return the clear text, or raise DecryptionError: never the ciphertext."""
        return None if value is None else decrypt(value)

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse every comparison but isnull: the same text has many ciphertexts."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: it can't be compared in the database.")
        return super().get_lookup(lookup_name)


def decrypt(ciphertext: str) -> str:
    """Return the clear text of what the field stored."""
    try:
        return _fernet().decrypt(ciphertext.encode()).decode()
    except InvalidToken as error:
        raise DecryptionError("None of ENCRYPTION_KEYS reads this secret.") from error


def rotate_all() -> int:
    """Encrypt every stored secret anew with the first key; return how many rows were written."""
    return sum(_rotate_rows(model, fields) for model, fields in _encrypted_fields())


def _rotate_rows(model: type[models.Model], fields: list[str]) -> int:
    rotated = 0
    for key in list(model._base_manager.values_list("pk", flat=True)):
        # Locked, so that a token refreshed meanwhile isn't overwritten with the one read before.
        with transaction.atomic():
            rows = model._base_manager.select_for_update().only("pk", *fields)
            row = rows.filter(pk=key).first()
            if row is not None:
                row.save(update_fields=fields)
                rotated += 1
    return rotated


def _encrypted_fields() -> Iterator[tuple[type[models.Model], list[str]]]:
    for model in apps.get_models():
        fields = [f.name for f in model._meta.fields if isinstance(f, EncryptedTextField)]
        if fields:
            yield model, fields


def _fernet() -> MultiFernet:
    return _fernet_for(tuple(settings.ENCRYPTION_KEYS))


@lru_cache(maxsize=4)
def _fernet_for(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
