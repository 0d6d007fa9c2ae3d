// Keeps lessons at hand: the last ones that were opened, each with its exercise, its slides, and what they are made of.
// The site comes first; what was kept is shown when it does not answer, and says so. Nothing else is ever kept: not the
// desk, not a page on which a lesson is changed (its address is a secret), no other page of the site.
const MOST_LESSONS = 20;
const MOST_PAGES = 80;
const PATIENCE = 6000; // ms before what was kept is shown instead
const PREFIX = "lesson:"; // one store per lesson and language, named after its path
const NOTES = "/lessons-offline.json"; // in each store: the version, and when it was seen

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// --- which addresses are ours -----------------------------------------------------------------------------------------

// The path of the lesson that an address belongs to, or "": the lesson itself and what hangs below it, but its editing.
const lessonOf = (url) => {
  const [, lesson, code, rest] = url.pathname.match(/^(\/(?:nl|en)\/lessons\/([0-9a-z]+)\/)(.*)$/) || [];
  return lesson && code !== "new" && !rest.startsWith("edit") ? lesson : "";
};
const shortCode = (url) => url.pathname.match(/^(?:\/(?:nl|en))?\/e\/([0-9a-z]+)\/$/)?.[1] || "";
const isPart = (url) => url.pathname.startsWith("/static/") || /\/qr\.(svg|png)$/.test(url.pathname);
const languageOf = (path) => path.slice(1, 3);

// --- what was kept ----------------------------------------------------------------------------------------------------

const LOOSE = { ignoreVary: true };
const stores = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX));
const notesOf = async (name) => {
  const found = await (await caches.open(name)).match(NOTES, LOOSE);
  return found ? found.json() : null;
};

const keptPage = async (lesson, url) => {
  if (!(await caches.has(PREFIX + lesson))) return null;
  const store = await caches.open(PREFIX + lesson);
  const found = (await store.match(url.href, LOOSE)) || (await store.match(url.href, { ...LOOSE, ignoreSearch: true }));
  return found && said(found, await notesOf(PREFIX + lesson), languageOf(lesson));
};

const dateOf = (time, language) =>
  new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "long" }).format(new Date(time));

// A page as it was kept, under the same policy, with a bar that says which version it is.
const said = async (page, notes, language) => {
  const words = WORDS[language].kept.replace("{version}", notes.version).replace("{date}", dateOf(notes.seen, language));
  const bar = `<div class="bar screen" role="status" data-kept><p>${words}</p></div>`;
  const headers = new Headers(page.headers);
  for (const name of ["Content-Encoding", "Content-Length", "ETag"]) headers.delete(name);
  return new Response((await page.text()).replace(/<main[^>]*>/, (main) => main + bar), { headers });
};

// The look of the site and its icon, if any lesson was kept with them.
const looks = async () => {
  for (const name of await stores()) {
    const kept = (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname);
    const style = kept.find((path) => /\/css\/site[.\w]*\.css$/.test(path));
    const icon = kept.find((path) => /\/img\/icon[.\w]*\.svg$/.test(path));
    if (style && icon) return `<link rel="icon" href="${icon}" type="image/svg+xml"><link rel="stylesheet" href="${style}">`;
  }
  return "";
};

// What stands where nothing was kept: which lessons there are, and how to try again.
const nothing = async (url, lesson) => {
  const language = url.pathname.startsWith("/en/") ? "en" : "nl", words = WORDS[language];
  const kept = (await Promise.all((await stores()).map(notesOf))).filter(Boolean).sort((a, b) => b.seen - a.seen);
  const links = kept.map((one) => `<li><a href="${one.path}">${one.title}</a></li>`).join("");
  const back = kept.some((one) => one.path === lesson);
  const page = `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><title>${words.title} · Wederhoor</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
${await looks()}</head><body><main data-kept><article class="error narrow"><h1>${words.title}</h1><p class="lead">${words.missing}</p>
${back ? `<p><a href="${lesson}">${words.back}</a></p>` : ""}<p><a href="${encodeURI(url.pathname)}">${words.again}</a></p>
<p>${links ? words.lessons : words.none}</p><ul>${links}</ul></article></main></body></html>`;
  const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", "Content-Security-Policy": "default-src 'self'" };
  return new Response(page, { status: 503, headers });
};

// --- asking the site first --------------------------------------------------------------------------------------------

// The answer of the site; what was kept, where it gives none, or (if there is something kept) not in time.
const siteFirst = async (asked, kept) => {
  const instead = await kept();
  if (!instead) return asked;
  const late = new Promise((_, refuse) => setTimeout(refuse, PATIENCE));
  return Promise.race([asked, late]).catch(() => instead);
};

