// Passkeys: a button says by its data which of the library's forms it drives; what goes wrong is said in words.
(function () {
  const NAMES = { loginForm: 'login', addForm: 'add', authenticateForm: 'authenticate' }

  function drive (button) {
    const kind = button.dataset.passkey
    const ids = { [NAMES[kind]]: button.id, credential: button.dataset.credential }
    if (kind !== 'loginForm') ids.data = 'js_data'
    if (button.dataset.passwordless) ids.passwordless = button.dataset.passwordless
    window.allauth.webauthn.forms[kind]({ ids })
  }

  function start () {
    document.querySelectorAll('[data-passkey]').forEach(drive)
    const form = document.getElementById('mfa_login')
    if (form && window.PublicKeyCredential) form.hidden = false
  }

  document.addEventListener('allauth.error', function (event) {
    const words = document.getElementById('passkey_failed')
    if (!words) return
    event.preventDefault()
    words.hidden = false
    words.scrollIntoView({ block: 'center' })
  })
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start)
  else start()
})()
