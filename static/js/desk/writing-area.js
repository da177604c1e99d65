/* The textarea of the body becomes a writing area; the textarea stays what is sent. Where the editor would lose a part, it steps back. */
(() => {
  const textarea = document.getElementById("body")
  const toolbar = document.getElementById("toolbar")
  if (!textarea || !toolbar || !window.Squire || !window.cleanFragment) return

  const SAME = { STRONG: "B", EM: "I", INS: "U", STRIKE: "S" }
  const holder = document.createElement("template")

  const escapeText = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

  /* The area keeps blanks as they are typed, so a line that was only broken in the source must not break here. */
  const unbroken = (html) => {
    holder.innerHTML = html
    const texts = document.createTreeWalker(holder.content, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
      if (!texts.currentNode.parentElement?.closest("pre")) texts.currentNode.data = texts.currentNode.data.replace(/\s*\n\s*/g, " ")
    }
    return holder.innerHTML
  }

  const asHTML = (typed) => {
    const text = typed.trim()
    if (!text || /<[a-z!/]/i.test(text)) return unbroken(text)
    return text.split(/\n[ \t]*\n\s*/).map((block) => `<p>${escapeText(block).replaceAll("\n", "<br>")}</p>`).join("\n")
  }

  const parts = (html) => {
    holder.innerHTML = html
    const names = [...holder.content.querySelectorAll("*")].map((node) => (SAME[node.nodeName] ?? node.nodeName) + node.lang + node.className + node.id)
    return names.filter((name) => !["BR", "P", "SPAN"].includes(name)).sort().join(" ")
  }

  const area = document.createElement("div")
  area.className = "writing-area"
  area.id = "writing-area"
  for (const [name, value] of Object.entries({ role: "textbox", "aria-multiline": "true", "aria-labelledby": "body-label", "aria-describedby": "writing-hint" })) area.setAttribute(name, value)
  area.lang = textarea.lang
  area.dir = textarea.dir
  textarea.before(area)
  const editor = new Squire(area, { blockTag: "P", sanitizeToDOMFragment: window.cleanFragment })
  const before = asHTML(textarea.value)
  editor.setHTML(before)

  const hint = document.getElementById("body-hint")
  if (parts(before) !== parts(editor.getHTML())) {
    editor.destroy()
    area.remove()
    hint.textContent = say("This text holds parts that the editor would lose, so it is shown as HTML.")
    return
  }

  textarea.hidden = true
  toolbar.hidden = false
  hint.hidden = true
  document.getElementById("writing-hint").hidden = false
  document.querySelector("label[for=body]").addEventListener("click", () => editor.focus())

  const write = () => {
    /* A div is only the editor's own wrapping, and its last line break only a place for the cursor. */
    textarea.value = editor.getHTML().replaceAll(/<p>(\s|<br>)*<\/p>|<div>|(<br>)?<\/div>/g, "")
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
