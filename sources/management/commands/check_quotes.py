"""``manage.py check_quotes``: every quote still stands verbatim at its place, and every text is as it was stored."""

from django.core.management.base import BaseCommand, CommandError

from sources import anchoring
from sources.models import Quote, Text, checksum


class Command(BaseCommand):
    """Says what is wrong, a line each, and exits with 1 if anything is."""

    help = "Verify every quote against its text, and every text against its checksum."

    def handle(self, *args, **options):
        wrong = [*self.changed_texts(), *self.lost_quotes()]
        for line in wrong:
            self.stdout.write(self.style.ERROR(line))
        if wrong:
            raise CommandError(f"{len(wrong)} of the texts and quotes are not as they were stored.")
        self.stdout.write(f"{Quote.objects.count()} quotes and {Text.objects.count()} texts are verbatim.")

    def changed_texts(self):
        """Texts whose words no longer have their checksum."""
        for text in Text.objects.select_related("source").defer("raw").iterator():
            if checksum(text.body) != text.sha256:
                yield f"{text}: its words do not have the checksum {text.sha256[:12]}"

    def lost_quotes(self):
        """Quotes that do not stand where they say."""
        for text in Text.objects.select_related("source").defer("raw").iterator(chunk_size=1):
            for quote in Quote.objects.filter(text=text).order_by("start"):
                if not anchoring.holds(text.body, quote.anchor):
                    yield f"{text}: quote {quote.code} does not stand at {quote.start}: {quote.exact[:60]}"
