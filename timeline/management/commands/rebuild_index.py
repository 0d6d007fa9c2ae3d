"""``manage.py rebuild_index``."""

from django.core.management.base import BaseCommand, CommandError

from timeline import index


class Command(BaseCommand):
    """The public index is derived; this makes it anew from the publications."""

    help = "Make the public index anew, or with --check say whether it is what it would become."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 if the index is stale")

    def handle(self, *args, check, **options):
        if check:
            stale = index.stale_rows()
            if stale:
                raise CommandError("The index is stale; run rebuild_index. " + ", ".join(stale))
            self.stdout.write("The index is what the publications say.")
        else:
            self.stdout.write(f"The index of {index.rebuild()} publications was made anew.")
