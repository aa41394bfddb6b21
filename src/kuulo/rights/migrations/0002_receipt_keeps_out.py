from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rights", "0001_rights"),
    ]

    operations = [
        migrations.AddField(model_name="receipt", name="keeps_out", field=models.BooleanField(default=True)),
    ]
