// What every page of the studio needs: focus goes to the first thing that is wrong.
"use strict";
document.documentElement.classList.add("js");
addEventListener("htmx:afterSettle", () => document.querySelector("[aria-invalid=true]")?.focus());
document.querySelector("[aria-invalid=true]")?.focus();
