/* The page of a look: the specimen follows what is typed or picked. Without it, the button "Bekijk" does the same. */
(() => {
  "use strict";
  const COLOUR = /^#[0-9a-f]{6}$/i;

  document.addEventListener("input", (event) => {
    const field = event.target.closest?.(".colour")?.querySelector("[data-token]") ?? event.target;
    const specimen = document.getElementById("proef");
    if (!specimen || !field.dataset?.token) return;
    const picker = field.parentElement.querySelector("input[type=color]");
    if (picker && event.target === picker) field.value = picker.value;
    if (picker && !COLOUR.test(field.value)) return;
    if (picker) picker.value = field.value;
    specimen.style.setProperty(field.dataset.token, field.value);
  });
})();
