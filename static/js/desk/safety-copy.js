/* What was typed and not yet saved is kept in this browser, offered again after a power cut, and dropped once it is saved. */
(() => {
  const form = document.querySelector("form.desk-editor")
  if (!form) return
  const PREFIX = "newsroom-copy:"
  const LEFT_OUT = new Set(["csrf_token", "version", "form_key", "kept_picture", "picture_file", "article", "action"])
  const KEPT_DAYS = 30
  const key = PREFIX + form.dataset.copy
  const line = document.getElementById("save-line")
  const offer = document.getElementById("copy-offer")

  const store = {
    read: (name) => {
      try {
        return JSON.parse(localStorage.getItem(name))
      } catch {
        return null
      }
    },
    write: (name, value) => {
      try {
        localStorage.setItem(name, JSON.stringify(value))
        return true
      } catch {
        return false
      }
    },
    drop: (name) => {
      try {
        localStorage.removeItem(name)
      } catch {
        /* a browser that keeps nothing has nothing to forget */
      }
    },
    names: () => {
      try {
        return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))
      } catch {
        return []
      }
    },
  }

  const fields = () => [...form.elements].filter((field) => field.name && !LEFT_OUT.has(field.name) && field.type !== "submit")
  const values = () => Object.fromEntries(fields().map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]))
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other)

  const put = (copy) => {
    for (const field of fields()) {
      if (!(field.name in copy)) continue
      if (field.type === "checkbox") field.checked = copy[field.name]
      else if (field.id === "body" && window.writingArea) window.writingArea.replace(copy.body)
      else field.value = copy[field.name]
      field.dispatchEvent(new Event("input", { bubbles: true }))
    }
  }

  if (document.querySelector('[data-outcome="saved"]')) {
    store.drop(key)
    store.drop(PREFIX + form.dataset.newCopy)
  }
  for (const name of store.names()) {
    if (Date.now() - (store.read(name)?.at ?? 0) > KEPT_DAYS * 86400000) store.drop(name)
  }

  const initial = values()
  const isNew = form.dataset.copy.startsWith("new-")
  const names = isNew ? store.names().filter((name) => name.startsWith(`${PREFIX}new-`)) : [key]
  const found = names
    .map((name) => ({ name, ...store.read(name) }))
    .filter((copy) => copy.values && !same(copy.values, initial))
    .sort((one, other) => other.at - one.at)[0]
  const refused = document.querySelector(".writing [role=alert]")

  if (found && !refused) {
    offer.hidden = false
    document.getElementById("copy-time").textContent = new Date(found.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" })
    document.getElementById("copy-take").addEventListener("click", () => {
      put(found.values)
      if (found.name !== key) store.drop(found.name)
      offer.hidden = true
    })
    document.getElementById("copy-drop").addEventListener("click", () => {
      store.drop(found.name)
      offer.hidden = true
    })
  }

  let dirty = Boolean(refused)
  let waiting
  const saved = line.textContent

  const keep = () => {
    waiting = undefined
    const now = values()
    dirty = Boolean(refused) || !same(now, initial)
    line.classList.toggle("unsaved", dirty)
    if (!dirty) {
      line.textContent = saved
      return
    }
    const kept = store.write(key, { at: Date.now(), values: now })
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" })
    line.textContent = kept
      ? say("Not saved in the newsroom yet. A copy is kept in this browser, %(time)s.").replace("%(time)s", time)
      : say("Not saved in the newsroom yet, and this browser keeps no copy. Save often.")
  }

  form.addEventListener("input", () => {
    dirty = true
    waiting ??= setTimeout(keep, 800)
  })
  addEventListener("pagehide", () => {
    if (waiting) keep()
  })

  let leaving = false
  form.addEventListener("submit", (event) => {
    if (waiting) {
      clearTimeout(waiting)
      keep()
    }
    if (event.submitter?.formTarget) return
    leaving = true
    line.textContent = say("Saving…")
    form.setAttribute("aria-busy", "true")
    setTimeout(() => {
      for (const each of form.querySelectorAll("button:not([type=button])")) each.disabled = true
    })
  })
  addEventListener("pageshow", () => {
    leaving = false
    for (const each of form.querySelectorAll("button:not([type=button])")) each.disabled = false
  })
  addEventListener("beforeunload", (event) => {
    if (dirty && !leaving) event.preventDefault()
  })
})()
