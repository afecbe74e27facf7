// Shows the label that is ticked first in the form that is chosen, and only papers that take it.
"use strict";
document.querySelectorAll("form[data-labels]").forEach((form) => {
  const shown = document.getElementById("shown");
  const papers = form.querySelector("select[name=stock]");
  const turn = () => {
    const design = form.querySelector("input[name=design]:checked");
    if (!design) return;
    for (const one of papers.options) {
      one.hidden = one.disabled = Boolean(one.value) && !one.dataset.fits.split(" ").includes(design.value);
    }
    if (papers.selectedOptions[0] && papers.selectedOptions[0].disabled) papers.value = "";
    if (!shown) return;
    const ticked = form.querySelector("input[name=code]:checked");
    const code = ticked ? ticked.value : shown.dataset.code;
    const second = form.querySelector("select[name=second]").value;
    const at = `/studio/labels/picture/${code}/${design.value}.svg?second=${second}`;
    if (shown.getAttribute("src") !== at) shown.src = at;
  };
  form.addEventListener("change", turn);
  turn();
});
