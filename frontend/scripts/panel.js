// A form whose answers change what a panel says: <form data-panel="id" data-panel-from="/address">.
// When an answer changes, the form is sent to the address, which answers with the panel's new content as HTML.
// Without this script the form has a button that does the same. A failure leaves the panel as it was.
const WAIT = 400

for (const form of document.querySelectorAll('form[data-panel]')) {
  const panel = document.getElementById(form.dataset.panel)
  let timer
  let asked = 0

  async function ask() {
    const mine = ++asked
    try {
      const answer = await fetch(form.dataset.panelFrom, {
        method: 'POST',
        body: new FormData(form),
        headers: { 'X-Requested-With': 'panel' },
        redirect: 'error'
      })
      if (!answer.ok) return
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      if (mine === asked) show(page.body)
    } catch {
      // Offline, or signed out meanwhile: sending the form says so.
    }
  }

  // What is announced (role=status) changes in place, so that a screen reader says the new words once.
  function show(fresh) {
    const status = panel.querySelector('[role=status]')
    const said = fresh.querySelector('[role=status]')
    if (status && said) {
      if (status.textContent.trim() !== said.textContent.trim()) status.replaceChildren(...said.childNodes)
      said.replaceWith(status)
    }
    panel.replaceChildren(...fresh.childNodes)
  }

  form.addEventListener('change', () => {
    clearTimeout(timer)
    timer = setTimeout(ask, WAIT)
  })
}
