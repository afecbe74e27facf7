// A saved line hands the cursor on to the next open one; Ctrl+Enter saves the line.
"use strict";
document.addEventListener("htmx:afterSettle", (event) => {
  const line = event.detail.elt?.closest?.(".pairs > li") || document.getElementById(event.detail.elt?.id);
  if (!line || document.querySelector("[aria-invalid=true]")) return;
  const own = line.querySelector("textarea");
  const open = [...document.querySelectorAll(".pairs textarea")];
  const next = own || open.find((one) => line.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) || open[0];
  next?.focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches(".pairs textarea")) {
    event.preventDefault();
    event.target.form.requestSubmit(event.target.form.querySelector("[value=save]"));
  }
});
