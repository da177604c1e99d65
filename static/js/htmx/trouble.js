// A form that could not be sent says so.
document.addEventListener("htmx:error", ({ target, detail }) => {
  if (detail.ctx && target.tagName === "FORM") tellTrouble(target)
})
