"""An event or a lesson in big type, for the front of a class."""

from django.http import Http404

from timeline.views.public import page


@page()
def event(request, **kwargs):
    raise Http404


@page()
def lesson(request, **kwargs):
    raise Http404
