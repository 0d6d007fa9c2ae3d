"""Every kind of page that a reader can meet, with an example of it in the first corpus."""

ELECTION = "events/supreme-soviet-election-1937/"
PLACES = {
    "timeline": "",
    "filtered": "?account=socialist-democracy-slides&state=contradict#events",
    "searched": "?q=Lenin#events",
    "empty": "?q=zeppelin#events",
    "wrong-date": "?from=soon#events",
    "event": ELECTION,
    "event-context": "events/katyn-1940/",
    "event-think": f"{ELECTION}think/",
    "event-version": f"{ELECTION}versions/1/",
    "event-versions": f"{ELECTION}versions/",
    "questions": "questions/",
    "question": "questions/who-ruled-class-party-or-apparatus/",
    "sources": "sources/",
    "account": "sources/lenins-struggle/",
    "slides": "sources/socialist-democracy-slides/",
    "literature": "sources/kotkin-2014/",
    "contested": "contested/",
    "findings": "findings/",
    "finding": "findings/00ma5mq6/",
    "finding-sum": "findings/ts5938tg/",
    "compare": "compare/",
    "glossary": "glossary/",
    "about": "about/",
    "corrections": "corrections/",
    "components": "components/",
    "not-found": "events/no-such-event/",
    "bad-request": "about/?tone=loud",
}
ANSWERS = {"wrong-date": 400, "not-found": 404, "bad-request": 400}
