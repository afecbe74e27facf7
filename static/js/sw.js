/* Serves worker pages from the phone: what was saved always, what was seen while the network is asked anew. */
"use strict";
importScripts("asset:offline.js");
const { SAVED, PAGES, all, get, note, ours, save, shell, spend } = self.offline;
const SHELL = ["asset:pages.js", "asset:offline.js", "asset:mine.js", "asset:htmx-2.0.11.min.js", "asset:parts.js", "asset:below.css", "asset:icon.svg"];
const OURS = "kiosk-shell-" + SHELL.join().replace(/\W+/g, "");
const SEEN = 60, PATIENCE = 2500, PATIENCE_TO_SEND = 4000;
const NOT_OURS = /^\/(studio|room|check|sw\.js|healthz|readyz|metrics)(\/|$)/;
const on = (kind, act) => self.addEventListener(kind, act);

/* Never a film here, and never a page: what fails to come must not keep the worker from standing. */
on("install", (event) => event.waitUntil((async () => {
  const box = await caches.open(OURS);
  await Promise.all(SHELL.map(async (url) => { if (!(await box.match(url))) await box.put(url, await shell(url)); }));
})()));

/* It takes over when no page of the last release is open any more, so it breaks nothing that plays. */
on("activate", (event) => event.waitUntil((async () => {
  const old = (await caches.keys()).filter((name) => name.startsWith("kiosk-shell-") && name !== OURS);
  for (const name of old.length ? [...old, PAGES] : []) await caches.delete(name);
})()));

on("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (url.origin !== location.origin || NOT_OURS.test(url.pathname)) return;
  if (request.method === "POST" && /\/(answer|done)$/.test(url.pathname)) event.respondWith(answered(request, url));
  if (request.method !== "GET") return;
  if (url.pathname.startsWith("/static/")) event.respondWith(here(caches.match(request.url, { ignoreVary: true })).then((kept) => kept || fetch(request)));
  else if (/^\/media\/[^/]+$/.test(url.pathname)) event.respondWith(media(request));
  else if (url.pathname.endsWith("/keys")) event.respondWith(keptAt(request.url).then((kept) => kept || fetch(request)));
  else if (request.mode === "navigate" && !url.search) event.respondWith(page(event, request, url));
  else if (request.mode === "navigate") event.respondWith(or(request, () => typed(url)));
});

const within = (time, work) => Promise.race([work, new Promise((_, give) => setTimeout(() => give(new Error("slow")), time))]);
/* A phone whose storage is broken has nothing, and the network still answers. */
const here = (kept) => kept.catch(() => undefined);
const keptAt = (url) => here(caches.open(SAVED).then((box) => box.match(url, { ignoreVary: true })));

/* Where the server is away, and where a proxy says so in its place, the phone stands in. Who stands in
   the way otherwise, as a network's sign-in, is seen; but not in place of what is saved. */
async function or(request, instead, tell = () => {}) {
  const answer = await fetch(request).catch(() => undefined);
  if (!answer || answer.status >= 500 && !ours(answer)) return (await instead()) || answer || Response.error();
  tell(answer.clone());
  return answer;
}
function sound(answer) {
  if (answer.type === "opaqueredirect" || answer.status < 500 && ours(answer)) return answer;
  throw new Error("away");
}

/* A film goes out in the parts that players ask for, cut from the whole. */
async function media(request) {
  const whole = await keptAt(request.url);
  return whole ? part(whole, request.headers.get("Range")) : fetch(request);
}
async function part(whole, range) {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(range || "");
  if (!asked || !(asked[1] || asked[2])) return whole;
  const blob = await whole.blob(), type = whole.headers.get("Content-Type"), size = blob.size;
  const from = asked[1] ? +asked[1] : Math.max(0, size - asked[2]);
  const to = asked[1] && asked[2] ? Math.min(+asked[2], size - 1) : size - 1;
  if (from > to) return new Response(null, { status: 416, headers: { "Content-Range": "bytes */" + size } });
  return new Response(blob.slice(from, to + 1, type), { status: 206, headers: {
    "Content-Type": type, "Content-Length": to + 1 - from, "Content-Range": `bytes ${from}-${to}/${size}`, "Accept-Ranges": "bytes",
  } });
}

