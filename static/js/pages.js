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

  /* Nothing competes with the film: all of this comes after it plays, or after the first touch. */
  let late = () => {
    late = () => {};
    const config = document.createElement("meta");
    config.name = "htmx-config";
    config.content = JSON.stringify({
      allowEval: false, allowScriptTags: false, includeIndicatorStyles: false, selfRequestsOnly: true,
      historyCacheSize: 0, refreshOnHistoryMiss: true, historyRestoreAsHxRequest: false, timeout: 8000,
      responseHandling: [{ code: "204", swap: false }, { code: "[2345]..", swap: true }],
    });
    const htmx = document.createElement("script");
    htmx.src = "asset:htmx-2.0.11.min.js";
    const manifest = document.createElement("link");
    manifest.rel = "manifest";
    manifest.href = "/manifest.webmanifest";
    document.head.append(config, htmx, manifest);
    if (own.late) {
      const sheet = document.createElement("link");
      sheet.rel = "stylesheet";
      sheet.href = own.late;
      document.head.append(sheet);
    }
    one("link[rel=icon]").href = "asset:icon.svg";
    if (!thrifty) { pictures(); face(); }
  };

  /* The step pictures wait inside <noscript>, so that they take nothing from the film. */
  function pictures() {
    all(".shot > noscript, .thumb > noscript").forEach((hidden) => { hidden.outerHTML = hidden.textContent; });
    all("[data-do=pictures]").forEach((button) => { button.closest("li").hidden = true; });
  }

  /* The typeface is fetched now and used from the next page on: a swap would move the text. */
  async function face() {
    try {
      const faces = JSON.stringify([[400, "asset:plate-400.woff2"], [700, "asset:plate-700.woff2"]]);
      if (localStorage.face === faces) return;
      const got = await Promise.all(JSON.parse(faces).map(([, url]) => fetch(url)));
      if (got.every((answer) => answer.ok)) localStorage.face = faces;
    } catch (refused) { /* private mode: the system's typeface stays */ }
  }

  /* One nameless ticket for this page view; the forms carry it. */
  let asked = false;
  async function ticket() {
    const start = one(".film form");
    const play = own.play || (start && start.action);
    if (asked || !play) return;
    asked = true;
    try {
      const answer = await fetch(play, { method: "POST", headers: { "HX-Request": "true" }, credentials: "omit" });
      if (!answer.ok) throw answer;
      const box = document.createElement("template");
      box.innerHTML = await answer.text();
      const value = one("[name=ticket]", box.content).value;
      if (!one(".quiz")) { const question = one(".quiz", box.content); if (question) { question.hidden = true; question.dataset.lent = ""; film.after(question); if (window.htmx) window.htmx.process(question); } }
      all("[name=ticket]").forEach((field) => { field.value = value; });
    } catch (lost) { asked = false; }
  }

  const act = {
    pause: () => (video.paused ? video.play() : video.pause()),
    back() { video.currentTime = Math.max(0, video.currentTime - 5); video.play(); },
    loop() { loop = loop === null ? here() : null; mark("loop", loop !== null); video.play(); },
    speed() {
      video.playbackRate = { 1: 0.75, 0.75: 1.5, 1.5: 1 }[video.playbackRate] || 1;
      one("[data-do=speed] bdi").textContent = video.playbackRate.toLocaleString(document.documentElement.lang) + "×";
    },
    sound() { video.muted = !video.muted; },
    again() { over(false); video.currentTime = 0; video.play(); },
    ask(link) { if (one(".quiz")) { over(false); asking(true); } else location.href = link.href; },
    film() { asking(false); video.play(); },
    pictures,
    sharp(link) {
      const at = video.currentTime, runs = !video.paused;
      video.src = link.href;
      link.closest("li").hidden = true;
      if (at) on(video, "loadedmetadata", () => { video.currentTime = at; }, { once: true });
      if (runs || !film.classList.contains("on")) begin(); else video.load();
    },
  };
  on(document, "click", (event) => {
    const key = event.target.closest("[data-do]");
    if (key && act[key.dataset.do]) { event.preventDefault(); act[key.dataset.do](key); }
    const jump = event.target.closest("[data-at]");
    if (jump && video) { event.preventDefault(); seek(+jump.dataset.at); }
  });

  function mark(name, pressed) { one("[data-do=" + name + "]").setAttribute("aria-pressed", pressed); }
  function swap(name, second) {
    const [first, other] = all("[data-do=" + name + "] > span");
    first.hidden = second; other.hidden = !second;
  }

  /* Film. It never starts with sound. */
  let loop = null;
  const times = film ? (film.dataset.steps || "").split(" ").filter(Boolean).map(Number) : [];
  const here = () => times.reduce((found, at, i) => (at <= video.currentTime + 0.1 ? i : found), 0);

  function begin() {
    asking(false); over(false);
    const quick = one("[data-do=sharp]:not([hidden])");
    if (quick && !video.currentSrc.includes(quick.pathname) && !video.played.length && line.downlink >= 8 && !thrifty) {
      video.src = quick.href;
      quick.closest("li").hidden = true;
    }
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
  function over(shown) { const end = one(".after", film); if (end) end.hidden = !shown; }
  function asking(yes) {
    const question = one(".quiz");
    if (!question) return;
    one("main").classList.toggle("asking", yes);
    if ("lent" in question.dataset) question.hidden = !yes;
    const part = all("#gauge i")[1];
    if (part) part.classList.toggle("on", yes);
    if (yes) { video.controls = false; scrollTo(0, 0); one("h2", question).focus({ preventScroll: true }); }
    else if (film.classList.contains("on")) video.controls = true;
  }

  /* Captions stand still above the controls, in letters that can be read at arm's length. */
  const track = video && one("track", video);
  function caption() {
    const box = one(".cap", film);
    box.textContent = "";
    if (track.track.mode !== "hidden") return;
    for (const cue of track.track.activeCues || []) {
      const line = document.createElement("span");
      line.append(cue.getCueAsHTML());
      box.append(line);
    }
  }
  function captions() {
    if (!track || track.track.mode === "disabled") return;
    track.track.mode = document.fullscreenElement || video.webkitDisplayingFullscreen ? "showing" : "hidden";
    caption();
  }

  let awake = null;
  async function wake() {
    try { awake = awake || await navigator.wakeLock.request("screen"); } catch (refused) { awake = null; }
  }
  function sleep() { if (awake) awake.release(); awake = null; }

  if (video) {
    let tries = 0;
    if (track) {
      on(track, "cuechange", caption);
      on(video.textTracks, "change", captions);
      ["fullscreenchange", "webkitbeginfullscreen", "webkitendfullscreen"].forEach((kind) => on(kind[0] === "f" ? document : video, kind, captions));
    }
    on(one(".film form"), "submit", (event) => { event.preventDefault(); begin(); });
    on(video, "playing", () => { film.classList.remove("held"); ticket(); late(); wake(); swap("pause", false); tries = 0; over(false); });
    on(video, "pause", () => { film.classList.add("held"); sleep(); swap("pause", true); });
    on(video, "volumechange", () => swap("sound", !video.muted));
    on(video, "ended", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else if (video.webkitDisplayingFullscreen) video.webkitExitFullscreen();
      over(true);
    });
    on(video, "error", () => {
      const at = video.currentTime;
      if (tries++ < 3) setTimeout(() => { video.load(); video.currentTime = at; video.play().catch(() => {}); }, 3000);
    }, true);
    on(video, "timeupdate", () => {
      const bar = one("#gauge b"), now = here();
      if (bar && video.duration) bar.style.inlineSize = 100 * video.currentTime / video.duration + "%";
      if (loop !== null) {
        const next = times[loop + 1] || video.duration;
        if (video.currentTime >= next - 0.2) video.currentTime = times[loop] || 0;
      }
      steps.forEach((step) => {
        const jump = one("[data-at]", step);
        step.classList.toggle("now", !!jump && +jump.dataset.at === times[now] && !video.paused);
      });
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
  on(window, "pointerdown", () => late(), { once: true, passive: true });
  on(window, "keydown", () => late(), { once: true });
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
    const next = key.dataset.key ? (signs + key.dataset.key).slice(0, 6) : signs.slice(0, -1);
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
  on(document, "htmx:after:settle", settle);
})();
