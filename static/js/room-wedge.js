/* A hand scanner types as a keyboard does, faster than any hand, and ends with Enter or Tab. What the
   keys mean depends on whose keyboard it pretends to be: they are read as this PC reads them, and once
   as each keyboard that is known. Which reading is true is not judged here. Half a code that ends at
   once is a scan too: no hand does that, and it is to be told what it was. */
const LEAST = 6, HALF = 3, MOST = 300, GAP = 35, END = 150;
const HELD = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock"]);

/* Return what these keys say: first as this PC read them, then as each layout would. */
export function readings(keys, { codes, layouts }) {
  const typed = keys.map(({ key }) => ([...key].length === 1 ? key : ""));
  const others = layouts.map((layout) => keys.map((key) => sign(key, layout, codes)));
  return [typed, ...others].map((signs) => signs.join(""));
}

function sign({ code, shift, altgr }, layout, codes) {
  if (code === "Space") return " ";
  if (/^Numpad\d$/.test(code)) return code.slice(-1);
  const row = [...(altgr ? layout.altgr : shift ? layout.shift : layout.plain)];
  const found = row[codes.indexOf(code)] || " ";
  return found === " " ? "" : found;
}

/* Listen for scans. `patient` collects slow ones too, and those that do not end, to try a scanner out.
   What a scanner types presses nothing: no space on a button, no end on a link, also where it ends twice. */
export function listen(layouts, patient, got) {
  let keys = [], last = 0, widest = 0, field = null, before = "", waiting = 0, over = false;

  function finish(ended) {
    clearTimeout(waiting);
    const scan = { readings: readings(keys, layouts), gap: Math.round(widest), ended };
    if (field && field.isConnected) field.value = before;
    keys = [];
    over = true;
    got(scan);
  }

  addEventListener("keydown", (event) => {
    const { key, code, timeStamp } = event;
    if (HELD.has(key)) return;
    const gap = timeStamp - last, calm = patient() ? 500 : GAP, quick = gap <= calm;
    last = timeStamp;
    const swallow = () => { event.preventDefault(); event.stopImmediatePropagation(); };
    if (key === "Enter" || key === "Tab") {
      const whole = keys.length >= LEAST && gap < Math.max(END, calm);
      if (whole || quick && (keys.length > 1 || over)) swallow();
      if (whole || quick && keys.length >= HALF) finish(true);
      keys = [];
      return;
    }
    if (!quick || event.repeat) {
      keys = [];
      widest = 0;
      over = false;
      field = document.activeElement && document.activeElement.matches("input") ? document.activeElement : null;
      before = field ? field.value : "";
    } else widest = Math.max(widest, gap);
    if (event.repeat) return;
    const { altKey, ctrlKey, shiftKey } = event, altgr = event.getModifierState("AltGraph");
    if (quick && (keys.length || over) && (ctrlKey || key === " " && !field)) event.preventDefault();
    if (ctrlKey && !altKey && !altgr) return; // a control sign between two parts of a code
    if (keys.length < MOST) keys.push({ key, code, shift: shiftKey, altgr });
    if (patient()) {
      clearTimeout(waiting);
      waiting = setTimeout(() => (keys.length >= LEAST ? finish(false) : 0), 600);
    }
  }, { capture: true });
}
