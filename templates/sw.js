/* Answers only when the network is gone, and then with one page of words. Nothing of a person is ever kept. */
"use strict";

const CACHE = "zonder-netwerk-{{ version }}";
const PAGE = "{% url "challenges:offline" %}";

/* The page in the reader's language but without cookies, and the files it names. */
const keep = async () => {
  const page = await fetch(`${PAGE}?taal={{ language }}`, { cache: "reload", credentials: "omit" });
  if (!page.ok) throw new Error(page.status);
  const html = await page.clone().text();
  const files = [...html.matchAll(/(?:href|src)="(\/static\/[^"#]+)/g)].map((found) => found[1]);
  const cache = await caches.open(CACHE);
  await cache.addAll([...new Set(files)]);
  await cache.put(PAGE, page);
};

const tidy = async () => {
  const others = (await caches.keys()).filter((name) => name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
};

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const path = new URL(request.url).pathname;
  const kept = request.mode === "navigate" ? PAGE : path.startsWith("/static/") ? path : null;
  if (!kept) return;
  event.respondWith(fetch(request).catch(async () => (await caches.match(kept)) ?? Response.error()));
});
