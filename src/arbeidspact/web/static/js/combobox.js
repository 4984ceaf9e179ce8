/*
  Suggestions under a text field, after the ARIA combobox pattern (list autocomplete, manual selection).
  Markup: templates/cotton/combobox.html. The suggestions come from data-options-url as
  {"options": [{"value": "...", "label": "...", "hint": "..."}]}.
*/
(function () {
  "use strict";

  let made = 0;

  function combobox(root) {
    if (root.dataset.ready) return;
    root.dataset.ready = "yes";
    const field = root.querySelector("input[type=text]");
    const chosen = root.querySelector("input[type=hidden]");
    const list = document.createElement("ul");
    const status = document.createElement("span");
    let options = [];
    let active = -1;
    let waiting;
    let request;

    made += 1;
    list.id = `combobox-list-${made}`;
    list.className = "combobox__list";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", root.parentElement.querySelector("label").textContent.trim());
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    field.setAttribute("aria-controls", list.id);
    root.append(list, status);

    function close() {
      list.hidden = true;
      active = -1;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    }

    function mark(position) {
      active = position;
      [...list.children].forEach((item, index) => {
        item.setAttribute("aria-selected", String(index === active));
        if (index === active) {
          field.setAttribute("aria-activedescendant", item.id);
          item.scrollIntoView({ block: "nearest" });
        }
      });
      if (active < 0) field.removeAttribute("aria-activedescendant");
    }

    function pick(position) {
      const option = options[position];
      if (!option) return;
      field.value = option.label;
      chosen.value = option.value;
      close();
      root.dispatchEvent(new CustomEvent("combobox:picked", { bubbles: true, detail: option }));
      if ("submit" in root.dataset) field.form.requestSubmit();
    }

    function item(option, index) {
      const entry = document.createElement("li");
      entry.id = `${list.id}-${index}`;
      entry.setAttribute("role", "option");
      entry.setAttribute("aria-selected", "false");
      const label = document.createElement("span");
      label.textContent = option.label;
      entry.append(label);
      if (option.hint) {
        const hint = document.createElement("span");
        hint.className = "combobox__hint";
        hint.textContent = option.hint;
        entry.append(hint);
      }
      entry.addEventListener("mousedown", (event) => {
        event.preventDefault();
        pick(index);
      });
      entry.addEventListener("mousemove", () => mark(index));
      return entry;
    }

    function show(found) {
      options = found;
      list.replaceChildren(...options.map(item));
      list.hidden = options.length === 0;
      active = -1;
      field.removeAttribute("aria-activedescendant");
      field.setAttribute("aria-expanded", String(options.length > 0));
      status.textContent = options.length ? `${root.dataset.found} ${options.length}` : root.dataset.none;
    }

    async function suggest() {
      const query = field.value.trim();
      if (query.length < 2) {
        close();
        return;
      }
      if (request) request.abort();
      request = new AbortController();
      const address = new URL(root.dataset.optionsUrl, window.location.href);
      address.searchParams.set("q", query);
      try {
        const response = await fetch(address, { headers: { Accept: "application/json" }, signal: request.signal });
        if (!response.ok) throw new Error(String(response.status));
        const answer = await response.json();
        if (document.activeElement === field) show(answer.options);
      } catch (problem) {
        if (problem.name !== "AbortError") close();
      }
    }

    field.addEventListener("input", () => {
      chosen.value = "";
      window.clearTimeout(waiting);
      waiting = window.setTimeout(suggest, 180);
    });
    field.addEventListener("blur", close);
    field.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) {
          suggest();
          return;
        }
        const step = event.key === "ArrowDown" ? 1 : -1;
        mark((active + step + options.length) % options.length);
      } else if (event.key === "Enter" && !list.hidden && active >= 0) {
        event.preventDefault();
        pick(active);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        event.stopPropagation();
        close();
      }
    });
  }

  function enhance(root) {
    root.querySelectorAll("[data-combobox]").forEach(combobox);
  }
  enhance(document);
  document.addEventListener("htmx:load", (event) => enhance(event.target));
})();
