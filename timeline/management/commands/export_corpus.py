"""``manage.py export_corpus FOLDER``."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from timeline import corpus


class Command(BaseCommand):
    """Writes the whole corpus to a folder, in its canonical form."""

    help = "Write the corpus to a folder that load_corpus reads."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)

    def handle(self, *args, folder, **options):
        try:
            count = corpus.export(folder)
        except corpus.CorpusError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} files written to {folder}.")
