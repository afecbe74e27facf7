// Draws marks over a picture with finger, pen or mouse; what counts stands in the form's hidden fields.
"use strict";
(() => {
  const form = document.getElementById("marks"), svg = form.querySelector(".canvas");
  const wide = Number(svg.dataset.width), high = Number(svg.dataset.height);
  const stroke = Number(svg.dataset.stroke), edge = Number(svg.dataset.edge);
  const HEAD = 0.075 / 0.018, WING = 0.55, LONGEST = 0.6, WHOLE = 1000, SMALLEST = 20;
  const lines = svg.querySelector("[data-lines]"), list = form.querySelector("[data-set]");
  const row = form.querySelector("[data-row]"), live = document.getElementById("live");
  const root = document.documentElement;
  let all = [], held = null;

  root.classList.add("live");
  for (const one of form.querySelectorAll("[data-live]")) one.hidden = false;
  const fields = form.querySelector("[data-fields]");
  fields.append(form.querySelector("[data-plain]"));
  fields.parentElement.addEventListener("toggle", () => root.classList.toggle("fields", fields.parentElement.open));
  for (const one of list.querySelectorAll("[name=mark]")) {
    const [draw, ...box] = one.value.split(" ");
    all.push({ draw, box: box.map(Number) });
  }

  const shape = (name, facts, inside = lines) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(facts)) made.setAttribute(key, value);
    inside.append(made);
    return made;
  };
  const say = (words, draw) => { live.textContent = words.replace("{mark}", form.dataset[draw]); };
  const tool = () => form.querySelector("[name=draw]:checked").value;
  const points = box => [box[0] * wide, box[1] * high, box[2] * wide, box[3] * high].map(side => side / WHOLE);

  function arrow(box, out, tone) {
    const [x1, y1, x2, y2] = points(box), length = Math.hypot(x2 - x1, y2 - y1) || 1;
    const head = Math.min(stroke * HEAD, length * LONGEST), ax = (x2 - x1) / length, ay = (y2 - y1) / length;
    const nx = x2 - ax * head, ny = y2 - ay * head, wx = -ay * head * WING, wy = ax * head * WING;
    const group = shape("g", { class: tone });
    shape("path", { d: `M${x1} ${y1}L${nx} ${ny}`, "stroke-width": stroke + 2 * out }, group);
    shape("polygon", { points: `${x2},${y2} ${nx + wx},${ny + wy} ${nx - wx},${ny - wy}`, "stroke-width": 2 * out }, group);
  }
  function ring(box, out, tone) {
    const [x1, y1, x2, y2] = points(box);
    shape("ellipse", { class: tone, cx: (x1 + x2) / 2, cy: (y1 + y2) / 2, rx: Math.abs(x2 - x1) / 2, ry: Math.abs(y2 - y1) / 2, "stroke-width": stroke + 2 * out });
  }
  function hide(box) {
    const [x1, y1, x2, y2] = points(box);
    shape("rect", { class: "hide", x: Math.min(x1, x2), y: Math.min(y1, y2), width: Math.abs(x2 - x1), height: Math.abs(y2 - y1) });
  }
  function draw() {
    lines.textContent = "";
    for (const mark of all) {
      if (mark.draw === "blur") { hide(mark.box); continue; }
      for (const [tone, out] of [["dark", edge], ["light", 0]]) (mark.draw === "arrow" ? arrow : ring)(mark.box, out, tone);
    }
    const reach = 28 * wide / svg.clientWidth;
    for (const [number, mark] of all.entries()) {
      const [x1, y1, x2, y2] = points(mark.box);
      for (const [end, x, y] of [[0, x1, y1], [2, x2, y2]]) {
        shape("circle", { class: "reach", cx: x, cy: y, r: reach, "data-mark": number, "data-end": end });
        shape("circle", { class: "grab", cx: x, cy: y, r: reach / 3.5, "data-mark": number, "data-end": end });
      }
    }
  }
  function write() {
    list.textContent = "";
    for (const [number, mark] of all.entries()) {
      const one = row.content.cloneNode(true), field = one.querySelector("input");
      for (const icon of one.querySelectorAll("[data-icon]")) if (icon.dataset.icon !== mark.draw) icon.remove();
      one.querySelector("b").textContent = form.dataset[mark.draw];
      field.name = mark.draw === "blur" ? "blur" : "mark";
      field.value = (mark.draw === "blur" ? "" : `${mark.draw} `) + mark.box.join(" ");
      one.querySelector("button").addEventListener("click", () => {
        all.splice(number, 1);
        say(form.dataset.gone, mark.draw);
        refresh();
      });
      list.append(one);
    }
  }
  function refresh() { draw(); write(); }

  function at(event) {
    const place = svg.createSVGPoint();
    place.x = event.clientX; place.y = event.clientY;
    const { x, y } = place.matrixTransform(svg.getScreenCTM().inverse());
    const mille = (side, size) => Math.round(Math.min(1, Math.max(0, side / size)) * WHOLE);
    return [mille(x, wide), mille(y, high)];
  }
  svg.addEventListener("pointerdown", event => {
    if (!event.isPrimary || root.classList.contains("fields")) return;
    event.preventDefault();
    const [x, y] = at(event), { mark, end } = event.target.dataset;
    if (mark !== undefined) held = { mark: all[mark], end: Number(end) };
    else if (all.filter(one => one.draw !== "blur").length >= Number(form.dataset.most) && tool() !== "blur") {
      live.textContent = form.dataset.full;
      return;
    } else {
      const fresh = { draw: tool(), box: [x, y, x, y] };
      all.push(fresh);
      held = { mark: fresh, end: 2, fresh: true };
    }
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", event => {
    if (!held) return;
    held.mark.box.splice(held.end, 2, ...at(event));
    draw();
  });
  function loose() {
    if (!held) return;
    const [x1, y1, x2, y2] = held.mark.box;
    if (Math.max(Math.abs(x1 - x2), Math.abs(y1 - y2)) < SMALLEST) all = all.filter(one => one !== held.mark);
    else say(form.dataset.set, held.mark.draw);
    held = null;
    refresh();
  }
  svg.addEventListener("pointerup", loose);
  svg.addEventListener("pointercancel", loose);
  const about = form.querySelector("[data-about]");
  const choose = () => { about.hidden = tool() !== "blur"; };
  form.addEventListener("change", choose);
  addEventListener("resize", draw);
  choose();
  refresh();
})();
