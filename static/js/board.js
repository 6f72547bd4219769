/* Moving a day on the board by dragging its grip, or with the keyboard. Both send the form that moves a day; without
   this script the grip leads to that form. */
(() => {
  "use strict";

  const form = () => document.getElementById("bord-zet");
  const board = () => document.querySelector("[data-board]");
  const says = () => document.getElementById("bord-zegt");
  const cells = () => [...board().querySelectorAll("[data-day]")];
  const cellOf = (number) => board()?.querySelector(`[data-day="${number}"]`);
  const isFixed = (cell) => cell.hasAttribute("data-fixed");

  let carried = null; // { from, over, byKey, pointer, x, y, moved }

  const tell = (name) => {
    const region = says();
    if (!region) return;
    const over = carried?.over ? cellOf(carried.over) : null;
    const what = over?.querySelector(".tile__text")?.textContent.trim() || region.dataset.empty;
    region.textContent = (region.dataset[name] || "")
      .replace("{van}", carried?.from ?? "")
      .replace("{naar}", carried?.over ?? "")
      .replace("{wat}", what);
  };

  const mark = () => {
    for (const cell of cells()) {
      cell.classList.toggle("dayc--lifted", Number(cell.dataset.day) === carried?.from);
      cell.classList.toggle("dayc--over", Number(cell.dataset.day) === carried?.over && carried?.over !== carried?.from);
    }
    board().classList.toggle("board--carrying", Boolean(carried));
    for (const grip of board().querySelectorAll(".grip")) {
      grip.setAttribute("aria-pressed", String(Number(grip.closest("[data-day]").dataset.day) === carried?.from));
    }
  };

  const stop = (spoken) => {
    if (spoken) tell("stopped");
    else says()?.replaceChildren();
    carried = null;
    mark();
  };

  const drop = () => {
    const { from, over } = carried;
    carried = null;
    mark();
    says()?.replaceChildren();
    if (!over || over === from || isFixed(cellOf(over))) return;
    form().elements.van.value = from;
    form().elements.naar.value = over;
    form().elements.stand.value = board().dataset.stamp; // of the board that is on the screen now
    form().requestSubmit();
  };

  /* keyboard: the next day in that direction that can still be changed */
  const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  const step = (by) => {
    let goal = carried.over + by;
    let cell = cellOf(goal);
    while (cell && isFixed(cell)) {
      goal += by;
      cell = cellOf(goal);
    }
    if (!cell) return;
    carried.over = goal;
    mark();
    cell.scrollIntoView({ block: "nearest" });
    tell("over");
  };

  const prepare = () => {
    for (const grip of board()?.querySelectorAll(".grip") ?? []) {
      grip.setAttribute("role", "button");
      grip.setAttribute("aria-pressed", "false");
    }
  };

  document.addEventListener("keydown", (event) => {
    if (!board()) return;
    const grip = event.target.closest?.(".grip");
    if (!carried) {
      if (grip && board().contains(grip) && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault();
        const from = Number(grip.closest("[data-day]").dataset.day);
        carried = { from, over: from, byKey: true };
        mark();
        tell("lifted");
      }
      return;
    }
    if (event.key === "Escape") {
      event.preventDefault();
      stop(true);
    } else if (carried.byKey && event.key in STEPS) {
      event.preventDefault();
      step(STEPS[event.key]);
    } else if (carried.byKey && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      drop();
    } else if (carried.byKey && event.key === "Tab") {
      stop(true);
    }
  });

  /* pointer: mouse, pen and finger alike */
  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest?.(".grip");
    if (!grip || !board()?.contains(grip) || event.button !== 0) return;
    event.preventDefault();
    grip.focus({ preventScroll: true });
    says()?.replaceChildren();
    const from = Number(grip.closest("[data-day]").dataset.day);
    carried = { from, over: from, byKey: false, pointer: event.pointerId, x: event.clientX, y: event.clientY, moved: false };
  });

  document.addEventListener("pointermove", (event) => {
    if (!carried || carried.byKey || carried.pointer !== event.pointerId) return;
    if (!carried.moved && Math.hypot(event.clientX - carried.x, event.clientY - carried.y) < 6) return;
    carried.moved = true;
    const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-day]");
    carried.over = cell && !isFixed(cell) ? Number(cell.dataset.day) : carried.from;
    mark();
    const edge = 48;
    if (event.clientY < edge) window.scrollBy(0, -12);
    else if (event.clientY > window.innerHeight - edge) window.scrollBy(0, 12);
  });

  document.addEventListener("pointerup", (event) => {
    if (!carried || carried.byKey || carried.pointer !== event.pointerId) return;
    if (carried.moved) drop();
    else stop(false);
  });
  document.addEventListener("pointercancel", () => carried && !carried.byKey && stop(false));

  /* A tap or click on a grip that was not dragged goes on as a link: to the form below. After dragging it does not. */
  let dragged = false;
  document.addEventListener("pointerup", () => { dragged = false; }, true);
  document.addEventListener("pointermove", () => { if (carried?.moved) dragged = true; }, true);
  document.addEventListener("click", (event) => {
    if (dragged && event.target.closest?.(".grip")) event.preventDefault();
    dragged = false;
  }, true);

  /* After a move: the focus on the day that moved, and its words in the region that is read aloud. */
  document.addEventListener("htmx:afterSettle", () => {
    prepare();
    const moved = document.querySelector("#bord[data-moved]")?.dataset.moved;
    const told = document.querySelector("#bord [data-done], #bord [role=alert]");
    if (told && says()) says().textContent = told.textContent.trim();
    if (told?.matches("[data-done]")) told.remove(); // it is said below, and the board stays where it was
    if (moved) (cellOf(moved)?.querySelector(".grip") ?? cellOf(moved)?.querySelector("a"))?.focus();
  });
  document.addEventListener("focusout", () => { if (!carried) says()?.replaceChildren(); });

  prepare();
})();
