"""Choosing a quote or a source in a form with many rows, without a query for each of them."""

from django.contrib.admin.widgets import AutocompleteSelect


class KnownAutocomplete(AutocompleteSelect):
    """An autocomplete that takes the labels of chosen rows from ``known``, and asks the database for the others.

    ``known`` is a function that returns the rows that the form is likely to hold; it is called once for all rows.
    """

    def __init__(self, *args, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.labels = Labels(known)

    def optgroups(self, name, value, attr=None):
        """The chosen rows only: the browser fetches the others as an editor types."""
        chosen = [str(key) for key in value if key]
        labels = self.labels.of(chosen, self.choices.queryset)
        options = (
            [] if self.is_required or self.allow_multiple_selected else [self.create_option(name, "", "", False, 0)]
        )
        options += [self.create_option(name, key, labels[key], True, 0) for key in chosen if key in labels]
        return [(None, options, 0)]


class Labels:
    """Labels by key, shared by the widgets of all rows of a form."""

    def __init__(self, known):
        self.known, self.found = known, None

    def of(self, keys, queryset) -> dict[str, str]:
        """The labels of these keys; keys that lead nowhere are left out."""
        if not keys:
            return {}
        if self.found is None:
            self.found = {str(row.pk): str(row) for row in self.known()}
        if missing := [key for key in keys if key not in self.found and key.isascii() and key.isdecimal()]:
            self.found |= {str(row.pk): str(row) for row in queryset.filter(pk__in=missing)}
        return self.found
