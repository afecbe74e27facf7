// The cut: two fields, two ends on the strip, and the film's own clock. All times are seconds of
// the take; the small film begins at the second its source says.
"use strict";
(() => {
  const form = document.getElementById("cut");
  if (!form) return;
  const length = Number(form.dataset.length), most = Number(form.dataset.most), aim = Number(form.dataset.aim);
  const film = document.getElementById("film"), strip = document.getElementById("strip");
  const field = { start: form.elements.start, end: form.elements.end };
  const lasts = document.getElementById("lasts");

  const seconds = (text) => {
    const found = /^\s*(?:(\d{1,3}):)?(\d{1,4})(?:[.,](\d{1,3}))?\s*$/.exec(text);
    if (!found || (found[1] && Number(found[2]) > 59)) return NaN;
    return Number(found[1] || 0) * 60 + Number(found[2]) + Number("0." + (found[3] || 0));
  };
  const written = (at) => {
    const tenths = Math.round(at * 10), rest = tenths % 10;
    const clock = Math.floor(tenths / 600) + ":" + String(Math.floor(tenths / 10) % 60).padStart(2, "0");
    return rest ? clock + form.dataset.decimal + rest : clock;
  };
  const say = (name, at) => form.dataset["say" + name].replace("{n}", written(at))
    .replace("{aim}", written(aim)).replace("{most}", written(most));
  const value = (name) => (field[name].value.trim() ? seconds(field[name].value) : name === "end" ? length : 0);

  // The film may be the take, or the small film that begins at the cut.
  const offset = () => {
    const sources = film ? [...film.querySelectorAll("source")] : [];
    const now = sources.find((one) => one.src === film.currentSrc);
    return now ? Number(now.dataset.start) : 0;
  };
  const seek = (at) => {
    if (film && film.readyState > 0) film.currentTime = Math.max(0, Math.min(at - offset(), film.duration || at));
  };
  const here = () => (film ? Math.min(length, film.currentTime + offset()) : 0);

  const set = (id, name, to) => document.getElementById(id)?.setAttribute(name, String(to));
  const draw = () => {
    const start = value("start"), end = value("end"), bad = Number.isNaN(start) || Number.isNaN(end);
    for (const name of ["start", "end"]) field[name].setAttribute("aria-invalid", String(Number.isNaN(value(name))));
    const cut = end - start;
    const which = bad ? "Time" : cut <= 0 ? "Order" : cut > most + 0.05 ? "Most" : cut > aim + 0.05 ? "Long" : "Fine";
    const whole = cut > length - 0.05 && (which === "Fine" || which === "Long");
    lasts.textContent = whole ? "" : say(which, cut);
    lasts.classList.toggle("wrongink", which !== "Fine" && which !== "Long");
    if (bad) return;
    for (const one of form.querySelectorAll("[data-at]")) {
      one.querySelector("[data-out]").hidden = Number(one.dataset.at) < end && Number(one.dataset.until) > start;
    }
    if (!strip) return;
    const a = Math.max(0, Math.min(1000, start / length * 1000)), b = Math.max(a, Math.min(1000, end / length * 1000));
    set("off-a", "width", a); set("off-b", "x", b); set("off-b", "width", 1000 - b);
    set("end-a", "x", a); set("end-b", "x", b - 12);
  };
  const put = (name, at) => {
    field[name].value = written(Math.max(0, Math.min(length, at)));
    draw();
  };

  form.addEventListener("input", (event) => {
    if (!event.target.matches("[data-check]")) return;
    // What the server said was of other times; what is wrong with these is said beside the length.
    for (const name of ["start", "end"]) {
      document.getElementById(`${name}-wrong`)?.remove();
      field[name].removeAttribute("aria-describedby");
    }
    draw();
  });
  form.addEventListener("click", (event) => {
    const now = event.target.closest("[data-now]"), show = event.target.closest("[data-show]");
    if (now) put(now.dataset.now, here());
    if (show) { seek(Number(show.dataset.show)); film.play().catch(() => {}); film.scrollIntoView({ block: "nearest" }); }
  });
  // Arrow keys move a time by a second, with Shift by a tenth, and the film shows that picture.
  form.addEventListener("keydown", (event) => {
    const name = event.target.name, up = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!up || !(name in field) || field[name].readOnly || Number.isNaN(value(name))) return;
    event.preventDefault();
    put(name, value(name) + up * (event.shiftKey ? 0.1 : 1));
    seek(value(name));
  });

  if (strip && !field.start.readOnly) {
    let held = "";
    const at = (event) => {
      const box = strip.getBoundingClientRect();
      return Math.max(0, Math.min(1, (event.clientX - box.left) / box.width)) * length;
    };
    strip.addEventListener("pointerdown", (event) => {
      const second = at(event), near = length * 0.06;
      const to = ["start", "end"].map((name) => [Math.abs(value(name) - second), name]).sort((a, b) => a[0] - b[0])[0];
      held = to[0] < near ? to[1] : "head";
      strip.setPointerCapture(event.pointerId);
      event.preventDefault();
      seek(second);
    });
    strip.addEventListener("pointermove", (event) => {
      if (!held) return;
      const second = at(event);
      if (held === "start") put("start", Math.min(second, value("end") - 0.5));
      if (held === "end") put("end", Math.max(second, value("start") + 0.5));
      seek(second);
    });
    for (const name of ["pointerup", "pointercancel"]) strip.addEventListener(name, () => { held = ""; });
  }
  if (film) {
    film.addEventListener("timeupdate", () => {
      const x = here() / length * 1000;
      set("head", "x1", x); set("head", "x2", x);
    });
    const plays = (on) => {
      film.hidden = !on;
      document.getElementById("unplayed").hidden = on;
      for (const one of form.querySelectorAll("[data-now], [data-show]")) one.hidden = !on;
    };
    const unplayed = () => plays(false);
    film.querySelector("source:last-of-type")?.addEventListener("error", unplayed);
    // The small film plays everywhere: once it is made it takes the place of one that does not.
    addEventListener("htmx:afterSettle", ({ target }) => {
      if (target.id !== "work" || !target.dataset.film || !film.hidden) return;
      const small = document.createElement("source");
      Object.assign(small, { src: target.dataset.film, type: "video/mp4" });
      small.dataset.start = target.dataset.start;
      film.replaceChildren(small);
      plays(true);
      film.load();
    });
    // A browser that knows the sound but not the pictures would show a black field.
    film.addEventListener("loadedmetadata", () => { if (!film.videoWidth) unplayed(); });
    // It may have failed already, while this script was on its way.
    const failed = film.networkState === HTMLMediaElement.NETWORK_NO_SOURCE;
    if (failed || (film.readyState > 0 && !film.videoWidth)) unplayed();
  }
  // A sentence from the server stays until something is typed.
  if (!form.querySelector("[aria-invalid=true]")) draw();
})();
