// What every page of the studio needs: focus goes to the first thing that is wrong in what was just
// answered, never into what lay there before; a chosen file is sent at once where its field says so.
"use strict";
document.documentElement.classList.add("js");
addEventListener("htmx:afterSettle", (event) => event.target.querySelector("[aria-invalid=true]")?.focus());
document.querySelector("[aria-invalid=true]")?.focus();
addEventListener("change", (event) => {
  if (event.target.matches("input[type=file][data-send]")) {
    const { form } = event.target;
    if (form.requestSubmit) form.requestSubmit();
    else form.submit();
  }
});

// What matters only after one answer is shown after that answer.
const matters = () => {
  for (const part of document.querySelectorAll("[data-when]")) {
    const [name, value] = part.dataset.when.split("=");
    part.hidden = part.closest("form").querySelector(`[name="${name}"]:checked`)?.value !== value;
  }
};
addEventListener("change", matters);
addEventListener("htmx:afterSettle", matters);
matters();
