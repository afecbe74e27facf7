// The door: shows a password, sends on what was typed, and stands in a page that keeps its fields.
"use strict";
document.querySelector("form[data-onward]")?.submit();
addEventListener("change", ({ target }) => {
  const field = document.getElementById(target.dataset?.reveal);
  if (field) field.type = target.checked ? "text" : "password";
});
// An answer that says where it stands is shown, whatever its status; the door stands there once.
addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (!/^#main$/.test(detail.xhr.getResponseHeader("HX-Retarget") ?? "")) return;
  document.getElementById("door")?.remove();
  detail.shouldSwap = true;
  detail.isError = false;
});
// After signing in, the forms of a page that stood open get the token of the new session.
addEventListener("token", ({ detail }) => {
  for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = detail.value;
  for (const one of document.querySelectorAll("[data-token]")) one.dataset.token = detail.value;
});
