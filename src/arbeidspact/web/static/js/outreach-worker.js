/*
  Keeps the form of outreach in the browser, so that it opens without coverage. `self.outreach` says under which name, which form
  and which files; the server writes it above this. Lists and contacts are never kept.
*/
(function () {
  "use strict";

  const { cache, form, pages, assets } = self.outreach;
  const PATIENCE = 8000;

  async function keepForm() {
    const answer = await fetch(form, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected) await (await caches.open(cache)).put(form, answer);
  }

  async function fromNetwork(request) {
    const late = new Promise((_resolve, reject) => {
      self.setTimeout(() => reject(new Error("too late")), PATIENCE);
    });
    return Promise.race([fetch(request), late]);
  }

  async function page(request) {
    try {
      return await fromNetwork(request);
    } catch (problem) {
      const kept = await caches.match(form);
      if (kept) return kept;
      throw problem;
    }
  }

  async function asset(request) {
    const store = await caches.open(cache);
    const kept = await store.match(request, { ignoreSearch: true });
    const fresh = fetch(request).then((answer) => {
      if (answer.ok) store.put(request, answer.clone());
      return answer;
    });
    if (!kept) return fresh;
    fresh.catch(() => {});
    return kept;
  }

  self.addEventListener("install", (event) => {
    event.waitUntil(
      (async () => {
        await (await caches.open(cache)).addAll(assets);
        await keepForm();
        await self.skipWaiting();
      })(),
    );
  });

  self.addEventListener("activate", (event) => {
    event.waitUntil(
      (async () => {
        const names = await caches.keys();
        const old = names.filter((name) => name.startsWith("arbeidspact-outreach-") && name !== cache);
        await Promise.all(old.map((name) => caches.delete(name)));
        await self.clients.claim();
      })(),
    );
  });

  self.addEventListener("message", (event) => {
    if (event.data === "keep-form") event.waitUntil(keepForm().catch(() => {}));
  });

  self.addEventListener("fetch", (event) => {
    const { request } = event;
    if (request.method !== "GET") return;
    const address = new URL(request.url);
    if (address.origin !== self.location.origin) return;
    if (request.mode === "navigate" && address.pathname.startsWith(pages)) event.respondWith(page(request));
    else if (assets.includes(address.pathname)) event.respondWith(asset(request));
  });
})();
