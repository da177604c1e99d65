/* A button that copies what stands in a field; without it, the field can be selected and copied as any other. */
(() => {
  for (const button of navigator.clipboard ? document.querySelectorAll("[data-copies]") : []) {
    const field = document.getElementById(button.dataset.copies)
    button.hidden = false
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(field.value)
      button.textContent = say("Copied")
      document.getElementById("announcer").textContent = say("The message is copied.")
      setTimeout(() => { button.textContent = say("Copy") }, 3000)
    })
  }
})()
