/*
  Signing out empties the phone: contacts that wait to be sent (outreach.js) and the form that the browser keeps. Who still has
  something to send is asked first.
*/
(function () {
  "use strict";

  const STORE = "arbeidspact.outreach.waiting";

  function waiting() {
    try {
      return JSON.parse(window.localStorage.getItem(STORE) || "[]").length;
    } catch {
      return 0;
    }
  }

  document.querySelectorAll("form[data-sign-out]").forEach((form) => {
    form.addEventListener(
      "click",
      () => {
        const count = waiting();
        if (count) form.dataset.confirm = form.dataset.signOut.replace("{n}", count);
        else delete form.dataset.confirm;
      },
      true,
    );
    form.addEventListener("submit", () => {
      try {
        window.localStorage.removeItem(STORE);
      } catch {
        return;
      }
      if (!window.caches) return;
      void window.caches.keys().then((names) => {
        names.filter((name) => name.startsWith("arbeidspact-outreach-")).forEach((name) => window.caches.delete(name));
      });
    });
  });
})();
