// The table of captions: shown on the film as they are typed, timed by key or button, measured.
// Without it the same form works: every button of a line is then a question to the server.
"use strict";
(() => {
  const form = document.getElementById("cues");
  let film = document.getElementById("film");
  const body = form.querySelector("tbody");
  const table = form.querySelector("table");
  const live = document.getElementById("live");
  const say = form.dataset;
  let length = Number(say.length) || Infinity;
  const undone = [];
  let current = null;
  let dirty = Boolean(form.elements.made.value);

  // Times

  const pad = (number, digits) => String(number).padStart(digits, "0");
  const clock = (moment) => {
    const thousandths = Math.round(moment * 1000);
    const part = pad(thousandths % 1000, 3).replace(/0+$/, "") || "0";
    return `${Math.floor(thousandths / 60000)}:${pad(Math.floor(thousandths / 1000) % 60, 2)}${say.decimal}${part}`;
  };
  const seconds = (text) => {
    const found = /^(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5})(?:[.,](\d{1,3}))?$/.exec(text.trim());
    return found ? (found[1] || 0) * 3600 + (found[2] || 0) * 60 + Number(`${found[3]}.${found[4] || 0}`) : null;
  };
  const tenth = (moment) => Math.round(moment * 10) / 10;

  // Rows

  const rows = () => [...body.rows];
  const field = (row, name) => row.querySelector(`[name=${name}]`);
  const read = (row) => ({
    start: seconds(field(row, "start").value),
    end: seconds(field(row, "end").value),
    text: field(row, "text").value.split("\n").map((one) => one.trim().replace(/\s+/g, " ")).filter(Boolean).join("\n"),
  });
  const put = (row, line) => {
    field(row, "start").value = line.start === null ? "" : clock(line.start);
    field(row, "end").value = line.end === null ? "" : clock(line.end);
    field(row, "text").value = line.text;
  };
  const fresh = (line) => {
    const row = document.getElementById("line").content.querySelector("tr").cloneNode(true);
    put(row, line);
    return row;
  };

  // What is wrong with a line, as the server says it too

  const either = (list) => {
    const found = list.split("|").filter(Boolean).map((word) => word.replace(/[.+?^$()[\]\\/]/g, "\\$&").replace(/\*/g, "[\\p{L}\\p{N}_]*"));
    return new RegExp(`^(?:${found.join("|") || "(?!)"})$`, "u");
  };
  const words = either(say.words);
  const units = either(say.units);
  const toCheck = (text) => {
    const found = new Map();
    let open = "";
    const close = () => open && found.set(open.toLowerCase(), open);
    for (const raw of text.split(/[\s()[\]{}"„“”»«;!?…]+/)) {
      const word = raw.replace(/^[.,:\-–'’‚‘·*_/<>]+|[.,:\-–'’‚‘·*_/<>]+$/g, "");
      if (open && word && units.test(word.toLowerCase())) {
        open += ` ${word}`;
        close();
        open = "";
        continue;
      }
      close();
      open = /\p{N}/u.test(word) ? word : "";
      if (!open && word && words.test(word.toLowerCase())) found.set(word.toLowerCase(), word);
    }
    close();
    return [...found.values()];
  };
  const seen = (text) => text.replace(/<\/?[ib]>/g, "");
  const broken = (text) => {
    const lines = seen(text).split("\n");
    return lines.length > 2 || lines.some((one) => [...one].length > 42);
  };
  const faults = (line, last) => {
    const { start, end, text } = line;
    if (start === null || end === null) return { errors: [say.sayTime], speed: 0, tone: "ok" };
    const errors = [];
    const signs = [...seen(text).replace(/\n/g, " ")].length;
    const speed = end > start ? signs / (end - start) : 0;
    let tone = "ok";
    let quick = false;
    if (end <= start) errors.push(say.sayBackwards);
    if (start < last - 0.05) errors.push(say.sayOverlap);
    if (end > length + 0.05) errors.push(say.sayBeyond);
    if (!signs) errors.push(say.sayEmpty);
    else if (broken(text)) errors.push(say.sayBig);
    if (speed > 20) {
      tone = "bad";
      const more = Math.ceil(Math.round((signs / 17 - (end - start)) * 1000) / 100) / 10;
      errors.push(say.sayFast.replace("{more}", String(more).replace(".", say.decimal)));
    } else if (speed > 17) {
      tone = "near";
      quick = true;
    }
    return { errors, speed, tone, quick };
  };
  const marks = (holder, found, between) => {
    holder.replaceChildren(...found.flatMap((word, index) => {
      const mark = document.createElement("mark");
      mark.textContent = word;
      return index ? [between, mark] : [mark];
    }));
  };
  const fit = (area) => {
    area.rows = Math.max(2, area.value.split("\n").length);
    while (area.rows < 6 && area.scrollHeight > area.clientHeight) area.rows += 1;
  };
  const told = new WeakMap();
  const show = (row, last) => {
    const line = read(row);
    const key = `${line.start} ${line.end} ${line.text} ${last}`;
    if (told.get(row)?.key !== key) told.set(row, { key, ...shown(row, line, last) });
    return told.get(row);
  };
  const shown = (row, line, last) => {
    const { errors, speed, tone, quick } = faults(line, last);
    const bar = row.querySelector("rect");
    bar.setAttribute("width", String(Math.min(120, 4 * Math.round(speed))));
    bar.setAttribute("class", tone);
    row.classList.toggle("bad", errors.length > 0);
    row.querySelector("[data-speed]").textContent = speed ? say.saySpeed.replace("{speed}", String(Math.round(speed))) : "";
    row.querySelectorAll("[data-said]").forEach((one) => one.remove());
    const said = row.querySelector(".said");
    for (const words of [...errors, ...(quick ? [say.sayQuick] : [])]) {
      const one = document.createElement("span");
      one.dataset.said = "";
      one.className = errors.length ? "wrongink" : "muted";
      one.textContent = words;
      said.append(" ", one);
    }
    const check = toCheck(line.text);
    const watch = row.querySelector("[data-watch]");
    watch.hidden = !check.length;
    const label = watch.firstElementChild;
    marks(watch, check, " ");
    watch.prepend(label);
    return { bad: errors.length > 0, end: Math.max(last, line.end || 0), check };
  };
  const number = (row, at) => {
    row.id = `line-${at}`;
    row.querySelectorAll("[data-name]").forEach((one) => one.setAttribute("aria-label", one.dataset.name.replace("{n}", String(at))));
    row.querySelector(".said").id = `said-${at}`;
    row.querySelectorAll("[aria-describedby]").forEach((one) => one.setAttribute("aria-describedby", `said-${at}`));
  };
  const refresh = () => {
    let last = 0;
    let good = 0;
    const check = new Map();
    rows().forEach((row, index) => {
      if (row.id !== `line-${index + 1}`) number(row, index + 1);
      const found = show(row, last);
      last = found.end;
      good += found.bad ? 0 : 1;
      found.check.forEach((word) => check.has(word.toLowerCase()) || check.set(word.toLowerCase(), word));
    });
    table.hidden = !rows().length;
    form.elements.watched.parentElement.hidden = !rows().length;
    document.querySelectorAll("[data-live]").forEach((one) => { one.hidden = !film || !rows().length; });
    form.querySelector(".begin")?.toggleAttribute("hidden", Boolean(rows().length));
    form.querySelector("[data-count]").textContent = rows().length ? say.sayCount.replace("{all}", String(rows().length)).replace("{good}", String(good)) : "";
    const list = document.querySelector("[data-check]");
    if (list) {
      marks(list, [...check.values()].slice(0, 40), ", ");
      document.getElementById("check").hidden = !check.size;
    }
    preview();
  };

  // The film with its lines

  let track = null;
  const standing = new Map();
  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/&lt;(\/?[ib])&gt;/g, "<$1>");
  const preview = () => {
    if (!film) return;
    if (!track) {
      film.querySelector("track")?.remove();
      track = film.addTextTrack("captions", say.label, say.language);
      track.mode = "showing";
    }
    const wanted = new Map(rows().map(read).map((line) => [`${line.start} ${line.end} ${line.text}`, line]));
    standing.forEach((cue, key) => {
      if (wanted.has(key)) return;
      track.removeCue(cue);
      standing.delete(key);
    });
    wanted.forEach(({ start, end, text }, key) => {
      if (standing.has(key) || start === null || end === null || end <= start || !text) return;
      standing.set(key, new VTTCue(start, end, escaped(text)));
      track.addCue(standing.get(key));
    });
  };
  const choose = (row) => {
    if (row === current) return;
    current?.classList.remove("now");
    current = row;
    current?.classList.add("now");
  };
  const under = () => body.contains(document.activeElement);
  const follow = () => {
    if (under() || film.paused) return;
    const now = film.currentTime;
    const row = rows().find((one) => {
      const { start, end } = read(one);
      return start <= now && now < end;
    });
    if (row) choose(row);
  };
  const toggle = () => (film.paused ? film.play() : film.pause());
  const set = (name) => {
    const row = current || rows()[0];
    if (!row || !film) return;
    keep();
    choose(row);
    field(row, name).value = clock(tenth(film.currentTime));
    changed();
    const at = rows().indexOf(row) + 1;
    live.textContent = say.saySet.replace("{n}", String(at)).replace("{time}", field(row, name).value);
    if (name !== "end" || at >= rows().length) return;
    const following = rows()[at];
    const held = under() && document.activeElement.name;
    choose(following);
    if (held) field(following, held).focus();
    following.scrollIntoView({ block: "nearest" });
  };

  // Changes of the table; each can be taken back

  const undo = form.querySelector("[data-do=undo]");
  const values = () => rows().map((row) => ["start", "end", "text"].map((name) => field(row, name).value));
  const keep = () => {
    undone.push(values());
    if (undone.length > 50) undone.shift();
    undo.hidden = false;
  };
  const changed = () => {
    dirty = true;
    document.getElementById("saved")?.setAttribute("hidden", "");
    form.elements.watched.checked = false;
    form.querySelector("[data-save]").classList.add("main", "big");
    note();
    refresh();
  };
  const restore = () => {
    const kept = undone.pop();
    undo.hidden = !undone.length;
    if (kept) lay(kept);
  };
  const lay = (kept) => {
    body.replaceChildren(...kept.map((values) => {
      const row = fresh({ start: null, end: null, text: "" });
      ["start", "end", "text"].forEach((name, at) => { field(row, name).value = values[at]; });
      return row;
    }));
    rows().forEach((row) => fit(field(row, "text")));
    choose(null);
    changed();
  };

  // What was typed outlives a reload, a dead zone, a page left by mistake: in this tab alone

  const place = `captions ${location.pathname}`;
  const note = () => {
    try {
      sessionStorage.setItem(place, JSON.stringify({ was: form.elements.was.value, lines: values() }));
    } catch {
      // a full or forbidden storage: the form itself still holds everything
    }
  };
  const noted = () => {
    try {
      return JSON.parse(sessionStorage.getItem(place) || "null");
    } catch {
      return null;
    }
  };
  const forget = () => {
    try {
      sessionStorage.removeItem(place);
    } catch {
      // nothing was noted then
    }
  };
  const bring = () => {
    const { was, lines } = noted();
    keep();
    form.elements.was.value = was;
    document.getElementById("unsaved").hidden = true;
    lay(lines);
  };
  const add = (row) => {
    if (rows().length >= Number(say.most)) return;
    keep();
    const before = row ? read(row).end || 0 : 0;
    const next = row ? row.nextElementSibling : null;
    const until = next ? read(next).start : length;
    const start = row || !film ? before : tenth(film.currentTime);
    const one = fresh({ start, end: Math.max(start, Math.min(until ?? Infinity, start + 2)), text: "" });
    row ? row.after(one) : body.append(one);
    changed();
    choose(one);
    field(one, "text").focus();
  };
  const take = (button) => {
    keep();
    const one = fresh({ start: seconds(button.dataset.start), end: seconds(button.dataset.end), text: button.dataset.text });
    const next = rows().find((row) => read(row).start > seconds(button.dataset.start));
    next ? next.before(one) : body.append(one);
    button.closest("li").remove();
    changed();
    choose(one);
    field(one, "text").focus();
  };
  const wrapped = (text) => {
    const all = text.split(" ");
    if (text.length <= 42 || all.length < 2) return text;
    const cuts = all.slice(1).map((_, at) => [all.slice(0, at + 1).join(" "), all.slice(at + 1).join(" ")]);
    return cuts.sort((a, b) => Math.abs(a[0].length - a[1].length) - Math.abs(b[0].length - b[1].length))[0].join("\n");
  };
  const split = (row) => {
    const { start, end, text } = read(row);
    const all = text.replace(/\n/g, " ").split(" ").filter(Boolean);
    if (all.length < 2 || start === null || end === null) return;
    const area = field(row, "text");
    const typed = area.value.slice(0, area.selectionStart).trim().split(/\s+/).filter(Boolean).length;
    const lame = (cut) => (/[.!?:;]$/.test(cut[0]) ? 0 : cut[0].endsWith(",") ? 10 : 20) + Math.abs(cut[0].length - cut[1].length);
    const cuts = all.slice(1).map((_, at) => [all.slice(0, at + 1).join(" "), all.slice(at + 1).join(" ")]);
    const [left, right] = typed > 0 && typed < all.length ? cuts[typed - 1] : cuts.sort((a, b) => lame(a) - lame(b))[0];
    keep();
    const middle = Math.round((start + ((end - start) * left.length) / (left.length + right.length)) * 1000) / 1000;
    put(row, { start, end: middle, text: wrapped(left) });
    row.after(fresh({ start: middle, end, text: wrapped(right) }));
    changed();
    field(row, "text").focus();
  };
  const join = (row) => {
    const next = row.nextElementSibling;
    if (!next) return;
    const first = read(row);
    const second = read(next);
    keep();
    put(row, { start: first.start, end: second.end, text: wrapped(`${first.text} ${second.text}`.replace(/\n/g, " ").trim()) });
    next.remove();
    changed();
    field(row, "text").focus();
  };
  const remove = (row) => {
    keep();
    live.textContent = say.sayDeleted.replace("{n}", String(rows().indexOf(row) + 1));
    const near = row.nextElementSibling || row.previousElementSibling;
    row.remove();
    choose(near);
    changed();
    (near ? field(near, "text") : form.querySelector(".under .b")).focus();
  };
  const move = () => {
    const typed = form.elements.by.value.trim();
    const amount = seconds(typed.replace(/^[+\-−]/, ""));
    if (amount === null) return form.elements.by.focus();
    const by = /^[-−]/.test(typed) ? -amount : amount;
    keep();
    rows().forEach((row) => {
      const { start, end, text } = read(row);
      if (start !== null && end !== null) put(row, { start: Math.max(0, start + by), end: Math.max(0, end + by), text });
    });
    changed();
  };
  const sound = (button) => {
    const row = current || rows()[0];
    if (!row) return;
    keep();
    const area = field(row, "text");
    const [from, to] = [area.selectionStart, area.selectionEnd];
    const space = from && !/\s$/.test(area.value.slice(0, from)) ? " " : "";
    area.setRangeText(space + button.dataset.sound, from, to, "end");
    changed();
    area.focus();
  };
  const play = (row) => {
    if (!film) return;
    choose(row);
    film.currentTime = read(row).start || 0;
    film.play();
  };
  const deeds = { play, add, split, join, delete: remove };

  // Who presses what

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (!button) return;
    const what = button.dataset.do;
    const row = button.closest("tbody tr");
    const known = (row && deeds[what]) || what === "add" || ["pause", "start", "end", "sound", "undo", "move", "bring", "take"].includes(what);
    if (!known) return;
    event.preventDefault();
    button.closest("details.more")?.removeAttribute("open");
    if (row) deeds[what](row);
    else if (what === "add") add(rows().at(-1) || null);
    else ({ pause: toggle, start: () => set("start"), end: () => set("end"), sound: () => sound(button), undo: restore, move, bring, take: () => take(button) })[what]();
  });
  addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey || event.shiftKey || event.isComposing) return;
    const deed = event.ctrlKey
      ? event.key === "Enter" && current && under() && (() => add(current))
      : { F2: () => set("start"), F4: () => set("end"), F8: () => film && toggle() }[event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  });
  body.addEventListener("focusin", (event) => choose(event.target.closest("tr")));
  body.addEventListener("input", (event) => {
    if (event.target.name === "text") fit(event.target);
    changed();
  });
  // The film may come while lines are typed already: they are laid on it then.
  const filmed = () => {
    film = document.getElementById("film");
    [form, document.getElementById("line").content].forEach((all) => all.querySelectorAll(".play").forEach((one) => { one.hidden = !film; }));
    film?.addEventListener("timeupdate", follow);
  };
  addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "filmed" || film || !document.getElementById("film")) return;
    // A film of photos brings its captions with it: they are shown unless somebody types already.
    if (!dirty && event.target.dataset.was !== form.elements.was.value) return location.reload();
    length = Number(event.target.dataset.length) || length;
    filmed();
    refresh();
  });
  document.addEventListener("toggle", (event) => {
    if (!event.target.open || !event.target.matches("details.more")) return;
    form.querySelectorAll("details.more[open]").forEach((one) => one !== event.target && one.removeAttribute("open"));
  }, true);
  form.addEventListener("submit", () => { dirty = false; });
  document.querySelector("[data-file]")?.addEventListener("submit", () => { dirty = false; });
  addEventListener("beforeunload", (event) => dirty && event.preventDefault());

  document.querySelectorAll("[data-do=take]").forEach((one) => { one.hidden = false; });
  filmed();
  const saved = document.getElementById("saved");
  if (location.hash === "#saved") {
    saved?.focus();
    forget();
  }
  const before = noted();
  if (before && JSON.stringify(before.lines) !== JSON.stringify(values())) document.getElementById("unsaved").hidden = false;
  // Lines that were found right stay so until one is changed; a page without scripts cannot take the tick away.
  if (form.dataset.right) form.elements.watched.checked = true;
  rows().forEach((row) => fit(field(row, "text")));
  refresh();
  choose(body.querySelector("tr.bad") || rows()[0] || null);
})();
