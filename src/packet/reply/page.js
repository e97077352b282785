
'use strict';
(() => {
  const at = (id) => document.getElementById(`reply-${id}`);
  const [form, said, done, text] = ['form', 'said', 'done', 'text'].map(at);
  const copy = JSON.parse(at('data').textContent);
  const utf8 = new TextEncoder();
  const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  const bytes = (encoded) => Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));

  function say(words, wrong = false) {
    said.textContent = words;
    said.classList.toggle('late', wrong);
  }

  // Words with the line ends of text, without what can't be written in it: control characters, and halves of others.
  function words(field) {
    const whole = new TextDecoder().decode(utf8.encode(field.value));
    return whole.replace(/\r\n?/g, '\n').replace(/(?!\n)\p{Cc}/gu, ' ').trim();
  }

  function answers() {
    const recommends = form.elements.recommends.value;
    return {
      confirms: Array.from(form.querySelectorAll('[name=confirms]:checked'), (box) => box.value),
      missing: words(at('missing')),
      recommends: recommends === '' ? null : recommends,
      recommendation: words(at('words')),
      quote: at('quote').checked,
    };
  }

  async function signed(given) {
    const body = [`loopbook-reply-1 ${copy.key} ${copy.id}`, copy.form, JSON.stringify(given)].join('\n');
    const secret = await crypto.subtle.importKey('raw', bytes(copy.secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    const code = base64(new Uint8Array(await crypto.subtle.sign('HMAC', secret, utf8.encode(body))));
    const lines = base64(utf8.encode(`${body}\n${code}`)).replace(/=+$/, '').match(/.{1,64}/g);
    return ['-----BEGIN LOOPBOOK REPLY-----', ...lines, '-----END LOOPBOOK REPLY-----', ''].join('\n');
  }

  // The same for people. The program reads only what is signed.
  function readable({ confirms, missing, recommends, recommendation, quote }) {
    const { title, competencies, reader } = JSON.parse(copy.form);
    const titles = competencies.filter(({ id }) => confirms.includes(id)).map((own) => own.title);
    const told = [
      ['I confirm', titles.join(', ')],
      ['What is missing', missing],
      ['I recommend it', { yes: 'yes', later: 'not yet' }[recommends]],
      ['My recommendation', recommendation],
      ['You may quote me', quote ? 'yes' : 'no'],
    ];
    const lines = told.filter(([, answer]) => answer).map(([name, answer]) => `${name}: ${answer}`);
    return [`${title}: the answers of ${reader}`, '', ...lines, '', 'The same for loopbook, to be left as it is:', '', ''].join('\n');
  }

  async function submitted(event) {
    event.preventDefault();
    const given = answers();
    const { confirms, missing, recommends, recommendation } = given;
    if (confirms.length === 0 && recommends === null && missing === '' && recommendation === '') {
      say('Nothing is answered yet: one answer is enough.', true);
      return;
    }
    const over = utf8.encode(missing + recommendation).length - copy.most;
    if (over > 0) {
      say(`Your two texts are too long together: please cut about ${over} characters.`, true);
      return;
    }
    text.value = readable(given) + (await signed(given));
    done.hidden = false;
    text.focus();
    text.select();
    text.scrollTop = 0;
    say('Your answer is ready. Nothing was sent: copy the text, and send it yourself.');
  }

  async function copied() {
    text.focus();
    text.select();
    const isCopied = await (navigator.clipboard?.writeText(text.value) ?? Promise.reject()).then(
      () => true,
      () => document.execCommand('copy'),
    );
    say(isCopied ? 'Copied: paste it into a message.' : 'It could not be copied: the text is marked, so copy it by the keyboard.', !isCopied);
  }

  // What was changed after the text was made is not in it.
  function changed() {
    if (done.hidden) return;
    done.hidden = true;
    text.value = '';
    say('Your answers changed: prepare your answer again.');
  }

  if (!globalThis.crypto?.subtle) {
    say('This browser can’t make an answer from here: save this file, and open it from your disk in a current browser.', true);
    return;
  }
  say('');
  form.addEventListener('submit', submitted);
  form.addEventListener('input', changed);
  at('take').addEventListener('click', copied);
  form.hidden = false;
})();
