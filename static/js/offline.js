/* What a phone keeps by itself: nuggets for dead zones, tickets that wait. Pages and the worker share it. */
(() => {
  "use strict";
  if (self.offline) return;
  const SAVED = "kiosk-saved", PAGES = "kiosk-pages", OUTBOX = "kiosk-outbox";
  const FORM = 1, MOST = 150e6, WAITING = 50, PAUSE = 20e3, SILENCE = 30e3;
  const nameless = { credentials: "omit", referrerPolicy: "no-referrer" };
  const path = (url) => { const at = new URL(url, location); return at.pathname + at.search; };
  const json = (value) => new Response(JSON.stringify(value), { headers: { "Content-Type": "application/json" } });
  const sum = (list) => list.reduce((total, one) => total + one.bytes, 0);
  const today = () => new Date().toDateString();
  const pause = (time) => new Promise((go) => setTimeout(go, time));
  const fault = (name) => Object.assign(new Error(name), { name });

  /* Our own word. A proxy whose server is away, a filter, a network's sign-in answer too, with any status. */
  const ours = (answer) => /default-src 'none'/.test(answer.headers.get("Content-Security-Policy"));

  /* One tab at a time, where the browser can tell. */
  const alone = (what, act, more = {}) => navigator.locks
    ? navigator.locks.request("kiosk-" + what, more, (held) => (held ? act() : undefined)) : act();

  /* Every nugget that is whole. Browsers may drop what they keep: what misses a file is none. */
  async function all(rule = () => true) {
    if (!(await caches.has(SAVED))) return [];
    const box = await caches.open(SAVED);
    const urls = new Set((await box.keys()).map((request) => path(request.url)));
    const found = [];
    for (const url of urls) {
      if (!url.endsWith("/saved") || !rule(url)) continue;
      const here = await box.match(url);
      if (!here) continue; /* another tab took it away just now */
      const one = await here.json();
      if (one.form === FORM && one.urls.every((need) => urls.has(need))) found.push(one);
      else await box.delete(url);
    }
    return found;
  }
  async function get(at) { return (await all((url) => url === at + "/saved"))[0]; }
  async function note(one) { await (await caches.open(SAVED)).put(one.at + "/saved", json(one)); }

  /* On a page a request that is lost, or falls silent, is made again. A worker asks once: it is asked often. */
  async function again(ask) {
    for (let n = 1; ; n += 1) {
      const stop = new AbortController();
      let timer = 0;
      const alive = () => { clearTimeout(timer); timer = setTimeout(() => stop.abort(), SILENCE); };
      alive();
      try { return await ask({ ...nameless, signal: stop.signal, ...(n > 1 && { cache: "reload" }) }, alive); } catch (lost) {
        if (!self.document || n > 3) throw lost;
        await pause(500 * 2 ** n);
      } finally { clearTimeout(timer); }
    }
  }

  /* Films are stored from whole answers alone: a film that already plays would come as a part. What
     breaks off goes on from there. */
  async function load(url, size, tell) {
    const parts = [];
    let got = 0, type = "";
    await again(async (how, alive) => {
      const answer = await fetch(url, { ...how, cache: "no-store", ...(got && { headers: { Range: `bytes=${got}-` } }) });
      if (answer.status !== (got ? 206 : 200)) throw fault("Broken");
      type = answer.headers.get("Content-Type");
      for (const reader = answer.body.getReader(); ;) {
        const { done, value } = await reader.read();
        if (done) break;
        alive();
        parts.push(value);
        tell(got += value.length);
      }
      if (got !== size) throw fault("Broken");
    });
    return new Response(new Blob(parts), { headers: { "Content-Type": type, "Content-Length": size } });
  }
  const shell = (url) => again(async (how) => {
    const answer = await fetch(url, how);
    if (!answer.ok || !ours(answer)) throw fault("Broken");
    return new Response(await answer.blob(), answer);
  });
  const page = ([, policy, text]) => new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy, "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff" } });

  /* All of a nugget, or nothing of it. One that is here is made new; a file that it no longer needs
     stays for the day, because it may be playing. */
  async function save(at, tell = () => {}) {
    const told = await again(async (how) => {
      const answer = await fetch(at + "/saved", { ...how, cache: "no-cache" });
      if (!ours(answer)) throw fault("Broken");
      if ([403, 404, 410].includes(answer.status)) return null;
      if (!answer.ok) throw fault("Broken");
      return answer.json();
    });
    if (!told) { await remove(at); throw fault("Gone"); }
    const { pages, files, shell: needed, ...one } = told;
    return alone("saved", async () => {
      const box = await caches.open(SAVED), kept = await all();
      const before = kept.find((other) => other.at === at);
      if (before && before.tag === one.tag) return before;
      if (sum(kept.filter((other) => other !== before)) + one.bytes > MOST) throw fault("Full");
      one.urls = [...files.map(([url]) => url), ...needed, ...pages.map(([url]) => url)];
      const fresh = [];
      const put = async (url, make) => {
        if (await box.match(url)) return;
        fresh.push(url);
        await box.put(url, await make());
      };
      let stage = 0, done = 0;
      try {
        for (const [url, size] of files) {
          await put(url, () => load(url, size, (got) => tell((done + got) / one.bytes)));
          tell((done += size) / one.bytes);
        }
        for (const url of needed) await put(url, () => shell(url));
        stage = 1;
        for (const one of pages) await box.put(one[0], page(one));
        if (before) Object.assign(one, { ticket: before.ticket, until: before.until, old: { day: today(), urls: before.urls } });
        await note(one);
      } catch (error) {
        if (stage && before) await box.delete(at + "/saved");
        for (const url of stage ? one.urls : fresh) if (!kept.some((other) => other.urls.includes(url))) await box.delete(url);
        throw error;
      }
      return one;
    });
  }

  /* What stands in for other pages must be there before it is needed. */
  async function at_hand(lang, ...names) {
    const pages = await caches.open(PAGES);
    for (const name of names) {
      const at = "/" + lang + "/" + name;
      if (!(await pages.match(at))) await pages.put(at, await shell(at));
    }
  }

  /* The worker that serves what is kept. What none will serve is not saved. */
  async function worker() {
    const known = (await navigator.serviceWorker.getRegistration("/")) || (await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }));
    const coming = known.installing;
    if (!known.active && coming) await new Promise((go, give) => coming.addEventListener("statechange", () => {
      if (coming.state === "redundant") give(fault("Broken"));
      else if (coming.state !== "installed") go();
    }));
  }

  /* "Keep for offline": the nugget, and one ticket that knows the day alone. */
  async function keep(at, tell) {
    await worker();
    const one = await save(at, tell);
    await at_hand(at.split("/")[1], "offline", "mine").catch(() => {});
    if (!one.ticket) {
      try {
        const answer = await fetch(at + "/save", { ...nameless, method: "POST" });
        if (answer.ok) await note(Object.assign(one, await answer.json()));
      } catch (lost) { /* it plays all the same, and counts nothing */ }
    }
    return one;
  }
  async function remove(at) {
    await alone("saved", async () => { await (await caches.open(SAVED)).delete(at + "/saved"); });
    await sweep();
  }
  async function sweep() {
    await alone("saved", async () => {
      const box = await caches.open(SAVED), used = new Set();
      for (const one of await all()) {
        [one.at + "/saved", ...one.urls].forEach((url) => used.add(url));
        if (one.old && one.old.day === today()) one.old.urls.forEach((url) => used.add(url));
      }
      for (const request of await box.keys()) if (!used.has(path(request.url))) await box.delete(request);
    });
  }

  /* A finished nugget leaves its ticket in the outbox, once. */
  async function spend(at, mine) {
    const one = await get(at);
    const ticket = mine || (one && one.ticket);
    if (one && one.ticket) await note(Object.assign(one, { ticket: "" }));
    if (!ticket) return;
    const box = await caches.open(OUTBOX), waiting = await box.keys();
    if (waiting.length < WAITING) await box.put("/outbox/" + ticket, json({ until: one && one.until, tries: 0 }));
  }

  /* Tickets go back singly, each after a pause of its own, so that nothing ties them together. The
     phone's clock is not asked: the server says which day it is. */
  async function send() {
    await alone("outbox", async () => {
      if (!(await caches.has(OUTBOX))) return;
      const box = await caches.open(OUTBOX);
      for (const request of await box.keys()) {
        const one = await (await box.match(request)).json();
        await pause(Math.random() * Math.min(PAUSE * 2 ** one.tries, 3600e3));
        const ticket = path(request.url).split("/").pop();
        const answer = await fetch("/ticket", { ...nameless, method: "POST", cache: "no-store", body: new URLSearchParams({ ticket }) });
        const day = new Date(answer.headers.get("Date") || 0).toISOString().slice(0, 10);
        if (answer.status === 204 || (one.until && day > one.until)) await box.delete(request);
        else await box.put(request, json({ ...one, tries: one.tries + 1 }));
      }
    }, { ifAvailable: true });
  }

  /* At each contact with the server: what was taken back goes, what waits is sent. */
  async function contact() {
    const kept = await all();
    if (kept.length) {
      const answer = await fetch("/withdrawn.json", { ...nameless, cache: "no-cache" });
      const gone = answer.ok ? await answer.json() : [];
      for (const one of kept) if (gone.includes(one.slug)) await remove(one.at);
      await sweep();
    }
    await send();
  }
  /* A private window may have the one without the other, or neither. */
  async function forget() {
    try { for (const name of await caches.keys()) await caches.delete(name); } catch (refused) { /* nothing was kept */ }
    if (navigator.serviceWorker) for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
  }

  /* What was finished on this phone. Where its clock ran ahead, nothing may lie in days to come: as
     long as then, but counted from today. What cannot be read is as nothing, and spoils nothing else. */
  const day = (time) => Math.floor((time - new Date(time).getTimezoneOffset() * 6e4) / 864e5);
  const leads = (one) => one && /^\/\w/.test(one.at) && typeof one.title === "string";
  const whole = (one) => leads(one) && ["last", "seconds", "stage", "times"].every((name) => Number.isFinite(one[name]));
  function finished(now) {
    const text = localStorage.mine || "{}";
    let told = null;
    try { told = JSON.parse(text); } catch (odd) { /* as nothing */ }
    if (!told || typeof told !== "object" || Array.isArray(told)) return {};
    for (const [slug, one] of Object.entries(told)) {
      if (!whole(one)) { delete told[slug]; continue; }
      if (!leads(one.next)) one.next = null;
      const ahead = one.last - now;
      if (ahead > 0) { one.last = now; if (one.due) one.due -= ahead; }
    }
    return told;
  }
  function write(told) {
    const text = JSON.stringify(told);
    if (text !== (localStorage.mine || "{}")) localStorage.mine = text;
  }

  self.offline = { SAVED, PAGES, MOST, ours, shell, all, get, note, save, keep, remove, spend, contact, forget, sum, path, day, finished, write };
  if (!self.document) return;

  /* On the page: what was finished is noted here, and nowhere else. */
  const ended = document.querySelector("[data-finished]");
  if (ended && !location.pathname.includes("/preview/")) {
    try {
      const told = JSON.parse(ended.dataset.finished), slug = told.at.split("/").pop();
      const now = day(Date.now()), mine = finished(now), one = { stage: 0, times: 0, ...mine[slug], ...told };
      if (one.last !== now) {
        if (one.times && now >= (one.due || 0)) one.stage += 1;
        if (!one.times || one.due <= now) one.due = one.stage < 3 ? now + [1, 7, 30][one.stage] : 0;
        Object.assign(one, { times: one.times + 1, last: now });
      }
      write({ ...mine, [slug]: one });
    } catch (refused) { /* private mode, or no room: nothing is remembered */ }
  }

  /* Whoever has something of their own here finds it in a tunnel too. */
  function owns() {
    try { return !!document.querySelector("[data-mine=kept]") && Object.keys(finished(day(Date.now()))).length > 0; } catch (refused) { return false; }
  }

  /* Where a nugget can be kept, the worker comes, late. */
  async function offer() {
    const links = document.querySelectorAll("[data-offline]");
    if (!self.caches || !navigator.serviceWorker) return;
    await caches.keys();
    for (const link of links) {
      const [ask, here] = link.querySelectorAll("span");
      const kept = !!(await get(link.pathname.replace(/\/offline$/, "")));
      ask.hidden = kept; here.hidden = !kept; link.hidden = false;
    }
    const own = owns();
    if (own || document.querySelector("[data-offline], [data-keep]") || (await navigator.serviceWorker.getRegistration("/"))) {
      await worker();
      await at_hand(document.documentElement.lang, "offline", ...(own || (await all()).length ? ["mine"] : []));
    } else if (!(await all()).length) await caches.delete(PAGES);
    const meet = () => contact().catch(() => {});
    addEventListener("online", meet);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) meet(); });
    await meet();
  }
  offer().catch(() => { /* no storage: everything works as without */ });
})();
