"""Lessons made and changed by a teacher without an account."""

from django.http import Http404

from timeline.views.public import page


@page()
def new(request, **kwargs):
    raise Http404


@page()
def edit(request, **kwargs):
    raise Http404
