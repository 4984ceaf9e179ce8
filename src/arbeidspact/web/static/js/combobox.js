/*
  Suggestions under a text field, after the ARIA combobox pattern (list autocomplete, manual selection).
  Markup: templates/cotton/combobox.html. The suggestions come from data-options-url as
  {"options": [{"value": "...", "label": "...", "hint": "..."}]}.

  A field that takes any words (data-free) has no hidden value: the name that is picked stands in it as text. With
  data-fills="NAME" the choice also goes to the empty combobox of that name in the same form.
*/
(function () {
  "use strict";

  let made = 0;

  function folded(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  }

  /* The text with the letters that were typed in bold: whole words typed, wherever they stand in it. */
  function withMatches(text, typed) {
    const letters = [...text];
    const plain = letters.map(folded);
    const line = plain.join("");
    const starts = [];
    plain.forEach((piece, index) => { for (let at = 0; at < piece.length; at += 1) starts.push(index); });
    const bold = new Set();
    folded(typed).split(/[^\p{L}\p{N}+#]+/u).filter((word) => word.length > 1).forEach((word) => {
      for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + word.length)) {
        for (let step = 0; step < word.length; step += 1) bold.add(starts[at + step]);
      }
    });
    const pieces = [];
    letters.forEach((letter, index) => {
      const isBold = bold.has(index);
      const last = pieces[pieces.length - 1];
      if (last && last.isBold === isBold) last.text += letter;
      else pieces.push({ isBold, text: letter });
    });
    return pieces.map((piece) => {
      if (!piece.isBold) return document.createTextNode(piece.text);
      const strong = document.createElement("b");
      strong.textContent = piece.text;
      return strong;
    });
  }

  function combobox(root) {
    if (root.dataset.ready) return;
    root.dataset.ready = "yes";
    const field = root.querySelector("input[type=text]");
    const chosen = root.querySelector("input[type=hidden]") || document.createElement("input");
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

    function place(option) {
      field.value = option.label;
      chosen.value = option.value;
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
      place(option);
      close();
      fillOther(option);
      root.dispatchEvent(new CustomEvent("combobox:picked", { bubbles: true, detail: option }));
      if ("submit" in root.dataset) field.form.requestSubmit();
    }

    function fillOther(option) {
      if (!root.dataset.fills || !field.form) return;
      const other = field.form.elements[`${root.dataset.fills}_text`];
      const hidden = field.form.elements[root.dataset.fills];
      if (!other || !hidden || other.value.trim()) return;
      other.value = option.label;
      hidden.value = option.value;
      status.textContent = root.dataset.filled;
    }

    function item(option, index) {
      const entry = document.createElement("li");
      entry.id = `${list.id}-${index}`;
      entry.setAttribute("role", "option");
      entry.setAttribute("aria-selected", "false");
      const label = document.createElement("span");
      label.append(...withMatches(option.label, field.value));
      entry.append(label);
      if (option.hint) {
        const hint = document.createElement("span");
        hint.className = "combobox__hint";
        hint.append(...withMatches(option.hint, field.value));
        // A screen reader reads both in one breath: a comma parts them.
        const pause = document.createElement("span");
        pause.className = "visually-hidden";
        pause.textContent = ", ";
        entry.append(pause);
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
      list.setAttribute("aria-label", root.parentElement.querySelector("label").textContent.trim());
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
        if (event.key === "ArrowDown") mark((active + 1) % options.length);
        else mark(active > 0 ? active - 1 : options.length - 1);
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
