/* What a part of a page sends and what does not arrive, or is answered by somebody else in our place, is
   said where the finger was. What stands there stays. */
(() => {
  "use strict";
  const note = () => document.querySelector("[data-unsent]");
  const say = ({ detail }) => { const it = note(); if (it) { detail.requestConfig.elt.before(it); it.hidden = false; } };
  ["htmx:sendError", "htmx:timeout"].forEach((kind) => addEventListener(kind, say));
  addEventListener("htmx:beforeRequest", () => { const it = note(); if (it) it.hidden = true; });
  addEventListener("htmx:beforeSwap", (event) => {
    if (/default-src 'none'/.test(event.detail.xhr.getResponseHeader("Content-Security-Policy"))) return;
    event.preventDefault();
    say(event);
  });
})();
