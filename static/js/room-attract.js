/* While nobody is there the first screen shows what can be learned: pictures, and after a while the
   small films, without sound and with captions, one after the other. The first touch stops them.
   Nothing is counted, one film at a time is asked for, and one that does not come is let be. */
const SLIDE = 9; // seconds each picture stays
const QUIET = 20; // seconds without a touch after which films begin
const LONGEST = 600; // seconds of pictures at most where films do not come

let figures = [], at = 0, lost = 0, turning = 0, waiting = 0, video = null;

/* Begin with what stands on the page; what passed by before is over. */
export function attract(still) {
  halt();
  figures = still ? [] : [...document.querySelectorAll(".window figure")];
  at = lost = 0;
  pictures();
}
["pointerdown", "keydown", "wheel"].forEach((touch) => addEventListener(touch, () => {
  if (!figures.length) return;
  halt();
  lost = 0;
  pictures();
}, { passive: true, capture: true }));

function halt() {
  clearInterval(turning);
  clearTimeout(waiting);
  if (!video) return;
  const gone = video;
  video = null;
  gone.parentNode.classList.remove("plays");
  gone.remove();
  gone.removeAttribute("src");
  gone.load();
}
function turn() {
  figures[at].classList.remove("on");
  at = (at + 1) % figures.length;
  figures[at].classList.add("on");
}
function pictures() {
  if (!figures.length) return;
  if (figures.length > 1) turning = setInterval(turn, SLIDE * 1000);
  waiting = setTimeout(play, Math.min(LONGEST, QUIET * 2 ** lost) * 1000);
}
function play() {
  halt();
  const { film, captions, lang } = figures[at].dataset;
  if (!film) { turn(); lost += 1; pictures(); return; }
  const one = document.createElement("video");
  Object.assign(one, { muted: true, playsInline: true, poster: figures[at].querySelector("img").src, src: film });
  if (captions) {
    const track = document.createElement("track");
    Object.assign(track, { kind: "captions", src: captions, srclang: lang, default: true });
    one.append(track);
  }
  const on = (kind, then) => one.addEventListener(kind, () => { if (one === video) then(); });
  on("playing", () => { lost = 0; });
  on("ended", () => { halt(); turn(); play(); });
  on("error", () => { halt(); turn(); lost += 1; pictures(); });
  video = one;
  figures[at].classList.add("plays");
  figures[at].prepend(one);
  one.play().catch(() => {});
}
