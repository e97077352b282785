
'use strict';
(() => {
  const [form, field, show, button, said] = ['form', 'password', 'show', 'open', 'said'].map((id) => document.getElementById(id));
  const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  let busy = false;

  function say(words, wrong = false) {
    said.textContent = words;
    said.classList.toggle('wrong', wrong);
    field.setAttribute('aria-invalid', String(wrong));
  }

  // The document, or an error where the password is another, or a byte of terms or document was changed.
  async function unsealed(password) {
    const [terms, sealed] = document.getElementById('sealed').textContent.split('\n');
    const [, , , rounds, salt, iv] = terms.split(' ');
    const utf8 = new TextEncoder();
    const secret = await crypto.subtle.importKey('raw', utf8.encode(password.normalize('NFC')), 'PBKDF2', false, ['deriveKey']);
    const derivation = { name: 'PBKDF2', hash: 'SHA-256', salt: bytes(salt), iterations: Number(rounds) };
    const key = await crypto.subtle.deriveKey(derivation, secret, { name: 'AES-GCM', length: 256 }, false, ['decrypt']);
    const cipher = { name: 'AES-GCM', iv: bytes(iv), additionalData: utf8.encode(terms) };
    const padded = new Uint8Array(await crypto.subtle.decrypt(cipher, key, bytes(sealed)));
    return new TextDecoder().decode(padded.subarray(0, padded.lastIndexOf(0x80)));
  }

  // It takes this page's place as elements, so that it prints as itself. A script that comes so does not run; those
  // that this page's policy names are made anew.
  function reveal(html) {
    const { documentElement } = new DOMParser().parseFromString(html, 'text/html');
    document.replaceChild(document.adoptNode(documentElement), document.documentElement);
    for (const inert of document.querySelectorAll('script:not([type])')) {
      const script = document.createElement('script');
      script.textContent = inert.textContent;
      inert.replaceWith(script);
    }
    // Whoever listens hears that another page is there, and where it begins.
    const start = document.querySelector('h1') ?? document.body;
    start.tabIndex = -1;
    start.focus({ preventScroll: true });
    start.addEventListener('blur', () => start.removeAttribute('tabindex'), { once: true });
    window.scrollTo(0, 0);
  }

  async function submitted(event) {
    event.preventDefault();
    if (busy) return;
    busy = true;
    button.setAttribute('aria-disabled', 'true');
    show.checked = false;
    field.type = 'password';
    say('Opening it: this takes a moment.');
    try {
      reveal(await unsealed(field.value));
    } catch {
      say('It does not open: this is not the password, or the file was changed on its way.', true);
      field.focus();
      field.select();
    }
    busy = false;
    button.removeAttribute('aria-disabled');
  }

  if (!globalThis.crypto?.subtle) {
    say('This browser can’t open it from here: save this file, and open it from your disk in a current browser.', true);
    return;
  }
  say('');
  form.addEventListener('submit', submitted);
  show.addEventListener('change', () => {
    field.type = show.checked ? 'text' : 'password';
  });
  form.hidden = false;
  field.focus();
})();
