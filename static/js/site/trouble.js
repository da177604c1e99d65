// A form that could not be sent says so beside its button, or to a screen reader at least; what was typed stays.
document.addEventListener("htmx:error", ({ target, detail }) => {
  if (!detail.ctx || target.tagName !== "FORM") return
  const words = "The network did not answer. Nothing that you typed is lost; please try again."
  const notice = document.createElement("p")
  notice.className = "notice alarm"
  notice.textContent = words
  target.querySelector(".comment-trouble")?.replaceChildren(notice)
  document.getElementById("announcer").textContent = words
})
