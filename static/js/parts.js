/* The parts of a page that a tap or a typed word brings. What does not arrive, or is answered by somebody
   else in our place, is said where the finger was. What stands there stays. */
(() => {
  "use strict";
  const config = document.createElement("meta");
  config.name = "htmx-config";
  config.content = JSON.stringify({
    allowEval: false, allowScriptTags: false, includeIndicatorStyles: false, selfRequestsOnly: true,
    historyCacheSize: 0, refreshOnHistoryMiss: true, historyRestoreAsHxRequest: false, timeout: 8000,
    responseHandling: [{ code: "204", swap: false }, { code: "[2345]..", swap: true }],
  });
  const htmx = Object.assign(document.createElement("script"), { src: "asset:htmx-2.0.11.min.js" });
  /* A word typed while htmx was on its way is looked for now. */
  htmx.onload = () => {
    const words = document.getElementById("q");
    if (words && words.value !== words.defaultValue) self.htmx.trigger(words, "late");
  };
  /* It begins only in a page that is complete: one that comes before the last picture would wait for ever. */
  const bring = () => document.head.append(config, htmx);
  if (document.readyState === "complete") bring(); else addEventListener("load", bring);

  const note = () => document.querySelector("[data-unsent]");
  const say = ({ detail }) => {
    const it = note(), { elt } = detail.requestConfig;
    if (!it) return;
    /* Beneath a field it stands where the hits would: above, it would move what is being typed into. */
    if (!elt.form) elt.before(it);
    it.hidden = false;
  };
  ["htmx:sendError", "htmx:timeout"].forEach((kind) => addEventListener(kind, say));
  addEventListener("htmx:beforeRequest", () => { const it = note(); if (it) it.hidden = true; });
  addEventListener("htmx:beforeSwap", (event) => {
    if (/default-src 'none'/.test(event.detail.xhr.getResponseHeader("Content-Security-Policy"))) return;
    event.preventDefault();
    say(event);
  });
})();
