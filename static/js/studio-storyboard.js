// The storyboard: photos are made small on the phone and sent one by one; sentences keep themselves.
"use strict";
(() => {
  const LONG = 1600, QUALITY = 0.86, REST = 900;
  const live = () => document.getElementById("board");
  const token = () => live().elements.csrf_token.value;
  const fill = (words, facts) => words.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
  document.documentElement.classList.add("live");

  async function small(file) {
    if (file.type === "image/svg+xml" || file.size < 400000) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const share = Math.min(1, LONG / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * share);
      canvas.height = Math.round(picture.height * share);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      const blob = await new Promise(done => canvas.toBlob(done, "image/jpeg", QUALITY));
      return blob || file;
    } catch { return file; }
  }

  async function send(form) {
    const answer = await fetch(live().action, { method: "POST", body: form, headers: { "X-CSRFToken": token() } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return { ok: answer.ok, page };
  }

  function show(page) {
    const main = page.getElementById("main");
    if (!main) return location.reload();
    document.getElementById("main").replaceWith(document.adoptNode(main));
    if (window.htmx) window.htmx.process(document.getElementById("main"));
    grow();
    document.querySelector("[aria-invalid=true]")?.focus();
  }

  // A form without its files: what was typed goes along with every photo, so nothing is lost.
  function words(action) {
    const form = new FormData();
    for (const field of live().elements) {
      if (field.name && field.type !== "file" && field.tagName !== "BUTTON") form.append(field.name, field.value);
    }
    form.append("do", action);
    return form;
  }

  async function photos(field) {
    const files = [...field.files], wait = document.querySelector("[data-wait]");
    let last = null;
    const wrong = [];
    for (const [number, file] of files.entries()) {
      wait.hidden = false;
      wait.textContent = fill(live().dataset.sending, { number: number + 1, all: files.length });
      document.getElementById("live").textContent = wait.textContent;
      const form = words("add");
      form.append("photos", await small(file), "photo");
      for (let attempt = 0; ; attempt++) {
        try {
          last = await send(form);
          if (!last.ok) wrong.push(...last.page.querySelectorAll("#said .wrong"));
          break;
        } catch {
          if (attempt === 4) { wait.textContent = live().dataset.failed; return; }
          await new Promise(done => setTimeout(done, 1500 * (attempt + 1)));
        }
      }
    }
    if (!last) return;
    show(last.page);
    const said = document.getElementById("said");
    for (const one of wrong) if (!said.textContent.includes(one.textContent)) said.append(document.adoptNode(one));
    if (wrong.length) said.scrollIntoView({ block: "center" });
    document.getElementById("live").textContent = document.querySelector("h1").textContent;
    document.querySelector(".scene:last-child textarea")?.focus({ preventScroll: wrong.length > 0 });
  }

  async function retake(field) {
    const form = words(`retake:${field.dataset.retake}`);
    form.append(field.name, await small(field.files[0]), "photo");
    try { show((await send(form)).page); } catch { document.getElementById("live").textContent = live().dataset.failed; }
  }

  function grow() {
    for (const field of document.querySelectorAll(".says textarea")) count(field);
  }
  function count(field) {
    const signs = field.value.trim().replace(/\s+/g, " ").length, most = Number(field.dataset.signs);
    const scene = field.closest(".scene");
    scene.querySelector("[data-count]").textContent = signs ? `${signs}/${most}` : "";
    const note = scene.querySelector("[data-note]");
    if (signs > most) note.textContent = live().dataset.long;
    else if (note.textContent === live().dataset.long) note.textContent = "";
    field.style.blockSize = "auto";
    field.style.blockSize = `${field.scrollHeight + 4}px`;
  }

  let timer = 0;
  async function keep(field) {
    clearTimeout(timer);
    const was = field.closest(".scene").querySelector(`[name="was-${field.name.slice(4)}"]`);
    const typed = field.value;
    if (typed === was.value) return;
    const form = new FormData();
    form.append("language", live().elements.language.value);
    form.append(field.name, typed);
    form.append(was.name, was.value);
    form.append("do", "save");
    try {
      const { ok, page } = await send(form);
      const now = page.getElementById(field.closest(".scene").id);
      if (ok) {
        was.value = typed.trim().replace(/\s+/g, " ");
        const film = from => from.querySelector("#made video")?.getAttribute("src");
        for (const place of ["h1", ".bar", film(page) === film(document) ? "#making" : "#made"]) {
          const fresh = page.querySelector(place), old = document.querySelector(place);
          if (fresh && old) { old.replaceWith(document.adoptNode(fresh)); if (window.htmx) window.htmx.process(document.querySelector(place)); }
        }
      }
      const note = now?.querySelector("[data-note]");
      if (note && document.contains(field)) field.closest(".scene").querySelector("[data-note]").replaceWith(document.adoptNode(note));
      if (now) field.closest(".scene").classList.toggle("open", now.classList.contains("open"));
    } catch { /* the next button sends it again */ }
  }

  addEventListener("change", event => {
    const field = event.target;
    if (field.matches("[data-photos]") && field.files.length) photos(field);
    if (field.matches("[data-retake]") && field.files.length) retake(field);
    if (field.matches(".says textarea")) keep(field);
  });
  addEventListener("input", event => {
    if (!event.target.matches(".says textarea")) return;
    count(event.target);
    clearTimeout(timer);
    timer = setTimeout(keep, REST, event.target);
  });
  addEventListener("keydown", event => {
    if (event.key === "Enter" && event.target.matches(".says textarea")) {
      event.preventDefault();
      const fields = [...document.querySelectorAll(".says textarea")];
      (fields[fields.indexOf(event.target) + 1] || document.querySelector("[data-photos]")).focus();
    }
  });
  grow();
})();
