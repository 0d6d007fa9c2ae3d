"""Lessons: the list, a lesson for the class, and its key."""

from django.http import Http404

from timeline.views.public import page


@page()
def lessons(request, **kwargs):
    raise Http404


@page()
def lesson(request, **kwargs):
    raise Http404


@page()
def key(request, **kwargs):
    raise Http404
