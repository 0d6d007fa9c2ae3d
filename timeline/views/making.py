"""Lessons made and changed by a teacher without an account."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from timeline import lessons
from timeline.models import Lesson
from timeline.views import guard, lesson_form
from timeline.views.errors import Gone
from timeline.views.lesson_form import Typed
from timeline.views.public import absolute, head_of, render


@guard.form(parameters=("items",))
def new(request):
    """The form for a new lesson, with what stands in the address in it; and the lesson, once it is filled in."""
    language, status = get_language(), 200
    if request.method != "POST":
        typed, pieces = lesson_form.chosen(request.GET.get("items", ""), language)
        return shown_new(request, typed, pieces)
    typed, (name, value) = lesson_form.sent(request.POST), lesson_form.button(request.POST)
    if name == "make":
        try:
            with guard.spending(request):
                lesson, secret = lessons.make(typed.draft, language)
            return see_other(reverse("lesson-edit", args=[lesson.code, secret]) + "?done=made")
        except REFUSALS as refusal:
            status = refused(typed, refusal)
    else:
        typed = lesson_form.pressed(typed, name, value, language)
    return shown_new(request, typed, lesson_form.pieces(typed.draft.codes, language), status)


@guard.form(parameters=("done",), secret=True)
def edit(request, code: str, secret: str):
    """The same form for a lesson that is there, for whoever has its secret link; and the links to pass on."""
    lesson = lesson_for(code, secret)
    language, status = lessons.language_of(lesson, get_language()), 200
    if request.method != "POST" or lesson.slug:
        typed = Typed(lessons.draft_of(lesson, language), lesson.version)
        return shown_edit(request, lesson, secret, typed, 409 if request.method == "POST" else 200)
    typed, (name, value) = lesson_form.sent(request.POST, lessons.seen_in(lesson)), lesson_form.button(request.POST)
    if name == "delete":
        return render("lessons/remove.html", head_for(request, _("Remove this lesson?")), {"lesson": lesson})
    try:
        if name == "really":
            with guard.spending(request):
                lessons.remove(lesson, typed.version)
            return render("lessons/removed.html", head_for(request, _("Your lesson is removed")), {})
        if name == "save":
            with guard.spending(request):
                lessons.change(lesson, typed.draft, typed.version, language)
            return see_other(request.path + "?done=saved")
        typed = lesson_form.pressed(typed, name, value, get_language())
    except REFUSALS as refusal:
        status = refused(typed, refusal)
    except lessons.ChangedMeanwhile:
        return meanwhile(request, secret, lesson_for(code, secret), typed)
    return shown_edit(request, lesson, secret, typed, status)


# --- what is refused --------------------------------------------------------------------------------------------------

REFUSALS = (lessons.NotAccepted, lessons.TooMany, guard.TooOften)


def refused(typed: Typed, refusal: Exception) -> int:
    """Say in the form why this was not taken; the status of the answer. What was typed stays."""
    if isinstance(refusal, lessons.NotAccepted):
        typed.wrong |= refusal.complaints
        typed.focus = "wrong"
        return 422
    typed.wrong[""] = full_site() if isinstance(refusal, lessons.TooMany) else full_network()
    return 429


def full_network() -> str:
    return _(
        "So many lessons were made or changed from your network that we cannot take more just now. Keep this page "
        "open, and press the button again in an hour."
    )


def full_site() -> str:
    return _(
        "So many lessons were made on the whole site that we cannot take more just now. Keep this page open, and press "
        "the button again in an hour."
    )


def meanwhile(request, secret: str, lesson: Lesson, typed: Typed) -> HttpResponse:
    """409: what is saved now beside what was typed. Saving once more replaces it."""
    language = lessons.language_of(lesson, get_language())
    typed.version, typed.focus = lesson.version, "wrong"
    typed.wrong[""] = _(
        "This lesson was saved in another window after you opened it here. Below is what you typed; "
        "if you save, it replaces what is there now."
    )
    saved = Typed(lessons.draft_of(lesson, language))
    pieces = lesson_form.pieces(saved.draft.codes, get_language())
    more = {"saved": saved, "saved_rows": lesson_form.rows(saved, pieces)}
    return shown_edit(request, lesson, secret, typed, 409, **more)


def lesson_for(code: str, secret: str) -> Lesson:
    """The lesson that this link opens. Without the right secret it is answered like a lesson that is not there."""
    lesson = lessons.opened_by(code, secret)
    if lesson is None:
        raise Http404(_("No lesson has the code “%(code)s”. Did you copy the whole link?") % {"code": code[:60]})
    if lesson.withdrawn:
        raise Gone(lesson.withdrawn)
    return lesson


# --- what is shown ----------------------------------------------------------------------------------------------------


def see_other(place: str) -> HttpResponse:
    """303: what was sent was taken, and this is where to look now."""
    return HttpResponse(status=303, headers={"Location": place})


def shown_new(request, typed: Typed, pieces: dict, status: int = 200) -> HttpResponse:
    described = _(
        "Choose events and questions, put them in order and say what your class is to do. You get one link to share. "
        "You need no account."
    )
    query = {"items": typed.chosen} if typed.chosen else None
    head = head_of(request, _("Make a lesson"), described, query=query, indexed=not query)
    return answered("lessons/new.html", head, lesson_form.context(typed, pieces, get_language()), typed, status)


def shown_edit(request, lesson: Lesson, secret: str, typed: Typed, status: int = 200, **more) -> HttpResponse:
    pieces = lesson_form.pieces(typed.draft.codes, get_language())
    context = lesson_form.context(typed, pieces, get_language()) | more
    done = request.GET.get("done", "")
    context |= {"lesson": lesson, "links": links_of(request, lesson, secret)}
    context |= {"made": done == "made", "saved_now": done == "saved"}
    return answered("lessons/edit.html", head_for(request, _("Your lesson")), context, typed, status)


def head_for(request, title: str):
    return head_of(request, title, _("Only whoever has this link can change the lesson."), indexed=False)


def answered(template: str, head, context: dict, typed: Typed, status: int) -> HttpResponse:
    response = render(template, head, context, status)
    if status == 429:
        response.headers["Retry-After"] = str(guard.HOUR)
    return response


def links_of(request, lesson: Lesson, secret: str) -> dict[str, str]:
    """The addresses of a lesson, whole: for the class, for the teacher, and the one to keep."""
    parts = {name: absolute(request, reverse(name, args=[lesson.code])) for name in ("lesson", "lesson-key")}
    return {
        "lesson": parts["lesson"],
        "key": parts["lesson-key"],
        "short": absolute(request, reverse("bare-code", args=[lesson.code])),
        "edit": absolute(request, reverse("lesson-edit", args=[lesson.code, secret])),
        "present": reverse("lesson-present", args=[lesson.code]),
        "qr": reverse("qr", args=[lesson.code]),
    }
