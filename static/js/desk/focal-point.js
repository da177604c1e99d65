/* A click on the lead image says what must stay when it is cut; the numbers below it say the same without this. */
(() => {
  const picture = document.querySelector(".desk-focal")
  const fields = ["focal_x", "focal_y"].map((id) => document.getElementById(id))
  if (!picture || fields.includes(null)) return
  const frame = document.createElement("span")
  const mark = document.createElement("span")
  frame.className = "desk-focal-frame"
  mark.className = "desk-focal-mark"
  picture.replaceWith(frame)
  frame.append(picture, mark)
  const percent = (field) => Math.min(100, Math.max(0, field.value === "" ? 50 : Number(field.value)))
  const show = () => {
    mark.style.left = `${percent(fields[0])}%`
    mark.style.top = `${percent(fields[1])}%`
  }
  frame.addEventListener("click", (event) => {
    const place = picture.getBoundingClientRect()
    fields[0].value = Math.round((100 * (event.clientX - place.left)) / place.width)
    fields[1].value = Math.round((100 * (event.clientY - place.top)) / place.height)
    fields[1].dispatchEvent(new Event("input", { bubbles: true }))
  })
  for (const field of fields) field.addEventListener("input", show)
  show()
})()
