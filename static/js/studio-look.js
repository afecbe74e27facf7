// Turns the draft's frame light or dark, and takes its sound away.
"use strict";
(() => {
  const look = document.querySelector(".draft");
  const frame = look.querySelector("iframe");
  const quiet = look.querySelector("#quiet");
  const still = () => {
    const film = frame.contentDocument?.querySelector("video");
    const sound = frame.contentDocument?.querySelector("[data-do=sound]");
    if (film && quiet.checked) film.muted = true;
    if (sound) sound.hidden = quiet.checked;
  };
  look.addEventListener("change", () => {
    look.classList.toggle("night", look.querySelector("#by-night").checked);
    still();
  });
  frame.addEventListener("load", still);
})();
