"""Every address of the site: readers' pages once per language, the rest without."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from timeline import feeds
from timeline.views import (
    about,
    compare,
    components,
    contested,
    corrections,
    events,
    finding,
    findings,
    links,
    machine,
    questions,
    sources,
    terms,
    timeline,
)

pages = [
    path("", timeline.timeline, name="timeline"),
    path("events/<slug:slug>/", events.event, name="event"),
    path("events/<slug:slug>/think/", events.think, name="event-think"),
    path("events/<slug:slug>/think/qr.svg", links.think_qr, name="think-qr"),
    path("events/<slug:slug>/versions/", events.event_versions, name="event-versions"),
    path("events/<slug:slug>/versions/<int:number>/", events.version, name="event-version"),
    path("questions/", questions.questions, name="questions"),
    path("questions/<slug:slug>/", questions.question, name="question"),
    path("questions/<slug:slug>/versions/", questions.question_versions, name="question-versions"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<slug:slug>/", sources.source, name="source"),
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
]

urlpatterns = [
    path("", links.home, name="home"),
    path("e/<slug:code>/", links.bare_code, name="bare-code"),
    path("e/<slug:code>/qr.svg", links.qr, name="qr"),
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
