/* The film of the page that stands: its keys, its time line, its captions, its steps, and the symbol
   by which it goes on on a phone. It never starts with sound. */
const EACH = 5; // seconds by which the symbol moves on
const LOOPED = 180000; // milliseconds after which a step that is looped goes on: somebody may have left it so
const STUCK = 15000; // milliseconds after which a film that does not move plays no more

export function film(jump) {
  const stage = document.querySelector(".stage");
  const video = stage && stage.querySelector("video");
  if (!video) return null;
  const one = (rule) => document.querySelector(rule), all = (rule) => [...document.querySelectorAll(rule)];
  const times = all(".time .done").map((bar) => bar.dataset);
  const here = () => times.reduce((found, part, n) => (+part.begins <= video.currentTime + 0.05 ? n : found), 0);
  const running = stage.classList.contains("on");
  let loop = null, looped = 0, moved = performance.now();

  const act = {
    pause: () => (video.paused ? video.play() : video.pause()),
    back() { video.currentTime = Math.max(0, video.currentTime - 5); video.play(); },
    loop() { again(loop === null ? here() : null); video.play(); },
    sound() { video.muted = !video.muted; },
    again() {
      if (video.error || video.networkState === video.NETWORK_NO_SOURCE) video.load();
      cover(null);
      video.currentTime = 0;
      video.play().catch(() => {});
    },
  };
  function again(step) {
    loop = step;
    looped = performance.now();
    one("[data-do=loop]").setAttribute("aria-pressed", step !== null);
  }
  all("[data-do]").forEach((key) => key.addEventListener("click", () => act[key.dataset.do]()));
  all("[data-rate]").forEach((key) => key.addEventListener("click", () => {
    video.playbackRate = +key.dataset.rate;
    all("[data-rate]").forEach((other) => other.setAttribute("aria-pressed", other === key));
  }));

  video.addEventListener("click", () => (running ? act.pause() : one(".start").click()));

  /* Each step becomes a key that jumps to it. */
  const steps = all(".steps > li[data-at]");
  steps.forEach((step) => {
    const key = document.createElement("button");
    key.type = "button";
    key.append(...step.firstElementChild.childNodes);
    step.firstElementChild.replaceWith(key);
    key.addEventListener("click", () => {
      if (running) { video.currentTime = +step.dataset.at; video.play(); } else jump(+step.dataset.at, one(".keys"));
    });
  });

  /* What lies over the film: nothing, the way on at its end, or that it does not load. */
  function cover(shown) {
    stage.classList.toggle("covered", shown !== null);
    all(".after").forEach((part) => { part.hidden = part !== shown; });
  }
  function swap(name, second) {
    const words = all(`[data-do=${name}] > span`);
    if (words.length) { words[0].hidden = second; words[1].hidden = !second; }
  }
  function captions() {
    const box = one(".cap");
    if (!box) return;
    box.textContent = "";
    [...video.textTracks].forEach((track, n) => {
      for (const cue of track.activeCues || []) {
        const line = document.createElement("span");
        line.lang = track.language;
        line.dir = "auto";
        line.classList.toggle("own", n > 0);
        line.append(cue.getCueAsHTML());
        box.append(line);
      }
    });
  }
  function follow() {
    const now = video.currentTime;
    if (loop !== null && now >= +times[loop].ends - 0.2) {
      if (performance.now() - looped > LOOPED) again(null); else video.currentTime = +times[loop].begins;
    }
    all(".time .done").forEach((bar) => {
      const { begins, ends, width } = bar.dataset;
      bar.setAttribute("width", width * Math.min(1, Math.max(0, (now - begins) / (ends - begins))));
    });
    const at = steps.reduce((found, step) => (+step.dataset.at <= now + 0.05 ? step : found), null);
    if (at && !at.hasAttribute("aria-current")) at.parentNode.scrollTo({ top: at.offsetTop - at.parentNode.offsetTop - 24, behavior: "smooth" });
    steps.forEach((step) => {
      if (step === at) step.setAttribute("aria-current", "step"); else step.removeAttribute("aria-current");
    });
  }
  let symbolAt = 0;
  function symbol(second) {
    const picture = one("[data-phone]"), from = one("[data-from]");
    if (second === symbolAt || !picture) return;
    symbolAt = second;
    picture.src = picture.dataset.phone.replace("/phone/0/", `/phone/${second}/`);
    from.lastElementChild.textContent = `${Math.floor(second / 60)}:${String(second % 60).padStart(2, "0")}`;
    from.hidden = !second;
  }

  if (running) {
    video.controls = false;
    video.querySelectorAll("track").forEach((track) => { track.track.mode = "hidden"; track.addEventListener("cuechange", captions); });
    video.addEventListener("playing", () => { swap("pause", false); cover(null); });
    video.addEventListener("pause", () => { swap("pause", true); symbol(Math.floor(video.currentTime)); });
    video.addEventListener("volumechange", () => swap("sound", !video.muted));
    video.addEventListener("timeupdate", () => {
      moved = performance.now();
      follow();
      if (!video.paused) symbol(Math.floor(video.currentTime / EACH) * EACH);
    });
    video.addEventListener("ended", () => { cover(one(".after")); one(".after .key").focus({ preventScroll: true }); });
    if (jump.second) video.currentTime = jump.second;
    video.play().catch(() => {});
  }
  return {
    plays: () => !video.paused && !video.ended && performance.now() - moved < STUCK,
    begun: () => running && !video.ended,
    lost: () => { swap("pause", true); cover(one("[data-lost]")); },
    stop: () => { video.pause(); video.removeAttribute("src"); },
  };
}
