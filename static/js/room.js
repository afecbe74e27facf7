/* The room with scripts: pages follow each other in one place of the browser's history, so that nobody
   can go back to what somebody before looked at; scanners are heard, who left is forgotten, and where
   the server does not answer the screen comes back by itself. Without scripts links and forms do. */
import { attract } from "asset:room-attract.js";
import { film } from "asset:room-film.js";
import { watch } from "asset:room-idle.js";
import { listen } from "asset:room-wedge.js";

const START = "/room/", DONE = "/room/done", FORGOTTEN = 30000;
const RESTS = [1, 2, 4, 8, 15, 30]; // seconds between two looks for the server
const BEAT = 20; // seconds between two looks while it answers
const RETRY = 1500; // milliseconds until a film that broke off is tried once more
const one = (rule) => document.querySelector(rule);
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
let playing = null, leaving = false, going = 0, later = 0;

/* Ways: a page is fetched and put in place of the one that stands. */
async function go(address, body) {
  if (leaving) return;
  const mine = ++going;
  let answer, text;
  try {
    answer = await fetch(address, { method: body ? "POST" : "GET", body, credentials: "omit", redirect: "follow", signal: AbortSignal.timeout(15000) });
    text = await answer.text();
  } catch (lost) { text = ""; }
  if (mine !== going || leaving) return;
  const fresh = new DOMParser().parseFromString(text, "text/html");
  if (!fresh.querySelector("#gone")) return heal(() => go(address, body)); // nothing, or a proxy's own page
  show(fresh);
  if (!body || answer.redirected) history.replaceState(null, "", answer.url);
}

function show(fresh) {
  if (playing) playing.stop();
  const { lang, dir } = fresh.documentElement;
  Object.assign(document.documentElement, { lang, dir });
  document.title = fresh.title;
  document.body.replaceWith(document.adoptNode(fresh.body));
  begin();
  const head = one("h1");
  if (head) head.focus({ preventScroll: true });
  scrollTo(0, 0);
}

function send(form, button) {
  const words = new URLSearchParams(new FormData(form));
  if (button && button.name) words.set(button.name, button.value);
  if (form.method === "post") go(form.action, words); else go(`${form.action}?${words}`);
}

addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented) return;
  event.preventDefault();
  if ("leave" in link.dataset || link.pathname === START) leave();
  else if ("sign" in link.dataset) type(link.dataset.sign);
  else if ("open" in link.dataset) open(link);
  else if ("letter" in link.dataset) { write(link.dataset.letter); if (event.detail) link.blur(); }
  else if ("seek" in link.dataset) seekWord(link);
  else go(link.href);
});
addEventListener("submit", (event) => { event.preventDefault(); send(event.target, event.submitter); });
addEventListener("contextmenu", (event) => event.preventDefault());
addEventListener("dragstart", (event) => event.preventDefault());
addEventListener("pageshow", (event) => { if (event.persisted) location.replace(START); });

/* The code pad: signs appear at once, however fast they are tapped. */
function type(sign) {
  const pad = one("[data-pad]"), places = [...document.querySelectorAll(".typed span:not(.dash)")];
  const signs = sign ? (pad.dataset.pad + sign).slice(0, places.length) : pad.dataset.pad.slice(0, -1);
  pad.dataset.pad = signs;
  places.forEach((place, n) => { place.textContent = signs[n] || ""; place.classList.toggle("now", n === signs.length); });
}
function open() {
  const { pad, machine } = one("[data-pad]").dataset;
  if (pad.length === 6) go(machine + pad);
}

/* The keyboard on the screen: the one on the table writes there too. */
function write(sign) {
  const place = one(".written bdi"), before = place.textContent;
  if (sign === " " && (!before || before.endsWith(" "))) return;
  place.textContent = sign ? (before + sign).slice(0, place.dataset.most) : before.slice(0, -1);
  document.querySelectorAll("[data-words]").forEach((link) => {
    const at = new URL(link.dataset.seek || link.href, location);
    at.searchParams.set("q", place.textContent);
    link.href = at;
  });
}
function seekWord(link) { if (one(".written bdi").textContent.trim()) go(link.href); }
addEventListener("keydown", (event) => {
  if (!one(".written") || event.ctrlKey || event.altKey && !event.getModifierState("AltGraph") || event.metaKey || event.isComposing) return;
  const { key } = event, idle = !document.activeElement.matches("a, button");
  if ([...key].length === 1 && (idle || key !== " ")) write(key);
  else if (key === "Backspace") write("");
  else if (key === "Enter" && idle) seekWord(one("[data-seek]"));
  else return;
  event.preventDefault();
});
/* Tab goes round: behind the last place a kiosk's browser has nothing, and there Enter does nothing. */
addEventListener("keydown", (event) => {
  if (event.key !== "Tab" || event.defaultPrevented) return;
  const all = [...document.querySelectorAll("a[href], button, input")].filter((it) => it.getClientRects().length && !it.closest("[inert]"));
  const at = all.indexOf(document.activeElement), next = event.shiftKey ? all[all.length - 1] : all[0];
  if (!next || at !== (event.shiftKey ? 0 : all.length - 1)) return;
  event.preventDefault();
  next.focus();
});
/* A finger on the field of a screen without keys is led to them. */
addEventListener("pointerdown", (event) => {
  const field = event.target.closest("label"), keys = one("[data-keys]");
  if (event.pointerType === "touch" && keys && field && field.querySelector("[type=search]")) { event.preventDefault(); go(keys.href); }
});

