from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("timeline", "0002_whole_corpus"),
    ]

    operations = [
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="slug")),
                (
                    "position",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="The lowest comes first.", verbose_name="position"
                    ),
                ),
                ("title_nl", models.CharField(max_length=80, verbose_name="title (nl)")),
                ("title_en", models.CharField(max_length=80, verbose_name="title (en)")),
                (
                    "text_nl",
                    models.CharField(help_text="One or two sentences.", max_length=240, verbose_name="text (nl)"),
                ),
                ("text_en", models.CharField(max_length=240, verbose_name="text (en)")),
                (
                    "leads_to",
                    models.CharField(
                        help_text="The code of an event or question, or what follows the question mark in the address of a filtered timeline.",
                        max_length=120,
                        verbose_name="leads to",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0, editable=False, verbose_name="version")),
            ],
            options={
                "verbose_name": "opening",
                "verbose_name_plural": "openings",
                "ordering": ["position", "slug"],
            },
        ),
    ]
