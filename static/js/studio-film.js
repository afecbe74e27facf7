// Sends a film piece by piece: through cuts, locked phones, reloads and a server that restarts.
"use strict";
{
  const PIECE = 1 << 20;
  const ENDS = 1 << 16;
  const WAITS = [300, 1000, 2000, 4000, 8000];
  const STALL = 12000;
  const AGAIN = new Set([0, 408, 409, 423, 425, 460, 500, 502, 503, 504]);
  const MEGA = 1e6;
  const language = document.documentElement.lang || "en";
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const fine = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const sized = (bytes, all) => (all < 10 * MEGA ? fine : whole).format(bytes / MEGA);
  const $ = (id) => document.getElementById(id);
  let root, file, upload, record, lock, timer, dog, moved, tries, said, marks, cut;

  const key = () => `film/${root.dataset.version}/${root.dataset.text}`;
  const word = (name, facts = {}) =>
    Object.entries(facts).reduce(
      (text, [place, fact]) => text.replace(`{${place}}`, fact),
      $("film-words").content.querySelector(`[data-word=${name}]`).textContent,
    );
  const show = (element, on) => element && (element.hidden = !on);
  const note = (text, wrong = false) => {
    $("film-note").className = wrong ? "note wrong" : "note";
    $("film-note").lastElementChild.textContent = text;
    const sign = $("film-note").querySelector("use");
    sign.setAttribute("href", sign.getAttribute("href").replace(/#.*/, wrong ? "#warn" : "#mobile"));
    if (wrong) $("live").textContent = text;
  };

  // What is remembered on this phone of an upload, so that a reload can go on with it.
  const remember = (value) => {
    record = value;
    try {
      if (value) localStorage.setItem(key(), JSON.stringify(value));
      else localStorage.removeItem(key());
    } catch { /* a browser that keeps nothing sends the film all the same */ }
  };
  const remembered = () => {
    try { return JSON.parse(localStorage.getItem(key())); } catch { return null; }
  };
  // iOS packs a film anew each time it is picked: name and size are not enough to go on with it.
  const traits = async (one) => {
    const facts = { name: one.name, size: one.size, changed: one.lastModified, ends: "" };
    if (crypto.subtle) {
      const ends = new Blob([one.slice(0, ENDS), one.slice(-ENDS)]);
      const sum = await crypto.subtle.digest("SHA-256", await ends.arrayBuffer());
      facts.ends = btoa(String.fromCharCode(...new Uint8Array(sum)));
    }
    return facts;
  };
  const alike = (a, b) => ["name", "size", "changed", "ends"].every((trait) => a[trait] === b[trait]);
  const readable = async () => {
    try {
      await file.slice(0, 1).arrayBuffer();
      await file.slice(-1).arrayBuffer();
      return true;
    } catch { return false; }
  };

  const stayAwake = async () => {
    try { lock = lock && !lock.released ? lock : await navigator.wakeLock.request("screen"); }
    catch { /* an enhancement: without it the phone may lock, and the upload goes on later */ }
  };
  const rest = () => { lock?.release().catch(() => {}); lock = null; };

  const progress = (sent, all) => {
    const now = performance.now();
    moved = now;
    marks = [...marks.filter(([at]) => now - at < 8000), [now, sent]];
    const [[then, before]] = marks;
    const speed = now > then ? (sent - before) / (now - then) * 1000 : 0;
    const percent = Math.min(99, Math.floor(sent / all * 100));
    $("film-percent").textContent = whole.format(percent);
    $("film-bar").setAttribute("aria-valuenow", percent);
    $("film-bar").firstElementChild.setAttribute("width", sent / all * 100);
    $("film-amount").textContent = word("amount", { got: sized(sent, all), all: sized(all, all) });
    if (now - then > 1500 && speed > 0) {
      const left = (all - sent) / speed;
      $("film-rest").textContent = left < 90 ? word("seconds", { n: whole.format(Math.ceil(left)) }) : word("minutes", { n: whole.format(Math.ceil(left / 60)) });
      $("film-speed").textContent = word("speed", { speed: fine.format(speed / MEGA) });
    }
    if (percent >= said + 10) {
      said = percent - percent % 10;
      $("live").textContent = word("live", { n: said });
    }
  };
  const quiet = () => {
    marks = [];
    $("film-rest").textContent = "";
    $("film-speed").textContent = "";
  };

  // In a dead zone a line stands and nothing passes: no browser ever calls that an error.
  const watch = () => {
    if (performance.now() - moved < STALL || document.visibilityState !== "visible") return;
    upload.abort();
    later();
  };
  const hold = (text, wrong) => {
    clearTimeout(timer);
    clearInterval(dog);
    rest();
    quiet();
    show($("film-pause"), false);
    show($("film-go-on"), true);
    note(text, wrong);
  };
  const refuse = (text) => {
    remember(null);
    hold(text, true);
    $("film-going").classList.add("refused");
    show($("film-pick"), true);
    root.querySelector(".fancy .other input").focus();
    $("film-note").scrollIntoView({ block: "nearest" });
  };
  const failed = async (error) => {
    const answer = error.originalResponse;
    const status = answer ? answer.getStatus() : 0;
    if (!status && !(await readable())) return refuse(word("changed"));
    if (AGAIN.has(status)) return later();
    const text = answer?.getBody() || word("broken");
    if (status === 401) show($("film-sign-in"), true);
    // Full disks, lost sessions and too many uploads can be mended; a file that is no film cannot.
    return [400, 401, 403, 429, 507].includes(status) ? hold(text, true) : refuse(text);
  };
  const later = () => {
    cut = true;
    moved = performance.now();
    quiet();
    note(word("waiting"));
    clearTimeout(timer);
    timer = setTimeout(() => upload.start(), WAITS[Math.min(tries++, WAITS.length - 1)]);
  };
  const arrived = async () => {
    const url = upload.url;
    clearInterval(dog);
    remember(null);
    rest();
    removeEventListener("beforeunload", stay);
    $("film-percent").textContent = whole.format(100);
    $("live").textContent = word("done");
    forget(url);  // it is here: what is left of it there goes by itself
    upload = file = null;
    const elsewhere = document.activeElement !== document.body && !root.contains(document.activeElement);
    await htmx.ajax("GET", root.dataset.address, { target: "#film", swap: "outerHTML" });
    begin();
    if (!elsewhere) $("film-here")?.querySelector("a").focus();  // nobody is torn out of the words
  };
  const stay = (event) => event.preventDefault();

  const send = (url) => {
    const { version, text, token } = root.dataset;
    upload = new tus.Upload(file, {
      endpoint: "/studio/uploads",
      uploadUrl: url,
      chunkSize: PIECE,
      retryDelays: null,
      storeFingerprintForResuming: false,
      metadata: { version, purpose: "film", ...(text && { text }) },
      headers: { "X-CSRFToken": token },
      onUploadUrlAvailable: () => remember({ ...record, url: upload.url }),
      onProgress: (sent, all) => { if (sent && cut) { cut = false; note(word("cut")); } progress(sent, all); },
      onChunkComplete: () => { tries = 0; },
      onSuccess: arrived,
      onError: failed,
    });
    go();
  };
  const go = () => {
    for (const [id, on] of [["film-pause", true], ["film-go-on", false], ["film-sign-in", false]]) show($(id), on);
    tries = 0;
    quiet();
    note(word("safe"));
    stayAwake();
    moved = performance.now();
    clearInterval(dog);
    dog = setInterval(watch, 1000);
    addEventListener("beforeunload", stay);
    upload.start();
  };
  const pause = (text = word("paused")) => {
    clearTimeout(timer);
    upload?.abort();
    removeEventListener("beforeunload", stay);
    hold(text, false);
  };

  // The piece that was broken off may still hold it for a moment.
  const forget = async (url) => {
    const head = { "X-CSRFToken": root.dataset.token, "Tus-Resumable": "1.0.0" };
    for (const wait of [0, 500, 2000, 5000, 20000]) {
      await new Promise((done) => { setTimeout(done, wait); });
      const answer = await fetch(url, { method: "DELETE", headers: head, keepalive: true }).catch(() => null);
      if (answer && answer.status !== 423) return;
    }
  };
  const picked = async (input) => {
    [file] = input.files;
    if (!file) return;
    input.value = "";  // so that the same film can be picked again
    show($("film-wrong"), false);
    for (const gone of root.querySelectorAll("#film-here, #film-pick")) show(gone, false);
    show($("film-going"), true);
    $("film-going").classList.remove("refused");
    preview();
    [said, cut, marks] = [0, false, []];
    progress(0, file.size || 1);
    if (!file.size) return refuse(word("empty"));
    const most = Number(root.dataset.most);
    if (file.size > most * MEGA) return refuse(word("large", { size: whole.format(file.size / MEGA), limit: whole.format(most) }));
    if (!(await readable())) return refuse(word("changed"));
    const now = await traits(file);
    const old = remembered();
    const same = old?.url && alike(old, now);
    if (old?.url && !same) forget(old.url);
    for (const one of root.querySelectorAll(".begun")) show(one, !same && !old?.url?.endsWith(one.dataset.upload));
    remember(same ? old : now);
    send(same ? old.url : null);
    if (old?.url && !same) note(word("else"));
    $("film-pause").focus();
  };
  const preview = () => {
    const video = $("film-preview");
    if (video.src) URL.revokeObjectURL(video.src);
    show($("film-still"), false);
    // A browser that knows a film's sound but not its pictures would show a black field.
    video.onloadeddata = () => show($("film-still"), video.videoWidth > 0);
    video.src = `${URL.createObjectURL(file)}#t=0.5`;
  };
  const another = () => {
    pause();
    const url = upload?.url;
    upload = null;
    remember(null);
    show($("film-going"), false);
    show($("film-pick"), true);
    if (url) forget(url);
    root.querySelector(".fancy .other input").focus();
  };

  // What was begun on this phone can go on once the same film is picked again.
  const offer = () => {
    const old = remembered();
    const there = old?.url && root.querySelector(`[data-upload="${old.url.split("/").pop()}"]`);
    if (old && !there) return remember(null);
    if (!there) return null;
    there.querySelector("[data-begun-words]").textContent = word("again", { name: old.name });
    return show(there.querySelector("[data-begun-pick]"), true);
  };
  const begin = () => {
    root = $("film");
    if (!root || !tus.isSupported) return;
    show(root.querySelector(".plain"), false);
    show(root.querySelector(".fancy"), true);
    for (const input of root.querySelectorAll(".fancy input, [data-begun-pick] input")) {
      input.addEventListener("change", () => picked(input));
    }
    $("film-pause").addEventListener("click", () => { pause(); $("film-go-on").focus(); });
    $("film-go-on").addEventListener("click", () => { go(); $("film-pause").focus(); });
    $("film-other").addEventListener("click", another);
    offer();
  };

  addEventListener("online", () => { if (upload && cut) { clearTimeout(timer); upload.start(); } });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || !upload || !$("film-go-on").hidden) return;
    stayAwake();
    if (cut) { clearTimeout(timer); upload.start(); }
  });
  begin();
}
