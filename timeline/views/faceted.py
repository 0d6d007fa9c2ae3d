"""A list that is filtered by its address: what is asked of it, and how much each other choice would leave."""

from urllib.parse import urlencode

from django.urls import reverse

from timeline.views.public import absolute, refuse_choice, refuse_place

PAGE = 50


class Faceted:
    """What an address asks of a list. A subclass is a frozen dataclass with ``accounts`` and a text per parameter.

    It says the ``url`` of its page, its ``parameters`` in their fixed order (the last is ``after``), the ``labels`` of
    its filters, what a ``place`` in it looks like, and gives ``options``, ``matches`` and ``place_of``.
    """

    @classmethod
    def of(cls, given, accounts: list[dict]):
        """The filters in an address. Raises BadRequest with the remedy where no link of ours can have made it."""
        values = {name: given.get(name, "").strip() for name in cls.parameters}
        asked = cls(tuple(accounts), **values)
        for name, options in asked.options.items():
            refuse_choice(name, values[name], options)
        refuse_place(values["after"], cls.place)
        return asked

    @property
    def options(self) -> dict[str, dict[str, str]]:
        """Per filter its values and their words; the empty one is where it starts."""
        raise NotImplementedError

    def matches(self, row: dict, **changes) -> bool:
        """Whether what a row of the cube counts is asked for, or would be after these changes."""
        raise NotImplementedError

    def place_of(self, row: dict) -> str:
        """Where a row stands in the list, as ``after`` names it."""
        raise NotImplementedError

    def one_page(self, request, rows, counts: list[dict]) -> tuple[list[dict], dict]:
        """The rows of one page, and what its template needs besides them."""
        found = list(rows[: PAGE + 1])
        shown = found[:PAGE]
        link = self.link(after=self.place_of(shown[-1])) if len(found) > PAGE else ""
        return shown, {
            "board": self,
            "found": self.count(counts),
            "facets": self.facets(counts),
            "next": link,
            "goes_on": absolute(request, link) if link else "",
            "shown": len(shown),
        }

    @property
    def filtered(self) -> bool:
        return bool(self.query(after=""))

    def wanted(self, **changes) -> dict[str, str]:
        """The value of every filter, after these changes."""
        return {name: getattr(self, name) for name in self.labels} | changes

    def query(self, **changes) -> list[tuple[str, str]]:
        """The parameters of an address in their fixed order, without those that are empty."""
        values = {name: getattr(self, name) for name in self.parameters} | changes
        return [(name, values[name]) for name in self.parameters if values[name]]

    def link(self, **changes) -> str:
        query = self.query(**changes)
        return reverse(self.url) + ("?" + urlencode(query) if query else "")

    @property
    def start(self) -> str:
        """The first page of the same list."""
        return self.link(after="")

    @property
    def chosen(self) -> list[str]:
        """The filters in use, in words."""
        return [f"{self.labels[name]}: {self.options[name][value]}" for name, value in self.wanted().items() if value]

    def count(self, counts: list[dict], **changes) -> int:
        """How many there are of what is asked for, or would be after these changes."""
        return sum(row["n"] for row in counts if self.matches(row, **changes))

    def facets(self, counts: list[dict]) -> list[dict]:
        """The filters, each option with its link and how many it would leave."""
        sources = {account["slug"]: account for account in self.accounts}
        return [
            {
                "name": name,
                "label": self.labels[name],
                "options": [
                    {
                        "words": words,
                        "url": self.link(**{name: value}, after=""),
                        "current": value == getattr(self, name),
                        "count": self.count(counts, **{name: value}),
                        "account": sources.get(value) if name == "account" else None,
                    }
                    for value, words in options.items()
                ],
            }
            for name, options in self.options.items()
        ]
