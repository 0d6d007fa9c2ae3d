"""The script that keeps a lesson at hand without a connection."""

from django.http import Http404

from timeline.views.public import page


@page()
def worker(request, **kwargs):
    raise Http404
