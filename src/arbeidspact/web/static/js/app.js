/* Small improvements on pages that already work without them. No page depends on this file. */
(function () {
  "use strict";

  const words = document.body.dataset;

  /* A notice in the region that screen readers follow. */
  function announce(text) {
    const region = document.getElementById("messages");
    if (!region) return;
    const notice = document.createElement("div");
    notice.className = "notice tone-danger";
    notice.append(document.createElement("span"), document.createTextNode(text));
    region.replaceChildren(notice);
    region.scrollIntoView({ block: "nearest" });
  }

  /* Menus of the header close on Escape, on a click beside them, and when another one opens. */
  function closeMenus(except) {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  }
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest && event.target.closest("details[data-menu][open]");
    closeMenus();
    if (menu) menu.querySelector("summary").focus();
  });

  /* Ask before something that cannot be undone: data-confirm="question" on a form or on a button. */
  function ask(question, onYes) {
    const dialog = document.createElement("dialog");
    const heading = document.createElement("h2");
    heading.textContent = question;
    heading.id = "dialog-question";
    dialog.setAttribute("aria-labelledby", heading.id);
    const no = document.createElement("button");
    no.type = "button";
    no.textContent = words.dialogCancel;
    const yes = document.createElement("button");
    yes.type = "button";
    yes.className = "button button--primary";
    yes.textContent = words.dialogConfirm;
    const actions = document.createElement("div");
    actions.className = "actions";
    actions.append(no, yes);
    dialog.append(heading, actions);
    no.addEventListener("click", () => dialog.close());
    yes.addEventListener("click", () => {
      dialog.close();
      onYes();
    });
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    no.focus();
  }
  const confirmed = new WeakSet();
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      const button = event.submitter;
      const question = (button && button.dataset.confirm) || form.dataset.confirm;
      if (!question || confirmed.has(form)) {
        confirmed.delete(form);
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(question, () => {
        confirmed.add(form);
        form.requestSubmit(button || undefined);
      });
    },
    true,
  );
  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    ask(event.detail.question, () => event.detail.issueRequest(true));
  });

  /* Filters apply as soon as one changes; typing waits until it pauses. */
  let waiting;
  function submitSoon(form, delay) {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => form.requestSubmit(), delay);
  }
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-auto-submit]");
    if (form && event.target.matches("select, input[type=checkbox], input[type=radio], input[type=date]")) submitSoon(form, 50);
  });
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-auto-submit][hx-get]");
    if (form && event.target.matches("input[type=search]")) submitSoon(form, 400);
  });

  /* Tick all: data-tick-all names the boxes that follow it. */
  document.addEventListener("change", (event) => {
    const name = event.target.dataset?.tickAll;
    if (!name) return;
    for (const box of document.querySelectorAll(`input[type=checkbox][name="${name}"]`)) box.checked = event.target.checked;
  });

  /* A form that was typed in is not lost by a wrong click: data-guard on the form. */
  const changed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) changed.add(form);
  });
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) changed.delete(event.target);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) changed.delete(event.detail.elt);
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...changed].some((form) => form.isConnected)) {
      event.preventDefault();
      event.returnValue = words.leaveWarning;
    }
  });

  /* A request that fails leaves what was typed where it is, and says so. */
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((name) => {
    document.addEventListener(name, () => announce(words.requestFailed));
  });

  /* One press sends a form once. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "get" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });

  /* The summary of what is wrong is heard first. */
  function focusErrors(root) {
    const summary = root.querySelector("[data-error-summary]");
    if (summary) summary.focus();
  }
  focusErrors(document);
  document.addEventListener("htmx:load", (event) => focusErrors(event.target));

  /*
    When a part of the page is replaced, the focus and the place on the screen stay where they were. htmx finds the same
    element by its id; where that is folded away now, its summary takes the focus, and where it is gone, the heading of
    its section, or of the one that data-focus-after names.
  */
  let focused = null;
  let place = null;
  const topOf = (id) => document.getElementById(id)?.getBoundingClientRect().top;
  document.addEventListener("htmx:beforeSwap", (event) => {
    const active = document.activeElement === document.body ? null : document.activeElement;
    const element = active || event.detail.requestConfig.elt;
    const section = element.closest("section[id]");
    const named = element.closest("[data-focus-after]");
    if (active) focused = { id: active.id, section: named ? named.dataset.focusAfter : section && section.id };
    const id = section ? section.id : place && place.id;
    place = id && topOf(id) !== undefined ? { id, top: topOf(id) } : null;
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (place && topOf(place.id) !== undefined) {
      window.scrollBy({ top: topOf(place.id) - place.top, behavior: "instant" });
    }
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!focused) return;
    const { id, section } = focused;
    focused = null;
    if (document.activeElement && document.activeElement !== document.body) return;
    const same = id && document.getElementById(id);
    const fold = same && same.closest("details:not([open])");
    const around = section && document.getElementById(section);
    const heading = around && around.querySelector("h2, h3");
    if (heading) heading.tabIndex = -1;
    const next = fold ? fold.querySelector("summary") : same || heading;
    if (next) next.focus({ preventScroll: true });
  });

  /* What is said in a corner of the screen goes away by itself. */
  const saying = new Map();
  document.addEventListener("htmx:oobAfterSwap", (event) => {
    const region = event.detail.target.closest("[data-said]");
    if (!region) return;
    window.clearTimeout(saying.get(region));
    saying.set(region, window.setTimeout(() => region.replaceChildren(), 8000));
  });

  document.querySelectorAll("[data-print]").forEach((button) => {
    if (button.matches("button")) button.addEventListener("click", () => window.print());
  });

  /* On a phone a filter without a choice starts folded, so that the list is in sight. */
  if (window.location.search === "" && window.matchMedia("(max-width: 46rem)").matches) {
    document.querySelectorAll("details[data-fold-on-phone]").forEach((fold) => {
      fold.open = false;
    });
  }
})();
