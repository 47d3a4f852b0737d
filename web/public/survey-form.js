// The survey form without it is whole. With it: an answer that cannot be sent is kept on this device and sent later with
// the time of answering (its token makes a second sending count for nothing), and a reload loses nothing.
// No build step and no new syntax: a browser that cannot read this has the plain form.
;(() => {
  if (!window.fetch || !window.FormData || !window.URLSearchParams || !window.DOMParser) return
  const WAITING = 'survey-waiting'
  const TIMEOUT_MS = 20000
  const RETRY_MS = 30000
  let isSending = false
  /** what waited, on its way; null: nothing is */
  let flushing = null

  const read = (store, key) => {
    try {
      return JSON.parse(store.getItem(key))
    } catch (_) {
      return null
    }
  }
  /** false where the browser keeps nothing */
  const write = (store, key, value) => {
    try {
      if (value === null) store.removeItem(key)
      else store.setItem(key, JSON.stringify(value))
      return true
    } catch (_) {
      return false
    }
  }
  const waiting = () => read(localStorage, WAITING) || []
  const draftKey = () => `survey-draft:${location.pathname}`

  const say = (text, isNote) => {
    const state = document.getElementById('state')
    if (!state) return
    state.textContent = text
    state.className = isNote ? 'note' : ''
  }

  /** Rejects when nobody answered, or the server is not there. */
  const post = async (item) => {
    const late = new Promise((_, fail) => setTimeout(() => fail(new Error('timeout')), TIMEOUT_MS))
    const sent = fetch(item.url, {
      method: 'POST',
      body: item.body,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    const response = await Promise.race([sent, late])
    if (response.status >= 500) throw new Error('server')
    return response
  }

  const show = async (response) => {
    const page = new DOMParser().parseFromString(await response.text(), 'text/html')
    document.title = page.title
    document.body.innerHTML = page.body.innerHTML
    if (response.ok) write(sessionStorage, draftKey(), null)
    const first = document.getElementById('problem') || document.getElementById('done')
    if (first) first.focus()
    window.scrollTo(0, 0)
    start()
  }

  const keep = (item, form) => {
    if (!write(localStorage, WAITING, waiting().concat([item]))) return form.submit()
    write(sessionStorage, draftKey(), null)
    // Its token is spent: whoever answers next needs a new form.
    form.hidden = true
    say(document.body.dataset.kept, true)
    window.scrollTo(0, 0)
  }

  const submit = async (event) => {
    const form = event.target
    event.preventDefault()
    if (isSending) return
    isSending = true
    form.elements.answeredAt.value = new Date().toISOString()
    const item = { url: form.action, body: new URLSearchParams(new FormData(form)).toString() }
    say(document.body.dataset.sending)
    // Who sends while an earlier answer is on its way has pressed once, and need not press again.
    await flushing
    say(document.body.dataset.sending)
    const response = await post(item).catch(() => null)
    if (response) await show(response)
    else keep(item, form)
    isSending = false
  }

  /** Sends what waits, one after another; what is not taken for now stays. */
  const sendWaiting = async () => {
    for (const item of waiting()) {
      const response = await post(item).catch(() => null)
      if (!response || response.status === 429) break
      const others = waiting().filter((other) => other.body !== item.body)
      write(localStorage, WAITING, others)
      say(response.ok ? document.body.dataset.sent : document.body.dataset.dropped, true)
    }
  }

  const flush = async () => {
    if (isSending || flushing) return
    flushing = sendWaiting()
    await flushing
    flushing = null
  }

  const isAnswer = (control) => control.name && control.type !== 'hidden' && control.name !== 'website'

  const saveDraft = (form) => {
    const values = {}
    for (const control of Array.from(form.elements)) {
      if (isAnswer(control) && (control.type !== 'radio' || control.checked))
        values[control.name] = control.value
    }
    write(sessionStorage, draftKey(), values)
  }

  const restoreDraft = (form) => {
    const values = read(sessionStorage, draftKey())
    if (!values) return
    for (const control of Array.from(form.elements)) {
      if (!isAnswer(control) || !values[control.name]) continue
      if (control.type === 'radio') control.checked = control.value === values[control.name]
      else control.value = values[control.name]
    }
  }

  const start = () => {
    const form = document.querySelector('form[data-survey]')
    if (!form) return
    if (!document.getElementById('problem')) restoreDraft(form)
    form.addEventListener('submit', (event) => void submit(event))
    form.addEventListener('change', () => saveDraft(form))
  }

  start()
  void flush()
  window.addEventListener('online', () => void flush())
  setInterval(() => void flush(), RETRY_MS)
})()
