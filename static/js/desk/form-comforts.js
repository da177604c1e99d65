/* Small comforts of the form: words counted, tags suggested after a comma, the writing's direction, a big picture told before it is sent. */
(() => {
  const form = document.querySelector("form.desk-editor")
  if (!form) return
  const LARGEST_PICTURE = 12 << 20
  const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur", "ps"])

  const count = document.getElementById("word-count")
  const body = document.getElementById("body")
  const countWords = () => {
    const text = (document.getElementById("writing-area") ?? body)[document.getElementById("writing-area") ? "textContent" : "value"]
    const words = text.split(/\s+/).filter(Boolean).length
    count.textContent = say(words === 1 ? "1 word" : "%(count)s words").replace("%(count)s", words.toLocaleString(document.documentElement.lang))
    count.hidden = false
  }
  body?.addEventListener("input", countWords)
  document.addEventListener("writing-area:ready", countWords)

  const tags = document.getElementById("tags")
  const names = document.getElementById("tag-names")
  if (tags && names) {
    const all = [...names.options].map((option) => option.value)
    tags.addEventListener("input", () => {
      const typed = tags.value.split(",").slice(0, -1).map((tag) => tag.trim())
      const before = typed.length ? `${typed.join(", ")}, ` : ""
      names.replaceChildren(...all.filter((tag) => !typed.includes(tag)).map((tag) => new Option("", before + tag)))
    })
  }

  const language = document.getElementById("language")
  language?.addEventListener("change", () => {
    for (const id of ["headline", "standfirst", "body", "writing-area"]) {
      const field = document.getElementById(id)
      if (!field) continue
      field.lang = language.value
      field.dir = RIGHT_TO_LEFT.has(language.value.split("-")[0]) ? "rtl" : "ltr"
    }
  })

  const picture = document.getElementById("picture_file")
  picture?.addEventListener("change", () => {
    const file = picture.files[0]
    document.getElementById("picture-too-large")?.remove()
    if (!file || file.size <= LARGEST_PICTURE) return
    const words = document.createElement("p")
    words.id = "picture-too-large"
    words.className = "error"
    words.setAttribute("role", "alert")
    words.textContent = say("This picture has %(size)s MB, and 12 MB can be sent. Choose a smaller one.").replace("%(size)s", Math.ceil(file.size / 1048576))
    picture.after(words)
    picture.value = ""
  })
})()
