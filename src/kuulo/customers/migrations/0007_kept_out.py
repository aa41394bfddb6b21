from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("customers", "0006_fill_search_and_own_word"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptOut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("noted_at", models.DateTimeField()),
            ],
        ),
    ]
