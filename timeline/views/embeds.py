"""What other sites may show in a frame: an event, a lesson, a small timeline."""

from django.http import Http404

from timeline.views.public import page


@page()
def event(request, **kwargs):
    raise Http404


@page()
def lesson(request, **kwargs):
    raise Http404


@page()
def selection(request, **kwargs):
    raise Http404
