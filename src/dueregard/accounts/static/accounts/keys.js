// Keys and passkeys need a script: shows their buttons where the browser can, and says in words what went wrong.
for (const part of document.querySelectorAll('[data-needs-keys]')) {
  part.hidden = !window.PublicKeyCredential
}
document.addEventListener('allauth.error', event => {
  event.preventDefault()
  const said = document.getElementById('key-said')
  if (said) {
    said.textContent = 'The key did not answer, or you stopped it. Try again, or choose another way.'
  }
})
