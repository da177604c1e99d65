/* The menu opens by itself, being a <details>; Escape or a press outside closes it again. */
(() => {
  const menu = document.querySelector(".menu")
  if (!menu) return

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return
    menu.open = false
    menu.querySelector("summary").focus()
  })

  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false
  })
})()
