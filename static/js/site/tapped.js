/* The viewer of galleries, the players of videos and the dialog come with the first tap on one: most who read need none.
   Where they do not come, the link leads where it always did. An address without today's digest leads to today's. */
(() => {
  for (const image of document.querySelectorAll(".gallery img")) {
    if (image.closest("a")) continue
    const link = document.createElement("a")
    link.href = image.srcset.split(/,\s+/).pop().split(" ")[0] || image.src
    const shown = image.closest("picture") ?? image
    shown.replaceWith(link)
    link.append(shown)
  }

  let state = ""
  document.addEventListener("click", async (event) => {
    const link = event.target.closest(".gallery a:has(img), .embed > a, [data-hx-target='#dialog-content']")
    if (!link || state === "here" || event.ctrlKey || event.metaKey || event.shiftKey) return
    if (link.matches(".embed:not(.video) > a")) {
      link.target = "_blank"
      return
    }
    event.preventDefault()
    event.stopPropagation()
    if (state) return
    state = "coming"
    const sheet = document.createElement("link")
    sheet.rel = "stylesheet"
    sheet.href = "/assets/today/tapped.css"
    document.head.append(sheet)
    try {
      await Promise.all([import("/assets/today/tapped.js"), new Promise((resolve) => { sheet.onload = sheet.onerror = resolve })])
      state = "here"
      link.click()
    } catch {
      location = link.href
    }
  }, true)
})()
