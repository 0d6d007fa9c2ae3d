"""Every address of the site: readers' pages once per language, the rest without."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from timeline import feeds
from timeline.views import (
    about,
    blind,
    cards,
    citing,
    compare,
    components,
    contested,
    corrections,
    embeds,
    events,
    finding,
    findings,
    lessons,
    links,
    machine,
    making,
    oembed,
    offline,
    projector,
    qr,
    questions,
    sources,
    terms,
    timeline,
)

pages = [
    path("", timeline.timeline, name="timeline"),
    path("qr.svg", qr.timeline, name="timeline-qr"),
    path("events/<slug:slug>/", events.event, name="event"),
    path("events/<slug:slug>/think/", events.think, name="event-think"),
    path("events/<slug:slug>/think/qr.svg", qr.sheet, {"sheet": "think", "form": "svg"}, name="think-qr"),
    path("events/<slug:slug>/think/qr.png", qr.sheet, {"sheet": "think", "form": "png"}, name="think-qr-picture"),
    path("events/<slug:slug>/blind/qr.svg", qr.sheet, {"sheet": "blind", "form": "svg"}, name="blind-qr"),
    path("events/<slug:slug>/blind/qr.png", qr.sheet, {"sheet": "blind", "form": "png"}, name="blind-qr-picture"),
    path("events/<slug:slug>/blind/", blind.event, name="event-blind"),
    path("events/<slug:slug>/blind/<slug:step>/", blind.event_step, name="event-blind-step"),
    path("events/<slug:slug>/present/", projector.event, name="event-present"),
    path("events/<slug:slug>/versions/", events.event_versions, name="event-versions"),
    path("events/<slug:slug>/versions/<int:number>/", events.version, name="event-version"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<slug:slug>/", questions.question, name="question"),
    path("questions/<slug:slug>/versions/", questions.question_versions, name="question-versions"),
    path("questions/<slug:slug>/versions/<int:number>/", questions.version, name="question-version"),
    path("lessons/", lessons.lessons, name="lessons"),
    path("lessons/new/", making.new, name="lesson-new"),
    re_path(r"^lessons/(?P<code>[0-9a-z]*[A-Z][0-9A-Za-z]*)/(?P<rest>.*)\Z", links.small_letters),
    path("lessons/<slug:code>/", lessons.lesson, name="lesson"),
    path("lessons/<slug:code>/key/", lessons.key, name="lesson-key"),
    path("lessons/<slug:code>/edit/<slug:secret>/", making.edit, name="lesson-edit"),
    path("lessons/<slug:code>/blind/", blind.lesson, name="lesson-blind"),
    path("lessons/<slug:code>/blind/qr.svg", qr.lesson_blind, {"form": "svg"}, name="lesson-blind-qr"),
    path("lessons/<slug:code>/blind/qr.png", qr.lesson_blind, {"form": "png"}, name="lesson-blind-qr-picture"),
    path("lessons/<slug:code>/blind/<int:number>/<slug:step>/", blind.lesson_step, name="lesson-blind-step"),
    path("lessons/<slug:code>/present/", projector.lesson, name="lesson-present"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<slug:slug>/", sources.source, name="source"),
    path("sources/<slug:slug>/cite.<slug:style>", citing.source, name="source-cite"),
    path("glossary/", terms.glossary, name="glossary"),
    path("contested/", contested.contested, name="contested"),
    path("findings/", findings.findings, name="findings"),
    path("findings/<slug:code>/", finding.finding, name="finding"),
    path("compare/", compare.compare, name="compare"),
    path("about/", about.about, name="about"),
    path("components/", components.components, name="components"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("feed.atom", feeds.feed, name="feed"),
    path("e/<slug:code>/", links.code, name="code"),
    path("e/<slug:code>/cite.<slug:style>", citing.citation, name="cite"),
]

urlpatterns = [
    path("", links.home, name="home"),
    path("e/<slug:code>/", links.bare_code, name="bare-code"),
    path("e/<slug:code>/qr.svg", qr.drawing, name="qr"),
    path("e/<slug:code>/qr.png", qr.picture, name="qr-picture"),
    path("cards/site-<int:number>-<slug:language>.png", cards.site_card, name="card-site"),
    path("cards/<slug:code>-<int:number>-<slug:language>-blind.png", cards.blind_card, name="card-blind"),
    path("cards/<slug:code>-<int:number>-<slug:language>.png", cards.card, name="card"),
    path("embed/e/<slug:code>/", embeds.event, name="embed-event"),
    path("embed/lessons/<slug:code>/", embeds.lesson, name="embed-lesson"),
    path("embed/timeline/", embeds.selection, name="embed-timeline"),
    path("oembed", oembed.oembed, name="oembed"),
    path("lessons-offline.js", offline.worker, name="lessons-offline"),
    path("sitemap.xml", machine.sitemap, name="sitemap"),
    path("favicon.ico", machine.favicon, name="favicon"),
    path("robots.txt", machine.robots, name="robots"),
    path("healthz", machine.healthz, name="healthz"),
    path("admin/", admin.site.urls),
    *i18n_patterns(path("", include(pages)), prefix_default_language=True),
]

handler400 = "timeline.views.errors.bad_request"
handler403 = "timeline.views.errors.permission_denied"
handler404 = "timeline.views.errors.page_not_found"
handler500 = "timeline.views.errors.server_error"
