/* A picture that waits for a tap comes into its own place; without this the link opens it. */
document.addEventListener("click", (event) => {
  const link = event.target.closest(".tap a")
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  const picture = link.previousElementSibling
  const words = link.textContent
  picture.onload = () => link.remove()
  picture.onerror = () => { link.textContent = words }
  link.textContent = "…"
  picture.src = link.href
})
