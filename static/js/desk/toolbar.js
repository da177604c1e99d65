/* The buttons over the writing area: pressed where their mark stands, reached by arrow keys, and doing what they say. */
document.addEventListener("writing-area:ready", () => {
  const toolbar = document.getElementById("toolbar")
  const editor = window.writingArea.editor

  const buttons = [...toolbar.querySelectorAll("button, select")]
  const button = (act) => toolbar.querySelector(`[data-act="${act}"]`)
  const linkRow = document.getElementById("link-row")
  const address = document.getElementById("link-address")
  const area = editor.getRoot()

  const nearest = (selector) => {
    const start = editor.getSelection().startContainer
    const element = start.nodeType === Node.ELEMENT_NODE ? start : start.parentElement
    const found = element?.closest(selector)
    return found && area.contains(found) && found !== area ? found : null
  }

  const setBlock = (tag) => {
    editor.modifyBlocks((fragment) => {
      for (const block of fragment.querySelectorAll("p, h2, h3, h4")) {
        const renamed = document.createElement(tag)
        renamed.append(...block.childNodes)
        block.replaceWith(renamed)
      }
      return fragment
    })
  }

  const toggleBlock = (tag) => setBlock(nearest(tag) ? "p" : tag)

  const toggleQuote = (kind) => {
    const quote = nearest("blockquote")
    if (quote?.className === kind) return editor.decreaseQuoteLevel()
    if (quote) editor.decreaseQuoteLevel()
    editor._config.tagAttributes.blockquote = kind ? { class: kind } : null
    editor.increaseQuoteLevel()
  }

  const toggleList = (tag, make) => (nearest(tag) ? editor.removeList() : make())

  const openLink = () => {
    linkRow.hidden = false
    address.value = nearest("a")?.getAttribute("href") ?? ""
    address.focus()
  }

  const closeLink = () => {
    linkRow.hidden = true
    editor.focus()
  }

  const setLink = () => {
    const typed = address.value.trim()
    if (!typed) return
    const whole = /^(https?:|mailto:|tel:|\/|#)/i.test(typed) ? typed : `https://${typed}`
    linkRow.hidden = true
    editor.focus()
    if (nearest("a")) editor.removeLink()
    editor.makeLink(whole)
    const range = editor.getSelection()
    const link = nearest("a")
    if (link) range.setEndAfter(link)
    range.collapse(false)
    editor.setSelection(range)
  }

  /* Words get a span, whole paragraphs their own attributes; the empty choice takes both away. */
  const language = document.getElementById("passage-language")

  const mark = (element, { value, dataset }) => {
    for (const [name, text] of [["lang", value], ["dir", dataset.dir]]) value ? element.setAttribute(name, text) : element.removeAttribute(name)
  }

  const setLanguage = (choice) => {
    const range = editor.getSelection()
    const block = nearest("p, h2, h3, h4, li")
    const words = range.toString().trim()
    const within = nearest("span[lang]")
    if (within && (range.collapsed || words === within.textContent.trim())) {
      editor.saveUndoState()
      mark(within, choice)
      if (!choice.value) within.replaceWith(...within.childNodes)
      return
    }
    if (words && block?.contains(range.endContainer) && words !== block.textContent.trim()) {
      return editor.changeFormat(choice.value && { tag: "SPAN", attributes: { lang: choice.value, dir: choice.dataset.dir } }, { tag: "SPAN" })
    }
    editor.modifyBlocks((fragment) => {
      for (const each of fragment.querySelectorAll("p, h2, h3, h4, li, blockquote")) mark(each, choice)
      return fragment
    })
  }

  language.addEventListener("change", () => {
    editor.focus()
    setLanguage(language.selectedOptions[0])
    show()
  })

  const acts = {
    bold: () => (editor.hasFormat("B") ? editor.removeBold() : editor.bold()),
    italic: () => (editor.hasFormat("I") ? editor.removeItalic() : editor.italic()),
    link: openLink,
    h2: () => toggleBlock("h2"),
    h3: () => toggleBlock("h3"),
    quote: () => toggleQuote(""),
    "pull-quote": () => toggleQuote("pull-quote"),
    ul: () => toggleList("ul", () => editor.makeUnorderedList()),
    ol: () => toggleList("ol", () => editor.makeOrderedList()),
    undo: () => editor.undo(),
    redo: () => editor.redo(),
  }

  const press = (act, isOn) => button(act).setAttribute("aria-pressed", String(Boolean(isOn)))

  const show = () => {
    language.value = nearest("[lang]")?.lang ?? ""
    press("bold", editor.hasFormat("B"))
    press("italic", editor.hasFormat("I"))
    press("link", nearest("a"))
    press("h2", nearest("h2"))
    press("h3", nearest("h3"))
    press("quote", nearest("blockquote:not(.pull-quote)"))
    press("pull-quote", nearest("blockquote.pull-quote"))
    press("ul", nearest("ul"))
    press("ol", nearest("ol"))
  }

  for (const event of ["pathChange", "select", "cursor", "input"]) editor.addEventListener(event, show)
  editor.addEventListener("undoStateChange", ({ detail }) => {
    button("undo").disabled = !detail.canUndo
    button("redo").disabled = !detail.canRedo
  })
  for (const key of ["Ctrl-k", "Meta-k"]) {
    editor.setKeyHandler(key, (_, event) => {
      event.preventDefault()
      openLink()
    })
  }

  toolbar.addEventListener("mousedown", (event) => {
    if (event.target.closest("button")) event.preventDefault()
  })
  toolbar.addEventListener("click", (event) => {
    const pressed = event.target.closest("button")
    if (!pressed) return
    acts[pressed.dataset.act]()
    if (pressed.dataset.act === "link") return
    editor.focus()
    show()
  })

  let current = buttons[0]
  for (const each of buttons) each.tabIndex = each === current ? 0 : -1
  toolbar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const open = buttons.filter((each) => !each.disabled)
    const next = open[(open.indexOf(current) + step + open.length) % open.length]
    current.tabIndex = -1
    next.tabIndex = 0
    next.focus()
    current = next
  })

  document.getElementById("link-set").addEventListener("click", setLink)
  document.getElementById("link-remove").addEventListener("click", () => {
    closeLink()
    editor.removeLink()
  })
  address.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeLink()
    if (event.key !== "Enter") return
    event.preventDefault()
    setLink()
  })
  show()
})
