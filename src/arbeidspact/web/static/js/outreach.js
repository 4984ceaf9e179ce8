/*
  Contacts wait in the browser until they are sent. Without this file the form is a plain form.

  What waits stands in localStorage under one name: a list of { key, owner, savedAt, fields, problem }. It goes when it was sent,
  when somebody signs out (sign-out.js), and after some days. Only the login that wrote it sees and sends it.
*/
(function () {
  "use strict";

  const STORE = "arbeidspact.outreach.waiting";
  const DAY = 24 * 60 * 60 * 1000;
  const AGAIN = 30 * 1000;

  function read() {
    try {
      const items = JSON.parse(window.localStorage.getItem(STORE) || "[]");
      return Array.isArray(items) ? items : [];
    } catch {
      return [];
    }
  }

  function write(items) {
    if (items.length) window.localStorage.setItem(STORE, JSON.stringify(items));
    else window.localStorage.removeItem(STORE);
  }

  const root = document.querySelector("[data-outreach]");
  if (!root) return;
  const words = root.dataset;
  const form = document.querySelector("form[data-contact-form]");
  const list = root.querySelector("[data-waiting-list]");
  const title = root.querySelector("[data-waiting-title]");
  const status = root.querySelector("[data-waiting-status]");
  const signIn = root.querySelector("[data-waiting-sign-in]");
  const others = root.querySelector("[data-waiting-others]");
  let sending = false;

  const mine = (items) => items.filter((item) => item.owner === words.owner);

  function newKey() {
    if (window.crypto.randomUUID) return window.crypto.randomUUID();
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  function today() {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }

  function removeOld() {
    const items = read();
    const kept = items.filter((item) => Date.now() - item.savedAt < Number(words.keptDays) * DAY);
    if (kept.length !== items.length) write(kept);
    return items.length - kept.length;
  }

  function say(text, href, label) {
    status.replaceChildren(text);
    if (!href) return;
    const link = document.createElement("a");
    link.href = href;
    link.textContent = label;
    status.append(" ", link);
  }

  function button(text, name, kind) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = `button button--small ${kind}`.trim();
    element.append(text);
    const about = document.createElement("span");
    about.className = "visually-hidden";
    about.textContent = ` ${name}`;
    element.append(about);
    return element;
  }

  function line(item) {
    const row = document.createElement("li");
    const name = item.fields.given_name || item.fields.reach || words.nameless;
    const heading = document.createElement("strong");
    heading.textContent = name;
    const when = document.createElement("span");
    when.className = "muted";
    when.textContent = [item.placeName, new Date(item.savedAt).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" })].filter(Boolean).join(", ");
    row.append(heading, when);
    if (item.problem) {
      const problem = document.createElement("p");
      problem.className = "field__error";
      problem.textContent = item.problem;
      row.append(problem);
    }
    const actions = document.createElement("div");
    actions.className = "actions";
    if (form) {
      const change = button(words.change, name, "");
      change.addEventListener("click", () => edit(item));
      actions.append(change);
    }
    const remove = button(words.remove, name, "button--quiet");
    remove.addEventListener("click", () => {
      if (remove.dataset.asked) {
        write(read().filter((one) => one.key !== item.key));
        show();
        say(words.removed);
        title.focus();
        return;
      }
      remove.dataset.asked = "yes";
      remove.className = "button button--small button--danger";
      remove.firstChild.textContent = words.removeSure;
    });
    actions.append(remove);
    row.append(actions);
    return row;
  }

  function show() {
    const items = read();
    const own = mine(items);
    title.textContent = own.length ? words.title.replace("{n}", own.length) : words.titleNone;
    list.replaceChildren(...own.map(line));
    root.dataset.state = own.length ? "some" : "none";
    others.hidden = items.length === own.length;
    others.textContent = words.others.replace("{n}", items.length - own.length);
    root.querySelector("[data-waiting-send]").hidden = own.length === 0;
    root.querySelector("[data-waiting-part]").hidden = own.length === 0 && items.length === own.length && !status.textContent;
  }

  function edit(item) {
    Object.entries(item.fields).forEach(([name, value]) => {
      if (form.elements[name]) form.elements[name].value = value;
    });
    form.querySelector("details").open = true;
    form.elements.given_name.focus();
    say(words.editing);
  }

  function emptyForm() {
    ["given_name", "reach", "language", "neighbourhood", "referred_by", "note"].forEach((name) => {
      if (form.elements[name]) form.elements[name].value = "";
    });
    form.elements.sent_as.value = newKey();
    form.elements.met_on.value = today();
    delete form.dataset.sent;
    document.querySelectorAll("[data-error-summary]").forEach((summary) => summary.remove());
  }

  async function freshToken() {
    const answer = await fetch(words.tokenUrl, { redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return null;
    if (!answer.ok) throw new Error(String(answer.status));
    const found = await answer.json();
    document.querySelectorAll("[data-no-connection]").forEach((notice) => {
      notice.hidden = true;
    });
    return found.owner === words.owner ? found.token : null;
  }

  function settle(key, problem) {
    const items = read();
    write(problem ? items.map((one) => (one.key === key ? { ...one, problem } : one)) : items.filter((one) => one.key !== key));
  }

  async function sendOne(item, token) {
    const answer = await fetch(words.sendUrl, {
      method: "POST",
      redirect: "manual",
      headers: { "X-CSRFToken": token, "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(item.fields),
    });
    if (answer.status === 422) {
      settle(item.key, (await answer.json()).problems.join(" "));
      return null;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    settle(item.key, "");
    return answer.json();
  }

  async function sendAll(isAsked) {
    const waiting = mine(read()).filter((item) => isAsked || !item.problem);
    if (sending || !waiting.length) return;
    sending = true;
    let last = null;
    let sent = 0;
    let refused = 0;
    signIn.hidden = true;
    say(words.sending);
    try {
      const token = await freshToken();
      if (token === null) {
        signIn.hidden = false;
        say(words.signedOut);
        return;
      }
      for (const item of waiting) {
        const answer = await sendOne(item, token);
        if (answer) {
          last = answer;
          sent += 1;
        } else refused += 1;
      }
      if (refused) say(words.refused);
      else if (sent === 1) say(words.sentOne, last.url, words.openIt);
      else say(words.sentMany.replace("{n}", sent));
    } catch {
      say(words.noCoverage);
    } finally {
      sending = false;
      show();
    }
  }

  if (form) {
    form.elements.sent_as.value = newKey();
    if (!form.elements.met_on.value || form.hasAttribute("data-kept-form")) form.elements.met_on.value = today();
    form.elements.met_on.max = today();
    form.addEventListener("submit", (event) => {
      if (!form.reportValidity()) {
        event.preventDefault();
        return;
      }
      const fields = Object.fromEntries(new FormData(form));
      delete fields.csrfmiddlewaretoken;
      fields.met_on = fields.met_on || today();
      const place = form.elements.place;
      const item = { key: fields.sent_as, owner: words.owner, savedAt: Date.now(), placeName: place.selectedOptions[0]?.textContent, fields };
      try {
        write([...read().filter((one) => one.key !== item.key), item]);
      } catch {
        return; /* This browser keeps nothing: the form goes as a plain form. */
      }
      event.preventDefault();
      emptyForm();
      say(words.kept);
      show();
      status.focus();
      void sendAll(false);
    });
  }

  root.querySelector("[data-waiting-send]").addEventListener("click", () => void sendAll(true));
  window.addEventListener("online", () => void sendAll(false));
  window.addEventListener("storage", show);
  window.setInterval(() => {
    if (!document.hidden && navigator.onLine) void sendAll(false);
  }, AGAIN);

  if (removeOld()) say(words.tooOld);
  show();
  void sendAll(false);

  if ("serviceWorker" in navigator && words.workerUrl) {
    navigator.serviceWorker
      .register(words.workerUrl, { scope: words.scope })
      .then(() => navigator.serviceWorker.ready)
      .then((ready) => {
        root.dataset.worksOffline = "yes";
        root.querySelectorAll("[data-works-offline]").forEach((part) => {
          part.hidden = false;
        });
        if (!form || !form.hasAttribute("data-kept-form")) ready.active.postMessage("keep-form");
      })
      .catch(() => {});
  }
})();
