// "Cancel" takes an opened reply form away again, and puts the focus back where it came from.
document.addEventListener("click", (event) => {
  const slot = event.target.closest("[data-cancel='reply']")?.closest(".comment-reply")
  if (!slot) return
  event.preventDefault()
  slot.replaceChildren()
  slot.closest(".comment").querySelector(".comment-acts a").focus()
})
