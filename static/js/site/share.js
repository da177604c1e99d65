// What the reader's own device does: its share sheet, its clipboard, its mail. Networks need no script, being forms.
(() => {
  const row = document.querySelector(".share-row")
  if (!row) return
  const { title, address, presses } = row.dataset
  const button = (name) => row.querySelector(`[data-share="${name}"]`)
  const count = async (name) => {
    await bring(HTMX)
    htmx.ajax("POST", `${presses}${name}/`, { target: "#counters", swap: "outerHTML" })
  }

  const copy = async () => {
    await navigator.clipboard.writeText(address)
    button("copy").textContent = say("Copied")
    document.getElementById("announcer").textContent = say("The link is copied.")
    setTimeout(() => { button("copy").textContent = say("Copy link") }, 3000)
    count("copy")
  }

  const open = async () => {
    try {
      await navigator.share({ title, url: address })
      count("device")
    } catch (error) {
      if (error.name !== "AbortError") throw error
    }
  }

  button("email").addEventListener("click", () => count("email"))
  if (navigator.clipboard) {
    button("copy").hidden = false
    button("copy").addEventListener("click", copy)
  }
  if (navigator.share) {
    button("device").hidden = false
    button("device").addEventListener("click", open)
  }
})()
