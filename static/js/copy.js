/* Buttons that copy a text of the page. Without script they stay hidden, and the text can be selected. */
(() => {
  "use strict";

  const said = () => document.getElementById("melding");

  const ready = () => {
    if (!navigator.clipboard) return;
    document.querySelectorAll("button[data-copy][hidden]").forEach((button) => {
      button.hidden = false;
    });
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button[data-copy]");
    const source = button && document.getElementById(button.dataset.copy);
    if (!source) return;
    try {
      await navigator.clipboard.writeText(source.textContent.trim().replace(/\s+/g, " "));
    } catch {
      window.getSelection()?.selectAllChildren(source); // not allowed: then it is at least selected
      return;
    }
    const label = button.querySelector("span");
    const before = label.textContent;
    label.textContent = button.dataset.done;
    if (said()) said().textContent = button.dataset.done;
    setTimeout(() => {
      label.textContent = before;
      said()?.replaceChildren();
    }, 3000);
  });

  document.addEventListener("htmx:afterSettle", ready);
  ready();
})();