/* Scanner: every page hears it; on its own page it is tried out. */
const testing = () => document.body.dataset.kind === "scanner";
listen(JSON.parse(one("#layouts").textContent), testing, ({ readings, gap, ended }) => {
  touch();
  const words = new URLSearchParams(readings.map((text) => ["q", text]));
  if (!testing()) {
    words.set("from", location.pathname);
    return go(document.body.dataset.scan, words);
  }
  words.set("gap", gap);
  if (ended) words.set("end", "1");
  go(location.href, words);
});

/* Idle. */
function mood() {
  const { kind } = document.body.dataset;
  if (kind === "start" || leaving) return "start";
  if (playing && playing.plays()) return "plays";
  return kind === "question" || (playing && playing.begun()) ? "held" : "quiet";
}
let asked = null;
function ask(seconds) {
  const box = one("#still");
  if (!seconds) {
    box.hidden = true;
    inert(false);
    if (asked && asked.isConnected) asked.focus({ preventScroll: true });
    asked = null;
    return;
  }
  if (box.hidden) {
    asked = document.activeElement;
    box.hidden = false;
    inert(true);
    one("[data-stay]").focus();
  }
  one("#still text").textContent = seconds;
  one("#still .left").setAttribute("stroke-dasharray", `${seconds / 15 * 679} 679`);
}
function inert(yes) { document.querySelectorAll("body > :not(.cover)").forEach((part) => { part.inert = yes; }); }
addEventListener("click", (event) => { if (event.target.closest("[data-stay]")) touch(); });
const touch = watch(mood, ask, leave);

/* Forget: what scripts can reach at once, the rest by the server's word. */
async function leave() {
  if (leaving || seeking === leave) return;
  leaving = true;
  if (playing) playing.stop();
  document.body.hidden = true;
  try { localStorage.clear(); sessionStorage.clear(); } catch (refused) { /* nothing was kept then */ }
  if (window.caches) for (const name of await caches.keys().catch(() => [])) await caches.delete(name);
  if (await stands(START)) location.replace(DONE);
  else { leaving = false; going++; document.body.hidden = false; heal(leave); }
}

/* The server: looked for from time to time, and sought where it is lost. What answers in its place is
   not it. */
async function stands(address) {
  try {
    const answer = await fetch(address, { cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(4000) });
    return answer.ok && /default-src 'none'/.test(answer.headers.get("Content-Security-Policy"));
  } catch (lost) { return false; }
}
const answers = () => stands("/healthz");
let seeking = null, tries = 0;
function heal(then) {
  const first = !seeking;
  seeking = then;
  one("#gone").hidden = false;
  inert(true);
  if (first) seek();
}
/* The notice stands until what was wanted has come; each look rests longer than the one before. */
function seek() {
  setTimeout(async () => {
    tries += 1;
    if (!await answers()) return seek();
    const then = seeking;
    seeking = null;
    await then();
    if (seeking) return;
    tries = 0;
    one("#gone").hidden = true;
    inert(false);
  }, RESTS[Math.min(tries, RESTS.length - 1)] * 1000);
}
setInterval(async () => {
  if (seeking || leaving || (playing && playing.plays()) || await answers() || await answers()) return; // one that is late once is not gone
  const page = going;
  heal(() => page === going && go(location.href));
}, BEAT * 1000);

/* A film that breaks off goes on once the server is back. Where the server answers it is tried once
   more, and then the page says that steps and question are there without it. */
async function mend(video, film) {
  const at = video.currentTime, begun = film.begun();
  const again = () => {
    video.load();
    video.currentTime = at;
    if (begun) video.play().catch(() => {});
  };
  const here = await answers();
  if (!video.isConnected || seeking) return;
  if (!here) heal(again);
  else if (begun && film.tried) film.lost();
  else if (begun) { film.tried = true; setTimeout(() => { if (video.isConnected) again(); }, RETRY); }
}

/* What each page needs once it stands. */
function begin() {
  clearTimeout(later);
  playing = film(jump);
  jump.second = 0;
  const video = one("video");
  if (video) video.addEventListener("error", () => mend(video, playing), true);
  attract(still);
  const again = one("#later");
  if (again) later = setTimeout(() => {
    fetch(again.action, { method: "POST", body: new URLSearchParams(new FormData(again)), credentials: "omit" }).catch(() => {});
  }, FORGOTTEN);
}
/* A step that is tapped before the film runs starts it there. */
function jump(second, form) { jump.second = second; form.querySelector("button").click(); }
jump.second = 0;
begin();
