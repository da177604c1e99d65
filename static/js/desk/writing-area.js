/* The textarea of the body becomes a writing area; the textarea stays what is sent. Where the editor would lose a part, it steps back. */
(() => {
  const textarea = document.getElementById("body")
  const toolbar = document.getElementById("toolbar")
  if (!textarea || !toolbar || !window.Squire || !window.cleanFragment) return

  const SAME = { STRONG: "B", EM: "I", INS: "U", STRIKE: "S" }
  const holder = document.createElement("template")

  const escapeText = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

  const asHTML = (typed) => {
    const text = typed.trim()
    if (!text || /<[a-z!/]/i.test(text)) return text
    return text.split(/\n[ \t]*\n\s*/).map((block) => `<p>${escapeText(block).replaceAll("\n", "<br>")}</p>`).join("\n")
  }

  const parts = (html) => {
    holder.innerHTML = html
    const names = [...holder.content.querySelectorAll("*")].map((node) => SAME[node.nodeName] ?? node.nodeName)
    return names.filter((name) => !["BR", "P", "SPAN"].includes(name)).sort().join(" ")
  }

  const area = document.createElement("div")
  area.className = "writing-area"
  area.id = "writing-area"
  for (const [name, value] of Object.entries({ role: "textbox", "aria-multiline": "true", "aria-labelledby": "body-label", "aria-describedby": "body-hint" })) area.setAttribute(name, value)
  textarea.before(area)
  const editor = new Squire(area, { blockTag: "P", sanitizeToDOMFragment: window.cleanFragment })
  const before = asHTML(textarea.value)
  editor.setHTML(before)

  const hint = document.getElementById("body-hint")
  if (parts(before) !== parts(editor.getHTML())) {
    editor.destroy()
    area.remove()
    hint.textContent = "This text holds parts that the editor would lose, so it is shown as HTML."
    return
  }

  textarea.hidden = true
  toolbar.hidden = false
  hint.hidden = true
  document.querySelector("label[for=body]").addEventListener("click", () => editor.focus())

  const write = () => {
    const html = editor.getHTML()
    holder.innerHTML = html
    textarea.value = holder.content.textContent.trim() || holder.content.querySelector("img") ? html : ""
    textarea.dispatchEvent(new Event("input", { bubbles: true }))
  }
  editor.addEventListener("input", write)

  window.writingArea = {
    editor,
    replace: (html) => {
      editor.setHTML(asHTML(html))
      textarea.value = html
    },
  }
  document.dispatchEvent(new CustomEvent("writing-area:ready"))
})()
