/* What a film's page does more once the film plays. It comes after it, so that nothing competes. */
(() => {
  "use strict";
  const { act, all, asked, begin, caption, film, kept, keyed, on, one, pictures, seek, sight, still, steps, thrifty, video } = window.kiosk;
  const keep = (name, value) => { try { localStorage[name] = value; } catch (refused) { /* private mode: for this page only */ } };
  const track = video && one("track", video);
  const held = (name, pressed) => all("[data-do=" + name + "]").forEach((key) => key.setAttribute("aria-pressed", pressed));
  function swap(key, second) {
    const [first, other] = all(":scope > span", key);
    first.hidden = second; other.hidden = !second;
  }

  /* Listen: the text's recorded voice, else a voice that lives on this phone. Others send the text away. */
  const speech = window.speechSynthesis;
  const tongue = (from) => from.closest("[lang]").lang.split("-")[0].toLowerCase();
  const voice = (lang) => speech && speech.getVoices().find((one) => one.localService && one.lang.split(/[-_]/)[0].toLowerCase() === lang);
  const record = one("[data-voice]");
  let talking = null, words = null, sound = null, aloud = false;
  function hush() {
    words = null;
    if (speech) speech.cancel();
    if (sound) sound.pause();
    if (talking) swap(talking, false);
    talking = null;
  }
  function say(text, lang, then) {
    const now = words = new SpeechSynthesisUtterance(text);
    now.voice = voice(lang);
    now.lang = now.voice.lang;
    now.onend = now.onerror = () => { if (words === now) then(); };
    speech.speak(now);
  }
  function part(from, to) {
    if (!sound) {
      sound = new Audio(record.dataset.voice);
      on(sound, "timeupdate", () => { if (sound.currentTime >= sound.until) hush(); });
      on(sound, "ended", hush);
      on(sound, "error", hush);
    }
    sound.until = to;
    sound.currentTime = from;
    sound.play().catch(hush);
  }
  const box = (key) => key.closest("li, .quiz, .verdict, main");
  const said = (key) => all("h1, h2, .says, .picks .btn", box(key));
  const jump = (key) => record && record.contains(key) && one("[data-at]", box(key));
  function voices() {
    all(".listen").forEach((key) => key.classList.toggle("can", !!(jump(key) || voice(tongue(said(key)[0])))));
    const mine = track && voice(track.srclang.split("-")[0]);
    all("[data-do=aloud]").forEach((key) => { key.hidden = !mine; });
    all(".voicing").forEach((part) => { part.hidden = false; });
    all(".voiceless").forEach((note) => { note.hidden = !!(mine || one(".listen.can")); });
  }
  act.listen = (key) => {
    const again = key === talking;
    hush();
    if (again) return;
    aloud = false;
    held("aloud", false);
    if (video) video.pause();
    talking = key;
    swap(key, true);
    const from = jump(key);
    if (from) {
      const next = times.find((at) => at > +from.dataset.at);
      part(+from.dataset.at, next || Infinity);
    } else say(said(key).map((one) => one.innerText.trim()).join(". "), tongue(said(key)[0]), hush);
  };
  const times = film ? (film.dataset.steps || "").split(" ").filter(Boolean).map(Number) : [];
  if (speech) speech.onvoiceschanged = voices;
  voices();
  ["lent", "htmx:afterSettle"].forEach((kind) => on(document, kind, voices));
  on(window, "pagehide", hush);
  Promise.resolve(keyed()).then(() => {
    voices();
    if (video) play();
    asked.splice(0).forEach((one) => { if (one.dataset) { if (act[one.dataset.do]) act[one.dataset.do](one); } });
  });

  function play() {
    /* Steps: marked while they run, one after the other under the film, and beside it. */
    let loop = null;
    const here = () => times.reduce((found, at, i) => (at <= video.currentTime + 0.1 ? i : found), 0);
    const next = (i) => times[i + 1] || video.duration;
    const row = one(".marks");
    const marks = row ? times.map((at, i) => {
      const key = document.createElement("button");
      key.type = "button";
      key.dataset.at = at;
      key.append(document.createElement("i"), String(i + 1));
      const step = steps.find((step) => one("[data-at='" + at + "']", step));
      if (step) key.lang = step.closest("[lang]").lang;
      key.setAttribute("aria-label", step ? i + 1 + ": " + one(".says", step).innerText : row.dataset.step + " " + (i + 1));
      row.append(key);
      return key;
    }) : [];
    let touched = Date.now();
    ["wheel", "touchmove", "keydown", "pointerdown"].forEach((kind) => on(window, kind, () => { touched = Date.now(); }, { passive: true }));
    const wide = matchMedia("(min-width: 62rem)");
    let was = null;
    function follow() {
      const now = here();
      marks.forEach((key, i) => {
        const share = (video.currentTime - times[i]) / (next(i) - times[i]);
        key.firstChild.style.inlineSize = 100 * Math.min(1, Math.max(0, share || 0)) + "%";
        if (i === now) key.setAttribute("aria-current", "step"); else key.removeAttribute("aria-current");
      });
      steps.forEach((step) => {
        const from = one("[data-at]", step);
        const runs = !!from && +from.dataset.at === times[now] && !video.paused;
        step.classList.toggle("now", runs);
        if (runs && now !== was && wide.matches && Date.now() - touched > 8000) step.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
      });
      was = now;
      if (loop !== null && video.currentTime >= next(loop) - 0.2) video.currentTime = times[loop] || 0;
    }
    on(video, "timeupdate", follow);
    on(document, "click", (event) => {
      const to = event.target.closest("[data-at]");
      if (to && loop !== null) loop = times.indexOf(+to.dataset.at);
    });
    act.loop = () => { loop = loop === null ? here() : null; held("loop", loop !== null); video.play(); };

    /* Keys. */
    const go = (by) => { video.currentTime = Math.min(video.duration || 0, Math.max(0, video.currentTime + by)); };
    act.pause = () => (video.paused ? begin() : video.pause());
    act.back = () => { go(-5); begin(); };
    act.sound = () => { video.muted = !video.muted; };
    act.speed = () => {
      video.playbackRate = { 1: 0.75, 0.75: 1.5, 1.5: 1 }[video.playbackRate] || 1;
      one("[data-do=speed] bdi").textContent = video.playbackRate.toLocaleString(document.documentElement.lang + "-u-nu-latn") + "×";
    };
    function full() {
      if (document.fullscreenElement) document.exitFullscreen();
      else if (video.requestFullscreen) video.requestFullscreen();
      else if (video.webkitEnterFullscreen) video.webkitEnterFullscreen();
    }
    const typed = {
      " ": act.pause, k: act.pause, arrowleft: () => go(-5), arrowright: () => go(5), j: () => go(-10), l: () => go(10),
      c: () => act.captions(), m: act.sound, f: full,
    };
    function keys(event) {
      const busy = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]" + (event.key === " " ? ", a, button, summary" : ""));
      const todo = typed[event.key.toLowerCase()];
      if (!todo || busy || event.altKey || event.ctrlKey || event.metaKey || one(".asking")) return;
      event.preventDefault();
      todo();
    }
    on(document, "keydown", keys);
    if (matchMedia("(hover: hover) and (pointer: fine)").matches) all(".help").forEach((line) => { line.hidden = false; });
    const shows = () => all("[data-do=sound]").forEach((key) => swap(key, !video.muted));
    const runs = () => all("[data-do=pause]").forEach((key) => swap(key, video.paused));
    on(video, "volumechange", shows);

    /* The screen stays awake while the film plays, and no longer. */
    let lock = null;
    async function wake() {
      if (video.paused || document.hidden || lock || !navigator.wakeLock) return;
      lock = "asked for";
      try { lock = await navigator.wakeLock.request("screen"); on(lock, "release", () => { lock = null; }); } catch (refused) { lock = null; }
      if (video.paused) sleep();
    }
    function sleep() { if (lock && lock.release) lock.release(); }
    on(document, "visibilitychange", wake);

    /* Captions: on unless this phone chose otherwise; a second line in another language if it wants one. */
    const on_ = () => track.track.mode !== "disabled";
    act.captions = () => {
      if (!track) return;
      const off = on_();
      all("track", video).forEach(({ track }) => { track.mode = off ? "disabled" : "hidden"; });
      caption();
    };
    const choose = one("[data-second]");
    function second() {
      const chosen = choose.selectedOptions[0], src = chosen.dataset.src;
      all("track + track", video).forEach((old) => old.remove());
      if (src) {
        const more = Object.assign(document.createElement("track"), { kind: "captions", src, srclang: chosen.lang, label: chosen.textContent });
        video.append(more);
        more.track.mode = on_() ? "hidden" : "disabled";
        on(more, "cuechange", caption);
        on(more, "error", () => { choose.value = ""; more.remove(); });
      }
      caption();
    }
    if (choose) {
      choose.value = kept("second") || "";
      if (choose.selectedIndex < 0) choose.selectedIndex = 0;
      if (choose.value) second();
      on(choose, "change", () => { keep("second", choose.value); second(); });
    }
    const mute = () => all(".uncaptioned").forEach((note) => { note.hidden = false; });
    if (track) {
      on(video.textTracks, "change", () => { held("captions", on_()); keep("captions", on_() ? "on" : "off"); });
      held("captions", on_());
      if (track.readyState === 3) mute();
      on(track, "error", mute);
      on(track, "cuechange", read);
    }

    /* Captions aloud: the film waits where the voice needs longer. */
    let waiting = "", waits = false, speaks = false;
    act.aloud = () => {
      aloud = !aloud;
      held("aloud", aloud);
      quiet();
      if (aloud) { if (!on_()) act.captions(); begin(); }
    };
    function quiet() { waiting = ""; waits = speaks = false; hush(); }
    function read() {
      const text = [...(track.track.activeCues || [])].map((cue) => cue.getCueAsHTML().textContent).join(" ").replace(/\[[^\]]*\]/g, "").trim();
      if (!aloud || !text) return;
      if (speaks) { waiting = text; waits = true; video.pause(); } else tell(text);
    }
    function tell(text) {
      speaks = true;
      say(text, track.srclang.split("-")[0], () => {
        speaks = false;
        const more = waiting;
        waiting = "";
        if (more) tell(more);
        if (waits) { waits = false; video.play(); }
      });
    }

    /* Small and sharp: changed where the film stands, and remembered. */
    function marked() {
      const now = video.currentSrc;
      all("[data-do=rendition]").forEach((link) => {
        if (now.endsWith(link.pathname)) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
      });
    }
    const begun = () => film.classList.contains("on");
    function load(src, runs) {
      const at = video.currentTime;
      video.src = src;
      on(video, "loadedmetadata", () => { video.currentTime = at; }, { once: true });
      if (runs) begin(); else video.load();
    }
    act.rendition = (link) => { keep("film", link.dataset.film); if (!video.currentSrc.endsWith(link.pathname)) load(link.href, !video.paused || !begun()); };
    on(video, "loadedmetadata", marked);

    /* A film that does not come: once more, the small one, and then the pictures and steps. */
    let tries = 0;
    const notes = all(".filmless");
    function lost() {
      film.classList.replace("on", "lost") || film.classList.add("lost");
      video.controls = false;
      notes.forEach((note) => { note.hidden = false; });
      if (!thrifty) pictures();
    }
    async function failed() {
      if (!video.error && video.networkState !== 3) return;
      const small = one("source", video).src;
      const answer = await fetch(video.currentSrc || small, { method: "HEAD" }).catch(() => null);
      const gone = answer && answer.status >= 400 && answer.status < 500;
      if (gone && !video.currentSrc.endsWith(new URL(small).pathname)) load(small, begun());
      else if (gone || tries >= 3 || !begun()) lost();
      else { tries += 1; setTimeout(() => load(tries > 1 ? small : video.currentSrc, true), 3000); }
    }
    on(video, "error", failed, true);
    on(video, "playing", () => { tries = 0; film.classList.remove("lost"); notes.forEach((note) => { note.hidden = true; }); });

    on(video, "play", () => { if (!aloud) hush(); });
    on(video, "playing", () => { runs(); wake(); });
    on(video, "pause", () => { runs(); sleep(); if (aloud && !waits) quiet(); });

    /* A phone that is turned keeps the film in sight. */
    on(matchMedia("(min-width: 35rem) and (max-height: 30rem)"), "change", () => { if (begun() && !video.paused) setTimeout(sight, 100); });

    runs(); shows(); marked(); follow(); wake(); failed();
    asked.forEach((event) => { if (event.key) keys(event); });
  }
})();
