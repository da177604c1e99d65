// A look is counted once the page is here and had a second to show its pictures; the answer brings newer numbers. Who
// comes from a letter has its number behind the address: it is told with the look, and nobody shares it on.
(() => {
  const letter = location.hash.match(/^#letter-(\d{1,10})$/)?.[1]
  if (letter) history.replaceState(history.state, "", location.pathname + location.search)

  addEventListener("load", () => setTimeout(async () => {
    const counters = document.querySelector("[data-views]")
    if (!counters) return
    const look = { method: "POST", headers: { "HX-Request": "true" } }
    if (letter) look.body = new URLSearchParams({ letter })
    try {
      const answer = await fetch(counters.dataset.views, look)
      if (answer.ok) counters.outerHTML = await answer.text()
    } catch {
      // Without a network the numbers stay as they came.
    }
  }, 1000))
})()
