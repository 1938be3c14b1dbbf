// Passkeys: the button appears where the browser knows them; what goes wrong is said in words.
(function () {
  const form = document.getElementById('mfa_login')
  if (form && window.PublicKeyCredential) form.hidden = false
  document.addEventListener('allauth.error', function (event) {
    const words = document.getElementById('passkey_failed')
    if (!words) return
    event.preventDefault()
    words.hidden = false
    words.scrollIntoView({ block: 'center' })
  })
})()
