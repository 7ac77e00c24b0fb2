// Keeps one kiosk's page, so that it opens without a connection. It sees no answers: those never pass through here.
"use strict";
const PAGE = self.registration.scope;
const KEPT = "kiosk " + new URL(PAGE).pathname;
const FRESH_FOR = 10 * 60 * 1000;

async function renew() {
  const answer = await fetch(PAGE, { cache: "no-store", credentials: "omit" });
  if (answer.ok && !answer.redirected && answer.headers.has("Content-Security-Policy")) {
    await (await caches.open(KEPT)).put(PAGE, answer);
  }
}

async function open(event) {
  const found = await (await caches.open(KEPT)).match(PAGE);
  if (!found) return fetch(event.request);
  if (Date.now() - Date.parse(found.headers.get("Date")) > FRESH_FOR) event.waitUntil(renew().catch(() => {}));
  return found;
}

self.addEventListener("install", (event) => { self.skipWaiting(); event.waitUntil(renew()); });
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const asked = new URL(event.request.url);
  if (event.request.mode === "navigate" && asked.origin + asked.pathname === PAGE) event.respondWith(open(event));
});
