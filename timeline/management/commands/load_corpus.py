"""``manage.py load_corpus FOLDER``."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from timeline import corpus


class Command(BaseCommand):
    """Loads a corpus folder, all or nothing."""

    help = "Load a corpus folder: adds what is new, lists what was changed at the desk, overwrites nothing unasked."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen; store nothing")
        parser.add_argument("--replace", action="store_true", help="overwrite what was changed at the desk")

    def handle(self, *args, folder, dry_run, replace, **options):
        try:
            report = corpus.load(folder, dry_run=dry_run, replace=replace)
        except corpus.CorpusError as error:
            raise CommandError(f"Nothing was stored.\n{error}") from error
        for name in report.kept:
            self.stdout.write(f"kept as it is at the desk: {name} (--replace overwrites it)")
        counts = {name: len(rows) for name, rows in vars(report).items()}
        done = "would be" if dry_run else "were"
        self.stdout.write(
            "{added} {done} added, {replaced} replaced; {unchanged} unchanged, {kept} kept.".format(done=done, **counts)
        )
