"""oEmbed: what a page of ours looks like on another site."""

from django.http import Http404

from timeline.views.public import page


@page()
def oembed(request, **kwargs):
    raise Http404