// A page of a kept lesson is kept anew whenever it is seen; a lesson that is gone is forgotten.
const renewed = async (lesson, url, response) => {
  if (url.pathname === lesson && (response.status === 404 || response.status === 410)) await caches.delete(PREFIX + lesson);
  else if (response.ok && !response.redirected && (await caches.has(PREFIX + lesson))) {
    await (await caches.open(PREFIX + lesson)).put(url.href, response);
  }
};

const showLesson = async (event, lesson, url) => {
  const asked = fetch(event.request);
  event.waitUntil(asked.then((response) => renewed(lesson, url, response.clone())).catch(() => {}));
  return siteFirst(asked, () => keptPage(lesson, url)).catch(() => nothing(url, lesson));
};

const followLink = async (event, code, url) => {
  try {
    return await fetch(event.request);
  } catch {
    const named = (await stores()).filter((name) => name.endsWith(`/${code}/`));
    const languages = [languageOf(url.pathname), ...self.navigator.languages].map((each) => each.slice(0, 2));
    const best = languages.map((each) => named.find((name) => name.startsWith(`${PREFIX}/${each}/`))).find(Boolean);
    const name = best || named[0];
    return name ? Response.redirect(name.slice(PREFIX.length)) : nothing(url, "");
  }
};

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  const lesson = lessonOf(url), code = shortCode(url);
  if (event.request.mode !== "navigate") {
    if (isPart(url)) event.respondWith(siteFirst(fetch(event.request), () => caches.match(event.request, LOOSE)));
  } else if (lesson) event.respondWith(showLesson(event, lesson, url));
  else if (code) event.respondWith(followLink(event, code, url));
  else event.respondWith(fetch(event.request).catch(() => nothing(url, "")));
});

// --- keeping a lesson -------------------------------------------------------------------------------------------------

const addressesIn = (page, base) =>
  [...page.matchAll(/(?:href|src)="([^"#]+)/g)].map(([, given]) => new URL(given.replaceAll("&amp;", "&"), base));

// The lesson, then every page below it that one of these leads to, and what they are made of.
const gather = async (lesson, first, sparing) => {
  const pages = new Map([[new URL(lesson, location).href, first]]), parts = new Set();
  const key = `${lesson}key/`; // for the teacher: kept when she opens it, and not on the phones of a class
  const queue = [...pages.keys()];
  while (queue.length) {
    const address = queue.shift();
    const response = pages.get(address) || (await fetch(address));
    if (!response.ok || response.redirected) continue;
    pages.set(address, response);
    const text = await response.clone().text();
    for (const url of addressesIn(text, address)) {
      if (url.origin !== location.origin) continue;
      if (isPart(url)) parts.add(url.href);
      const below = lessonOf(url) === lesson && !isPart(url) && url.pathname !== key && !pages.has(url.href) && !queue.includes(url.href);
      if (below && !sparing && pages.size + queue.length < MOST_PAGES) queue.push(url.href);
    }
  }
  return [...pages, ...(await Promise.all([...parts].map(async (part) => [part, await fetch(part)])))];
};

const titleOf = (page) => page.match(/<title>([^<]*?)(?: · Wederhoor)?<\/title>/)?.[1] || "";

// What is kept already stays as it is while the site says that the lesson is the same.
const keep = async ({ path, version, sparing }) => {
  const name = PREFIX + path, notes = (await caches.has(name)) ? await notesOf(name) : null;
  const response = await fetch(path);
  if (!response.ok || response.redirected) return;
  const tag = response.headers.get("ETag") || "";
  const seen = Date.now();
  if (notes && tag && notes.tag === tag && notes.whole >= !sparing) return note(name, { ...notes, version, seen });
  const title = titleOf(await response.clone().text());
  const found = await gather(path, response, sparing);
  const teacher = notes && (await (await caches.open(name)).match(new URL(`${path}key/`, location).href, LOOSE));
  await caches.delete(name);
  const store = await caches.open(name);
  for (const [address, answer] of found) if (answer.ok && !answer.redirected) await store.put(address, answer);
  if (teacher) await store.put(new URL(`${path}key/`, location).href, teacher);
  await note(name, { path, version, title, tag, seen, whole: Number(!sparing) });
  await forget();
};

const note = async (name, notes) => (await caches.open(name)).put(NOTES, new Response(JSON.stringify(notes)));

// Only the lessons that were seen last.
const forget = async () => {
  const names = await stores();
  const noted = await Promise.all(names.map(async (name) => ({ name, seen: (await notesOf(name))?.seen || 0 })));
  const old = noted.sort((a, b) => b.seen - a.seen).slice(MOST_LESSONS);
  await Promise.all(old.map(({ name }) => caches.delete(name)));
};

self.addEventListener("message", (event) => {
  if (lessonOf(new URL(event.data.path, location)) !== event.data.path) return;
  event.waitUntil(keep(event.data).then(() => event.ports[0]?.postMessage("kept")));
});
