/* Shows what this phone remembers, saves and removes nuggets, and forgets. Nothing of it is sent. */
(() => {
  "use strict";
  const { offline } = self, here = document.documentElement.lang;
  const one = (rule, from = document) => from.querySelector(rule);
  const part = (name) => one(`[data-part=${name}]`);
  const model = (name) => one(`[data-model=${name}]`).content.firstElementChild.cloneNode(true);
  const inHere = (at) => at.replace(/^\/[^/]+/, "/" + here);
  const write = (make) => { try { return make(here + "-u-nu-latn"); } catch (odd) { return make("de"); } };
  const size = (bytes) => {
    const [unit, number] = bytes < 1e6 ? ["kilobyte", Math.max(1, Math.round(bytes / 1000))] : ["megabyte", bytes / 1e6];
    return write((lang) => number.toLocaleString(lang, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 }));
  };
  const DAY = 864e5;
  const today = offline.day(Date.now());
  const date = (day) => write((lang) => new Date(day * DAY).toLocaleDateString(lang, { day: "numeric", month: "long", timeZone: "UTC" }));

  /* What is here is shown, also where there is no room for more. */
  function remembered() {
    const told = offline.finished(today), found = Object.entries(told);
    try {
      if (found.length) offline.write(told);
      else { localStorage.kiosk = "1"; localStorage.removeItem("kiosk"); }
    } catch (refused) { if (!found.length) throw refused; }
    return found.map(([slug, it]) => ({ slug, ...it }));
  }

  function list(name, rows, kind, fill) {
    const section = part(name), box = section && one(".rows", section);
    if (!section) return;
    section.hidden = !rows.length;
    box.replaceChildren(...rows.map((it) => {
      const row = model(kind), link = one("a", row), title = one("b", row);
      title.textContent = it.title;
      if (it.lang && it.lang !== here) title.lang = it.lang;
      title.dir = "auto";
      link.href = it.at;
      fill(row, (text) => { const soft = one(".soft", row); soft.textContent = text; soft.hidden = false; }, it);
      return row;
    }));
  }

  /* A calendar made on the phone: one whole day for each nugget, folded and escaped as RFC 5545 asks. */
  function calendar(rows, words) {
    const plain = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\n/g, "\\n");
    const stamp = (day) => new Date(day * DAY).toISOString().slice(0, 10).replace(/-/g, "");
    const fold = (line) => {
      const parts = [];
      let now = "";
      for (const sign of line) {
        if (new TextEncoder().encode(now + sign).length > 74) { parts.push(now); now = ""; }
        now += sign;
      }
      return [...parts, now].join("\r\n ");
    };
    const events = rows.flatMap((it) => [
      "BEGIN:VEVENT", `UID:${it.slug}-${it.stage}@${location.hostname}`, `DTSTAMP:${stamp(today)}T000000Z`,
      `DTSTART;VALUE=DATE:${stamp(it.due)}`, `DTEND;VALUE=DATE:${stamp(it.due + 1)}`,
      "SUMMARY:" + plain(`${words}: ${it.title}`), "URL:" + new URL(it.at, location).href, "TRANSP:TRANSPARENT", "END:VEVENT",
    ]);
    return ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//shopfloor-kiosk//mine//" + here.toUpperCase(), ...events, "END:VCALENDAR", ""].map(fold).join("\r\n");
  }

  function show(rows) {
    const last = (it) => Math.min(it.last, today);
    const ones = rows.map((it) => ({ ...it, at: inHere(it.at), due: it.due && Math.min(it.due, today + 30) })).sort((a, b) => last(b) - last(a));
    const known = new Set(ones.map((it) => it.slug));
    const next = ones.map((it) => it.next).filter(Boolean).map((it) => ({ ...it, at: inHere(it.at), slug: it.at.split("/").pop() })).filter((it) => !known.has(it.slug));
    const later = ones.filter((it) => it.due > today).sort((a, b) => a.due - b.due);
    part("nothing").hidden = ones.length > 0;
    part("tally").hidden = !ones.length;
    one("[data-count=finished]").textContent = ones.length;
    one("[data-count=minutes]").textContent = Math.round(ones.reduce((all, it) => all + it.seconds * it.times, 0) / 60);
    list("due", ones.filter((it) => it.due && it.due <= today), "row", () => {});
    list("next", [...new Map(next.map((it) => [it.slug, it])).values()].slice(0, 3), "row", () => {});
    list("later", later, "row", (row, say, it) => say(date(it.due)));
    list("finished", ones, "row", (row, say, it) => say(date(last(it))));
    const link = one("[data-calendar]");
    if (later.length) link.href = URL.createObjectURL(new Blob([calendar(later, link.dataset.words)], { type: "text/calendar" }));
  }

  async function kept() {
    let saved = [];
    try { saved = self.caches ? await offline.all() : []; } catch (refused) { /* no storage */ }
    list("saved", saved, "saved", (row, say, it) => {
      say(size(it.bytes));
      one("[data-of]", row).textContent = it.title;
      one("button", row).addEventListener("click", async (event) => { event.currentTarget.disabled = true; await offline.remove(it.at); await all(); });
    });
    const sum = one("[data-sum]");
    if (sum) sum.textContent = size(offline.sum(saved));
    return saved.length;
  }

  async function all() {
    const mine = one("[data-mine]");
    let rows;
    try { rows = remembered(); } catch (refused) { part("shut").hidden = false; return; }
    mine.hidden = false;
    show(rows);
    part("forget").hidden = !(await kept()) && !rows.length;
  }

  async function forget() {
    localStorage.clear();
    sessionStorage.clear();
    await offline.forget();
    await all();
    part("nothing").hidden = true;
    part("forgot").hidden = false;
    part("forgot").focus();
  }

  /* The page that saves one nugget, or all of a machine one after the other. */
  async function saving(box) {
    const at = box.dataset.keep, keys = [...box.querySelectorAll("[data-save]")], away = one("[data-remove]", box);
    const bar = one(".fill b");
    const say = (what, focus) => box.querySelectorAll("[data-say]").forEach((said) => {
      said.hidden = said.dataset.say !== what;
      if (!said.hidden && focus) said.focus();
    });
    const state = async (focus) => {
      const here = new Set((await offline.all()).map((it) => it.at));
      keys.forEach((key) => { key.hidden = JSON.parse(key.dataset.save).every((it) => here.has(it)); key.disabled = false; });
      away.hidden = !here.has(at);
      bar.style.inlineSize = here.has(at) ? "100%" : "0";
      say(here.has(at) ? "saved" : "", focus);
      return here;
    };
    const run = async (addresses) => {
      say("");
      keys.forEach((key) => { key.disabled = true; });
      try {
        for (const [i, it] of addresses.entries()) {
          await offline.keep(it, (share) => { bar.style.inlineSize = 100 * (i + share) / addresses.length + "%"; });
        }
        await state(true);
      } catch (error) {
        const here = await state(false), kept = addresses.filter((it) => here.has(it)).length;
        box.querySelectorAll("[data-none]").forEach((part) => { part.hidden = kept > 0; });
        box.querySelectorAll("[data-some]").forEach((part) => { part.hidden = !kept; one("bdi", part).textContent = `${kept}/${addresses.length}`; });
        say(one(`[data-say=${error.name}]`, box) ? error.name : "Broken", true);
      }
    };
    keys.forEach((key) => key.addEventListener("click", () => run(JSON.parse(key.dataset.save))));
    away.addEventListener("click", async () => { await offline.remove(at); await state(true); keys[0].focus(); });
    /* Another tab may have saved or removed it meanwhile. What was said otherwise stays. */
    document.addEventListener("visibilitychange", async () => {
      const kept = !!(await offline.get(at));
      if (!document.hidden && !keys[0].disabled && kept === away.hidden) await state(false);
    });
    await state(false);
  }

  if (one("[data-mine]")) {
    one("[data-forget]").addEventListener("click", forget);
    addEventListener("storage", all);
    all();
  }
  if (one("[data-without]")) kept().then((count) => { part("nothing").hidden = count > 0; });
  const again = one("[data-again]");
  if (again) again.href = location.href;
  const box = one("[data-keep]");
  const cannot = () => { box.hidden = true; part("shut").hidden = false; };
  if (box && self.caches && navigator.serviceWorker) saving(box).catch(cannot);
  else if (box) cannot();
})();
