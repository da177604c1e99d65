// Takes the place of worker.js where offline reading is switched off: it keeps nothing and answers nothing.
addEventListener("install", () => skipWaiting())
addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) await caches.delete(name)
  await registration.navigationPreload?.disable()
  await clients.claim()
})()))
