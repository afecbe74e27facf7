/* Offline was switched off: this worker takes over at once, empties what the last one kept, and goes. */
"use strict";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("kiosk-")) await caches.delete(name);
  await self.registration.unregister();
})()));