/* A page that was saved, or seen, comes at once and is asked for anew behind it. */
async function page(event, request, url) {
  const at = url.pathname, code = "/m/" + at.split("/").pop() + "/";
  const near = await all((one) => one === at + "/saved" || one.includes(code)).catch(() => []);
  const mine = near.filter((one) => one.at === at || one.machine.includes(at)).sort((a, b) => b.first - a.first)[0];
  const saved = mine && await keptAt(at === mine.at ? at : mine.at + "/machine");
  if (saved && (at === mine.at || mine.first)) {
    event.waitUntil(save(mine.at).catch(() => {}));
    return saved;
  }
  if (saved) return within(PATIENCE, fetch(request).then(sound)).catch(() => saved);
  const pages = await here(caches.open(PAGES));
  const seen = pages && await here(pages.match(at, { ignoreVary: true }));
  if (seen) {
    event.waitUntil(fetch(at, { cache: "no-cache", credentials: "same-origin", redirect: "manual" }).then((fresh) => remember(pages, at, fresh)).catch(() => {}));
    return seen;
  }
  return or(request, () => stand_in(at), (fresh) => pages && event.waitUntil(remember(pages, at, fresh).catch(() => {})));
}
async function remember(pages, at, fresh) {
  if (fresh.type !== "opaqueredirect" && !ours(fresh)) return;
  const rules = fresh.headers.get("Cache-Control") || "";
  if (fresh.status === 200 && /public/.test(rules) && !/no-store|no-cache/.test(rules)) {
    await pages.delete(at);
    await pages.put(at, fresh);
    const keys = await pages.keys();
    for (const old of keys.slice(0, Math.max(0, keys.length - SEEN))) await pages.delete(old);
  } else if (fresh.type === "opaqueredirect" || fresh.status < 500) await pages.delete(at);
}
const stand_in = (at) => here(caches.match("/" + at.split("/")[1] + "/offline", { ignoreVary: true }).then((kept) => kept || any(/\/offline$/)));
/* A code that is typed where there is no network leads to what is kept of its machine. */
async function typed(url) {
  const code = (url.searchParams.get("q") || "").toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  const there = (await all().catch(() => [])).some((one) => one.machine.includes("/" + code));
  return there ? Response.redirect("/" + code) : (await stand_in(url.pathname)) || Response.error();
}
async function any(rule) {
  const pages = await caches.open(PAGES);
  const found = (await pages.keys()).find((request) => rule.test(request.url));
  return found && pages.match(found, { ignoreVary: true });
}

/* Answers and the end of a saved nugget are here too. The end leaves its ticket in the outbox. */
async function answered(request, url) {
  const [, at, what] = /^(.*)\/(answer|done)$/.exec(url.pathname);
  const one = await get(at).catch(() => null);
  if (!one) return fetch(request);
  const form = await request.clone().formData();
  try {
    const answer = sound(await within(PATIENCE_TO_SEND, fetch(request)));
    if (what === "done" && one.ticket) await note({ ...one, ticket: "" });
    return answer;
  } catch (lost) { /* from the phone, then */ }
  if (what === "done") await spend(at, form.get("ticket"));
  const picked = form.get("pick") === null ? "" : "&pick=" + form.get("pick");
  const saved = await keptAt(what === "done" ? at + "/done" : `${at}/answer?question=${form.get("question") || 0}${picked}`);
  if (!saved) return Response.error();
  if (!request.headers.get("HX-Request")) return saved;
  const headers = new Headers(saved.headers);
  headers.set("HX-Reselect", "#main > *");
  return new Response(saved.body, { headers });
}
