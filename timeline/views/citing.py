"""The citation of a page for reference managers: BibTeX, RIS, CSL-JSON."""

from django.http import Http404

from timeline.views.public import page


@page()
def citation(request, **kwargs):
    raise Http404
