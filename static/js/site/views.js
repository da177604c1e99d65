// A look is counted once the page is here and had a second to show its pictures; the answer brings newer numbers.
addEventListener("load", () => setTimeout(async () => {
  const counters = document.querySelector("[data-views]")
  if (!counters) return
  try {
    const answer = await fetch(counters.dataset.views, { method: "POST", headers: { "HX-Request": "true" } })
    if (answer.ok) counters.outerHTML = await answer.text()
  } catch {
    // Without a network the numbers stay as they came.
  }
}, 1000))
