// Copies the link for a colleague; where a phone can share, it shares.
"use strict";
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const field = document.querySelector(button.dataset.copy);
    try {
      if (navigator.share && matchMedia("(pointer: coarse)").matches) await navigator.share({ url: field.value });
      else await navigator.clipboard.writeText(field.value);
    } catch {
      field.select();
      return;
    }
    button.querySelector("span").textContent = button.dataset.done;
    document.querySelector("#live").textContent = button.dataset.done;
  });
}
