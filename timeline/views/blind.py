"""Blind corroboration: the quotes with their sources hidden, to be sorted and weighed before anything is revealed."""

from django.http import Http404

from timeline.views.public import page


@page()
def event(request, **kwargs):
    raise Http404


@page()
def event_step(request, **kwargs):
    raise Http404


@page()
def lesson(request, **kwargs):
    raise Http404


@page()
def lesson_step(request, **kwargs):
    raise Http404
