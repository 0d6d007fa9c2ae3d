"""How this site works, in short."""

from django.utils.translation import gettext as _

from timeline.views import wording
from timeline.views.public import head_of, page, render


@page()
def about(request):
    """The method, the codebook of verdicts, and who answers for it."""
    described = _("How this site reads its sources, what its verdicts mean, and who has looked at them.")
    verdicts = [wording.verdict(name) for name in wording.VERDICTS]
    return render("pages/about.html", head_of(request, _("How this site works"), described), {"verdicts": verdicts})
