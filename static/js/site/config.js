// Before htmx begins, which is after this bundle: our own styles for what waits, and whole pages from the history.
Object.assign(htmx.config, { includeIndicatorCSS: false, history: "reload" })
