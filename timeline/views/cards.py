"""The pictures that go with a link when it is passed on."""

from django.http import Http404

from timeline.views.public import page


@page()
def card(request, **kwargs):
    raise Http404
