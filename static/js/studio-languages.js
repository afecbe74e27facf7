// A saved line hands the cursor on to the next open one; Ctrl+Enter saves the line. A link is shared
// by the phone itself, or copied.
"use strict";
document.addEventListener("htmx:afterSettle", (event) => {
  const line = event.detail.elt?.closest?.(".pairs > li") || document.getElementById(event.detail.elt?.id);
  const door = event.detail.xhr?.getResponseHeader("HX-Retarget");  // whoever signs in there stays there
  if (!line || door || document.querySelector("[aria-invalid=true]")) return;
  const own = line.querySelector("textarea");
  const open = [...document.querySelectorAll(".pairs textarea")];
  const next = own || open.find((one) => line.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) || open[0];
  next?.focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches(".pairs textarea")) {
    event.preventDefault();
    event.target.form.querySelector("[value=save]").click();
  }
});
const share = document.querySelector("[data-share]");
if (share && (navigator.share || navigator.clipboard)) {
  const button = share.querySelector("button");
  share.hidden = false;
  button.addEventListener("click", async () => {
    const url = document.getElementById("address").value;
    if (navigator.share) {
      await navigator.share({ url }).catch(() => {});
    } else {
      await navigator.clipboard.writeText(url);
      button.querySelector("span").textContent = button.dataset.say;
    }
  });
}
