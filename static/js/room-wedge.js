/* A hand scanner types as a keyboard does, faster than any hand, and ends with Enter or Tab. What the
   keys mean depends on whose keyboard it pretends to be: they are read as this PC reads them, and once
   as each keyboard that is known. Which reading is true is not judged here. */
const LEAST = 6, MOST = 300, GAP = 35, END = 150;
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

/* Listen for scans. `patient` collects slow ones too, and those that do not end, to try a scanner out. */
export function listen(layouts, patient, got) {
  let keys = [], last = 0, widest = 0, field = null, before = "", waiting = 0;

  function finish(ended) {
    clearTimeout(waiting);
    const scan = { readings: readings(keys, layouts), gap: Math.round(widest), ended };
    if (field && field.isConnected) field.value = before;
    keys = [];
    got(scan);
  }

  addEventListener("keydown", (event) => {
    const { key, code, timeStamp } = event;
    if (HELD.has(key)) return;
    const gap = timeStamp - last, calm = patient() ? 500 : GAP;
    last = timeStamp;
    if (key === "Enter" || key === "Tab") {
      if (keys.length >= LEAST && gap < Math.max(END, calm)) {
        event.preventDefault();
        event.stopImmediatePropagation();
        finish(true);
      }
      keys = [];
      return;
    }
    if (gap > calm || event.repeat) {
      keys = [];
      widest = 0;
      field = document.activeElement && document.activeElement.matches("input") ? document.activeElement : null;
      before = field ? field.value : "";
    } else widest = Math.max(widest, gap);
    if (event.repeat) return;
    if (keys.length < MOST) keys.push({ key, code, shift: event.shiftKey, altgr: event.getModifierState("AltGraph") });
    if (patient()) {
      clearTimeout(waiting);
      waiting = setTimeout(() => (keys.length >= LEAST ? finish(false) : 0), 600);
    }
  }, { capture: true });
}
