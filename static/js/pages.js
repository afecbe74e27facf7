/* What the pages do more when the phone runs scripts. Without it every one of them still works. */
(() => {
  "use strict";
  const own = document.currentScript.dataset;
  const one = (rule, from = document) => from.querySelector(rule);
  const all = (rule, from = document) => [...from.querySelectorAll(rule)];
  const line = navigator.connection || {};
  const thrifty = !!line.saveData;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const film = one(".film");
  const video = film && one("video", film);
  const steps = all(".steps > li");
  const on = (what, kind, act, more) => what && what.addEventListener(kind, act, more);
  const kept = (name) => { try { return localStorage[name]; } catch { return ""; } };

  /* Who comes back to what a form brought would find an error of the browser; the nugget's own address stands in its place. */
  history.replaceState(history.state, "", location.href.replace(/\/(play|answer|done|helpful)(?=[?#]|$)/, ""));

  /* The language chosen by hand is this phone's own, and the next label answers in it. */
  const tongues = all(".langs a");
  const chosen = tongues.find((link) => link.lang === kept("lang"));
  const bare = location.pathname === "/" || (chosen && chosen.pathname.includes("/m/") && !location.pathname.includes("/", 1));
  if (chosen && bare && navigator.onLine && chosen.lang !== document.documentElement.lang) location.replace(chosen.href);
  /* Private mode keeps nothing. */
  tongues.forEach((link) => on(link, "click", () => { try { localStorage.lang = link.lang; } catch {} }));

  const script = (src) => Object.assign(document.createElement("script"), { src });

  const link = (rel, href) => Object.assign(document.createElement("link"), { rel, href });

  /* Answers and hits are parts of a page; what brings them is fetched when a question is near. */
  let parts = () => {
    parts = () => {};
    const soon = Object.assign(link("preload", "asset:htmx-2.0.11.min.js"), { as: "script" });
    document.head.append(soon, script("asset:parts.js"));
  };

  /* Nothing competes with the film: all of this comes after it plays, or after the first touch. */
  let late = () => {
    late = () => {};
    document.head.append(link("manifest", "/manifest.webmanifest"));
    if (one("[data-hx-get], [data-hx-post]")) parts();
    /* Answers take the place of the middle: a copy of its sheet stays. What comes later in the page
       has the last word, so the player's sheet stands at its end. */
    const below = one("main > link");
    if (below) document.head.append(link("stylesheet", below.href));
    keyed = keys();
    if (film || one(".listen")) document.body.append(script("asset:player.js"), link("stylesheet", "asset:player.css"));
    const keeps = () => document.head.append(script("asset:offline.js"));
    if (one("[data-offline], [data-finished]")) keeps();
    else if (self.caches) caches.has("kiosk-saved").then((kept) => kept && keeps(), () => {});
    one("link[rel=icon]").href = "asset:icon.svg";
    if (!thrifty) { pictures(); face(); }
  };

  /* The film's keys: nobody needs them before it plays, or without scripts. */
  let keyed = null;
  async function keys() {
    const start = one(".film form");
    const at = own.play || (start ? start.action : film && location.pathname);
    if (!at) return;
    try {
      const answer = await fetch(at.replace(/\/play$/, "") + "/keys", { credentials: "omit" });
      if (!answer.ok) return;
      const box = document.createElement("template");
      box.innerHTML = await answer.text();
      const part = (rule) => one(rule, box.content);
      all(".voicing").forEach((place) => place.append(...part(".voicing").childNodes));
      if (!film) return;
      one(".bar", film).replaceWith(part(".bar"));
      one(".screen", film).append(part(".sound"), part(".after"));
      one(".lead").append(part(".help") || "");
      over(video.ended);
    } catch {
      /* The film has the browser's own keys. */
    }
  }

  /* The step pictures wait inside <noscript>, so that they take nothing from the film. */
  function pictures() {
    all(".shot > noscript, .thumb > noscript").forEach((hidden) => { hidden.outerHTML = hidden.textContent; });
    all("[data-do=pictures]").forEach((button) => button.setAttribute("aria-current", "true"));
    all(".thrifty").forEach((button) => { button.hidden = true; });
  }

  /* The typeface is fetched now and used from the next page on: a swap would move the text. */
  async function face() {
    try {
      const more = /^(cs|hr|pl|ro|tr)/.test(document.documentElement.lang);
      const faces = JSON.stringify([[400, "asset:plate-400.woff2"], [700, "asset:plate-700.woff2"]]
        .concat(more ? [[400, "asset:plate-ext-400.woff2"], [700, "asset:plate-ext-700.woff2"]] : []));
      if (localStorage.face === faces) return;
      const got = await Promise.all(JSON.parse(faces).map(([, url]) => fetch(url)));
      if (got.every((answer) => answer.ok)) localStorage.face = faces;
    } catch {
      /* Private mode: the system's typeface stays. */
    }
  }

  /* One nameless ticket for this page view; the forms carry it. */
  let sent = false;
  async function ticket() {
    const start = one(".film form");
    const play = own.play || (start && start.action);
    if (sent || !play) return;
    sent = true;
    try {
      const answer = await fetch(play, { method: "POST", headers: { "HX-Request": "true" }, credentials: "omit" });
      if (!answer.ok) throw answer;
      const box = document.createElement("template");
      box.innerHTML = await answer.text();
      const value = one("[name=ticket]", box.content).value;
      const question = !one(".quiz") && one(".quiz", box.content);
      if (question) {
        question.hidden = true;
        question.dataset.lent = "";
        one(".under").after(question);
        if (window.htmx) window.htmx.process(question);
        document.dispatchEvent(new Event("lent"));
      }
      all("[name=ticket]").forEach((field) => { field.value = value; });
    } catch { sent = false; }
  }

  const act = {
    again() { over(false); video.currentTime = 0; video.play(); },
    ask(link) { if (one(".quiz")) { over(false); asking(true); } else location.href = link.href; },
    film() { asking(false); video.play(); },
    pictures,
    print: () => print(),
  };
  /* What is asked for before the player has come is done when it comes. */
  const asked = [];
  on(document, "click", (event) => {
    const key = event.target.closest("[data-do]");
    if (key) { event.preventDefault(); if (act[key.dataset.do]) act[key.dataset.do](key); else asked.push(key); }
    const jump = event.target.closest("[data-at]");
    if (jump && video) { event.preventDefault(); seek(+jump.dataset.at); }
  });

  /* Film. It never starts with sound. */
  function begin() {
    asking(false); over(false);
    const sharp = film.dataset.sharp, wish = kept("film");
    if (sharp && !video.played.length && !thrifty && !video.currentSrc.endsWith(sharp)
      && (wish === "sharp" || (!wish && line.downlink >= 8))) video.src = sharp;
    else if (video.error || video.networkState === 3) video.load();
    return Promise.resolve(video.play()).then(() => {
      film.classList.add("on");
      captions();
      video.controls = true;
    }, () => {});
  }
  function seek(at) {
    const go = () => { video.currentTime = at; begin(); };
    film.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
    if (video.readyState) go(); else { on(video, "loadedmetadata", go, { once: true }); video.load(); }
  }
  /* A film that was asked for is in sight; it may take more room than one that began by itself. */
  const edges = (part) => part.getBoundingClientRect();
  /* `scrollIntoView` would move the keyboard's place too. */
  function sight() {
    delete film.dataset.start;
    const { top, bottom } = edges(one(".screen", film));
    const by = innerHeight <= 480 ? (top + bottom - innerHeight) / 2 : Math.max(0, edges(film).bottom - innerHeight);
    scrollBy({ top: by, behavior: still ? "auto" : "smooth" });
  }
  function over(shown) { const end = one(".after", film); if (end) end.hidden = !shown; }
  function asking(yes) {
    const question = one(".quiz");
    if (!question) return;
    if (yes) parts();
    one("main").classList.toggle("asking", yes);
    if ("lent" in question.dataset) question.hidden = !yes;
    all("#gauge i")[1]?.classList.toggle("on", yes);
    if (yes) { video.controls = false; scrollTo(0, 0); one("h2", question).focus({ preventScroll: true }); }
    else if (film.classList.contains("on")) video.controls = true;
  }

  /* Captions stand still above the controls, in letters that can be read at arm's length. */
  const tracks = () => all("track", film);
  function caption() {
    const box = one(".cap", film);
    box.textContent = "";
    for (const { track, srclang } of tracks()) {
      for (const cue of (track.mode === "hidden" && track.activeCues) || []) {
        const words = document.createElement("span");
        words.append(cue.getCueAsHTML());
        words.lang = srclang;
        words.dir = "auto";
        box.append(words);
      }
    }
  }
  function captions() {
    const full = document.fullscreenElement || video.webkitDisplayingFullscreen;
    for (const { track } of tracks()) if (track.mode !== "disabled") track.mode = full ? "showing" : "hidden";
    if (tracks()[0]) caption();
  }

  if (thrifty) all(".thrifty").forEach((button) => { button.hidden = false; });
  if (video) {
    if (tracks()[0]) {
      /* WebKit leaves a default track off; the others would draw its lines their own way first. */
      const wanted = () => { tracks()[0].track.mode = kept("captions") === "off" ? "disabled" : "hidden"; };
      wanted();
      on(video, "loadedmetadata", wanted, { once: true });
      on(tracks()[0], "cuechange", caption);
      on(video.textTracks, "change", captions);
      on(document, "fullscreenchange", captions);
      ["webkitbeginfullscreen", "webkitendfullscreen"].forEach((kind) => on(video, kind, captions));
    }
    on(one(".film form"), "submit", (event) => {
      event.preventDefault();
      begin().then(sight);
    });
    on(video, "playing", () => { film.classList.remove("held"); ticket(); late(); over(false); });
    on(video, "pause", () => film.classList.add("held"));
    on(video, "error", () => late(), true);
    on(video, "ended", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else if (video.webkitDisplayingFullscreen) video.webkitExitFullscreen();
      over(true);
      parts();
    });
    on(video, "timeupdate", () => {
      const bar = one("#gauge b");
      if (bar && video.duration) bar.style.inlineSize = 100 * video.currentTime / video.duration + "%";
    });
    const at = /^#t=(\d+)/.exec(location.hash);
    if (at) seek(+at[1]);
    else if ("start" in film.dataset && !thrifty && !still) begin();
  }

  /* Reading counts as watching does: the ticket is asked for when the steps come into view. */
  on(window, "scroll", () => {
    late();
    if (steps[0] && window.IntersectionObserver) {
      new IntersectionObserver((seen) => { if (seen.some((part) => part.isIntersecting)) ticket(); }).observe(steps[0]);
    }
  }, { once: true, passive: true });
  ["pointerdown", "pointermove"].forEach((kind) => on(window, kind, () => late(), { once: true, passive: true }));
  on(window, "keydown", (event) => { asked.push(event); late(); }, { once: true });
  if (!video) on(window, "load", () => late());

  /* A ticket that came before its time is sent again when every film's time is up. */
  const later = one("#later");
  if (later) setTimeout(() => {
    fetch(later.action, { method: "POST", body: new URLSearchParams(new FormData(later)), credentials: "omit", keepalive: true }).catch(() => {});
  }, 30000);

  /* The code pad of the find page writes into the plate. */
  const code = one(".entry input");
  on(one(".pad"), "click", (event) => {
    const key = event.target.closest("[data-key]");
    if (!key) return;
    const signs = code.value.replace(/[^0-9a-z]/gi, "");
    const next = key.dataset.key ? signs.slice(0, -1) : (signs + key.textContent).slice(0, 6);
    code.value = next.length > 3 ? next.slice(0, 3) + "-" + next.slice(3) : next;
  });

  /* An answer takes the focus, so that it is read out and the next tab starts there. */
  const settle = () => {
    one("main").classList.remove("asking");
    const verdict = one("#verdict");
    if (verdict) { document.body.className = ""; one("main").className = "full"; scrollTo(0, 0); verdict.focus({ preventScroll: true }); pictures(); }
  };
  if (one(".verdict")) settle();
  on(document, "htmx:afterSettle", settle);

  window.kiosk = { act, all, asked, begin, caption, film, kept, keyed: () => keyed, late: () => late(), on, one, pictures, seek, sight, still, steps, thrifty, video };
})();
