from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("timeline", "0004_search"),
    ]

    operations = [
        migrations.AddField(
            model_name="publicevent",
            name="terms",
            field=models.TextField(db_default="", default=""),
        ),
    ]
