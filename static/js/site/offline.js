// After all else, the worker that keeps for a power cut what was read here; the first time it is told what is here already.
if (navigator.serviceWorker) addEventListener("load", async () => {
  const first = !navigator.serviceWorker.controller
  await navigator.serviceWorker.register("/sw.js")
  if (first && !document.querySelector(".desk-bar")) {
    const { active } = await navigator.serviceWorker.ready
    active.postMessage([location.href, ...performance.getEntriesByType("resource").map(({ name }) => name)])
  }
})
