/* A fragment that lands in the dialog opens it; a press beside it closes it. The browser does the rest: focus, Escape, return. */
(() => {
  const dialog = document.createElement("dialog")
  dialog.id = dialog.className = "dialog"
  dialog.innerHTML = "<div id=dialog-content></div>"
  document.body.append(dialog)

  document.addEventListener("htmx:after:swap", ({ detail }) => {
    const target = detail.ctx?.target
    if (target?.id !== "dialog-content" || dialog.open) return
    dialog.ariaLabel = target.querySelector("h1, h2, h3")?.textContent ?? ""
    dialog.showModal()
    target.querySelector("input:not([type=hidden])")?.focus()
  })

  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close()
  })
})()
