/* The few things that need script. Without it every link and form works as plain HTML. */
(() => {
  "use strict";

  const notice = () => document.getElementById("melding");

  /* Shows a <template> of the page in the live region, so that it is read aloud too. */
  const show = (name) => {
    const template = document.getElementById(name);
    if (template && notice()) notice().replaceChildren(template.content.cloneNode(true));
  };

  /* The button that was pressed tells that it is busy; it keeps its focus and its words. */
  const busy = (event, on) => {
    const form = event.detail.elt;
    if (form.dataset?.quiet !== undefined) return; /* keeps by itself while somebody types */
    const pressed = event.detail.requestConfig?.triggeringEvent?.submitter;
    const button = pressed ?? form.querySelector?.("button[type=submit], button:not([type])");
    if (on) button?.setAttribute("aria-busy", "true");
    else form.querySelectorAll?.("[aria-busy]").forEach((one) => one.removeAttribute("aria-busy"));
    if (!on) pressed?.removeAttribute("aria-busy");
  };

  /* A new step: start at its heading, or at what has to be mended first. */
  const arrive = (main) => {
    const wrong = main.querySelector("[aria-invalid=true], .utrecht-form-fieldset--invalid input");
    const place = wrong ?? main.querySelector("h1") ?? main;
    if (!wrong) place.setAttribute("tabindex", "-1");
    place.focus({ preventScroll: true });
    if (wrong) place.scrollIntoView({ block: "center" });
    else window.scrollTo(0, 0);
  };

  document.addEventListener("htmx:beforeRequest", (event) => {
    notice()?.replaceChildren();
    busy(event, true);
  });
  document.addEventListener("htmx:afterRequest", (event) => busy(event, false));

  /* A whole page came back where a part was asked (an error page, the sign-in page): take what is in its main. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    /* Too busy: the page stays, with all that was typed, and the button works again. */
    if (event.detail.xhr.status === 503 && event.detail.xhr.getResponseHeader("HX-Reswap") === "none") {
      event.detail.shouldSwap = false;
      show("te-druk");
      return;
    }
    if (!/<html[\s>]/i.test(event.detail.serverResponse)) return;
    event.detail.selectOverride = "#inhoud > *";
    event.detail.swapOverride = "innerHTML";
    event.detail.target = document.getElementById("inhoud") ?? event.detail.target;
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const main = document.getElementById("inhoud");
    if (main && event.detail.target?.id === "inhoud") arrive(main);
  });

  document.addEventListener("htmx:sendError", () => show("geen-verbinding"));
  document.addEventListener("htmx:timeout", () => show("geen-verbinding"));

  /* A page for when the network is gone, fetched when all else is done; staff pages have none. */
  if (navigator.serviceWorker && document.querySelector("link[rel=manifest]")) {
    window.addEventListener("load", () => {
      setTimeout(() => navigator.serviceWorker.register(`/sw.js?taal=${document.documentElement.lang}`).catch(() => {}), 4000);
    });
  }

  /* Back on the page after the browser kept it in memory: no button may still look busy. */
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("[aria-busy]").forEach((one) => one.removeAttribute("aria-busy"));
  });
})();
