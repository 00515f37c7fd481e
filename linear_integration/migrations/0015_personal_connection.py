import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import linear_integration.encryption


class Migration(migrations.Migration):
    dependencies = [
        ("linear_integration", "0014_reconciliation_repaired_at"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonalConnection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("enabled", "Enabled"), ("reauthorize", "Reauthorize")],
                        default="enabled",
                        max_length=20,
                    ),
                ),
                ("access_token", linear_integration.encryption.EncryptedTextField()),
                ("refresh_token", linear_integration.encryption.EncryptedTextField(null=True)),
                ("token_expires_at", models.DateTimeField(null=True)),
                ("token_refresh_at", models.DateTimeField(null=True)),
                ("refresh_lease_until", models.DateTimeField(null=True)),
                ("scopes", models.JSONField(default=list)),
                ("viewer_id", models.UUIDField()),
                ("viewer_name", models.CharField(max_length=255)),
                ("connected_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="linear_connections",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="personal_connections",
                        to="linear_integration.workspace",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "user"), name="one_user_in_linear_each"
                    )
                ],
            },
        ),
    ]
