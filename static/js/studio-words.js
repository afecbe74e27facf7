// Words keep themselves while they are typed: one request at a time, sent again when the connection
// is back. Without scripts the same form is sent by its buttons.
"use strict";
(() => {
  const SIGNS = "0123456789abcdefghjkmnpqrstvwxyz", REST = 700, LONG = 1600;
  const form = () => document.querySelector("form.words");
  const was = name => form().elements[`was:${name}`];
  const calm = () => {
    if (!document.querySelector(".words .note.wrong, .words .wrongink, .words [aria-invalid=true]")) tell(form().dataset.saved);
  };
  const tell = words => { const kept = document.getElementById("kept"); if (kept) kept.textContent = words; };
  const sent = new Map();
  let line = Promise.resolve(), timers = new Map(), unsure = false;

  const own = () => [...crypto.getRandomValues(new Uint8Array(12))].map(byte => SIGNS[byte % 32]).join("");
  const fields = () => [...form().querySelectorAll("[data-line]")];
  const rest = time => new Promise(done => setTimeout(done, time));

  // One after the other, so that a field is compared with what the server has by then.
  const queue = job => (line = line.then(job, job));

  async function post(values, whole) {
    for (let wait = 1500; ; wait = Math.min(wait * 2, 20000)) {
      try {
        if (unsure) values.set("unsure", "1");
        const answer = await fetch(form().action, { method: "POST", body: values, headers: { "HX-Request": "true", "X-CSRFToken": form().elements.csrf_token.value } });
        if (answer.headers.get("HX-Retarget") || answer.redirected) { HTMLFormElement.prototype.submit.call(form()); return false; }
        if (answer.status >= 500) throw new Error(answer.status);
        show(await answer.text(), values, whole);
        unsure = false;
        return answer.ok;
      } catch (failure) {
        if (!(failure instanceof TypeError) && !/^5/.test(failure.message)) throw failure;
        unsure = true;
        tell(form().dataset.waiting);
        await rest(wait);
      }
    }
  }

  // Puts the parts of an answer where they belong; what was typed meanwhile stays.
  function show(text, values, whole) {
    const parts = new DOMParser().parseFromString(text, "text/html");
    const typed = new Map(fields().map(one => [one.name, one.value]));
    const at = document.activeElement, place = [at?.selectionStart, at?.selectionEnd];
    for (const part of parts.querySelectorAll("[data-hx-swap-oob]")) {
      const here = document.getElementById(part.id);
      part.removeAttribute("data-hx-swap-oob");
      if (!here) continue;
      here.replaceWith(document.adoptNode(part));
      window.htmx?.process(document.getElementById(part.id));
    }
    for (const one of fields()) {
      const before = typed.get(one.name);
      if (whole && before !== undefined && values.get(one.name) !== before && values.has(one.name)) one.value = before;
      const said = document.getElementById(`said-${one.id}`);
      const wrong = said?.querySelector(".wrongink, .wrong");
      if (wrong) { one.setAttribute("aria-invalid", "true"); one.setAttribute("aria-describedby", wrong.id); }
      else { one.removeAttribute("aria-invalid"); one.removeAttribute("aria-describedby"); }
    }
    if (whole && at?.id && !at.isConnected) {
      const again = document.getElementById(at.id);
      again?.focus({ preventScroll: true });
      if (again?.setSelectionRange && place[0] !== undefined) again.setSelectionRange(...place);
    }
    grow();
  }

  function small(one) {
    const values = new FormData();
    for (const name of ["csrf_token", "mark"]) values.set(name, form().elements[name].value);
    values.set("do", "keep");
    values.set(one.name, one.value);
    for (const before of [was(one.dataset.line)?.value ?? "", ...(sent.get(one.name) ?? [])]) values.append(`was:${one.dataset.line}`, before);
    const row = one.closest("[data-step], [data-ask]");
    for (const hidden of row?.querySelectorAll("[name^=fresh]") ?? []) values.append(hidden.name, hidden.value);
    return values;
  }

  const keep = one => queue(async () => {
    if (!one.isConnected || document.getElementById(`said-${one.id}`)?.hasAttribute("data-clash")) return;
    if (one.value === was(one.dataset.line)?.value) return;
    tell(form().dataset.saving);
    const values = small(one);
    sent.set(one.name, [...(sent.get(one.name) ?? []), one.value]);
    if (await post(values, false)) sent.delete(one.name);
    form().dispatchEvent(new CustomEvent("kept"));
  });

  const press = (button, file) => queue(async () => {
    const values = new FormData(form());
    for (const [name, value] of [...values]) if (value instanceof File) values.delete(name);
    for (const [name, before] of sent) for (const one of before) values.append(`was:${name.slice(5)}`, one);
    values.set("do", button);
    if (file) values.set(file.name, await shrunk(file.files[0]), "photo");
    tell(form().dataset.saving);
    if (await post(values, true)) { sent.clear(); calm(); }
    form().querySelector("[aria-invalid=true]")?.focus();
  });

  async function shrunk(file) {
    if (file.type === "image/svg+xml" || file.size < 400000) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const share = Math.min(1, LONG / Math.max(picture.width, picture.height));
      const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(picture.width * share), height: Math.round(picture.height * share) });
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      return await new Promise(done => canvas.toBlob(done, "image/jpeg", 0.86)) || file;
    } catch { return file; }
  }

  function add() {
    const steps = [...form().querySelectorAll("[data-step]")], last = steps.at(-1)?.querySelector("[data-line]");
    if (last && !last.value.trim()) return last.focus();
    const id = own();
    const html = document.getElementById("fresh-step").innerHTML.replaceAll("FRESH", id);
    form().querySelector(".steps").insertAdjacentHTML("beforeend", html);
    const row = document.getElementById(`row-${id}`);
    row.querySelector(".nr").textContent = steps.length + 1;
    const label = row.querySelector("label.vh");
    label.textContent = `${label.textContent.trim()} ${steps.length + 1}`;
    row.querySelector("[data-line]").focus();
  }

  function grow() {
    for (const one of fields()) {
      one.style.blockSize = "auto";
      one.style.blockSize = `${one.scrollHeight + 4}px`;
    }
  }

  function long(one) {
    const over = [...one.value.trim().replace(/\s+/g, " ")].length - Number(one.dataset.most);
    const said = document.getElementById(`said-${one.id}`);
    let note = document.getElementById(`long-${one.id}`);
    if (over <= 0) return void note?.remove();
    if (!note) said.append(note = Object.assign(document.createElement("p"), { id: `long-${one.id}`, className: "wrongink" }));
    note.textContent = form().dataset.long.replace("{n}", over);
  }

  document.addEventListener("input", ({ target: one }) => {
    if (!one.matches?.("form.words [data-line]")) return;
    grow();
    long(one);
    clearTimeout(timers.get(one.id));
    timers.set(one.id, setTimeout(() => keep(one), REST));
  });
  document.addEventListener("change", ({ target: one }) => {
    if (one.matches?.("form.words [data-line]")) { clearTimeout(timers.get(one.id)); keep(one); }
    if (one.matches?.("form.words [data-at], form.words [data-right]")) press("save");
    if (one.matches?.("form.words [data-photo]") && one.files.length) {
      one.closest(".pic").classList.add("busy");
      press("save", one);
    }
  });
  document.addEventListener("keydown", event => {
    const one = event.target;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !one.matches?.("form.words [data-line]")) return;
    event.preventDefault();
    const step = one.closest("[data-step]");
    if (!step) return;
    const next = step.nextElementSibling?.querySelector("[data-line]");
    if (next) next.focus(); else add();
  });
  document.addEventListener("click", event => {
    const button = event.target.closest?.("form.words button");
    if (!button) return;
    if (button.dataset.now) {
      const film = document.getElementById("film"), field = document.getElementById(button.dataset.now);
      const now = Math.floor(film.currentTime);
      field.value = `${Math.floor(now / 60)}:${String(now % 60).padStart(2, "0")}`;
      return void press("save");
    }
    if (button.name !== "do") return;
    if (button.hasAttribute("data-add")) { event.preventDefault(); return void add(); }
    if (button.value === "on") {
      // Everything that is on its way arrives first; then the form goes on by itself.
      event.preventDefault();
      for (const one of timers.values()) clearTimeout(one);
      return void queue(() => {
        for (const [name, before] of sent) for (const one of before) form().append(Object.assign(document.createElement("input"), { type: "hidden", name: `was:${name.slice(5)}`, value: one }));
        form().append(Object.assign(document.createElement("input"), { type: "hidden", name: "do", value: "on" }));
        HTMLFormElement.prototype.submit.call(form());
      });
    }
    event.preventDefault();
    press(button.value);
  });
  addEventListener("htmx:oobAfterSwap", grow);
  calm();
  grow();
})();
