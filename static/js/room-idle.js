/* Who left without a word is asked, and then forgotten. Times in seconds. */
const QUIET = 60, HELD = 180, ASKED = 15;
const INPUT = ["pointerdown", "pointermove", "keydown", "wheel"];
const SHAKE = 16; // pixels about which a mouse trembles on a table beside machines, with nobody there

/* Watch for nobody. `mood` says what is on: "start" and "plays" are never disturbed, "held" waits longer.
   `ask` shows the seconds that are left, 0 hides it again; `leave` forgets. Returns a touch. */
export function watch(mood, ask, leave) {
  let last = performance.now(), asking = false, x = 0, y = 0;

  function touch() {
    last = performance.now();
    if (asking) ask(0);
    asking = false;
  }

  function look() {
    const now = mood();
    if (now === "start" || now === "plays") return touch();
    const left = (now === "held" ? HELD : QUIET) + ASKED - (performance.now() - last) / 1000;
    if (left <= 0) { last = performance.now(); asking = false; leave(); return; }
    if (left <= ASKED) { asking = true; ask(Math.ceil(left)); }
  }

  function meant({ type, clientX, clientY }) {
    if (type !== "pointermove") return true;
    if (Math.hypot(clientX - x, clientY - y) <= SHAKE) return false;
    x = clientX;
    y = clientY;
    return true;
  }

  /* While it is asked, the two buttons answer: a hand that comes near them must not hide them. */
  INPUT.forEach((kind) => addEventListener(kind, (event) => { if (!asking && meant(event)) touch(); }, { passive: true, capture: true }));
  setInterval(look, 500);
  return touch;
}
