// Prints the sheet.
"use strict";
document.querySelector("[data-print]").addEventListener("click", () => print());
