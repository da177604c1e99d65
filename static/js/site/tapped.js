/* The viewer of galleries and the players of videos come with the first tap on one: most who read never need them.
   Where they do not come, the link leads where it always did. An address without today's digest leads to today's. */
(() => {
  for (const image of document.querySelectorAll(".gallery img")) {
    if (image.closest("a")) continue
    const link = document.createElement("a")
    link.href = image.srcset.split(/,\s+/).pop().split(" ")[0] || image.src
    image.replaceWith(link)
    link.append(image)
  }

  let state = ""
  document.addEventListener("click", async (event) => {
    const link = event.target.closest(".gallery a:has(img), .embed > a")
    if (!link || state === "here" || event.ctrlKey || event.metaKey || event.shiftKey) return
    if (link.matches(".embed:not(.video) > a")) {
      link.target = "_blank"
      return
    }
    event.preventDefault()
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
  })
})()
