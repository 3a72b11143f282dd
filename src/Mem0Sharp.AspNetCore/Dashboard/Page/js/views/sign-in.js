/** Asks for a key. */

import {key} from '../api.js';
import {h} from '../dom.js';

export function signIn(done) {
  const field = h('input.mono', {id: 'key', type: 'password', autocomplete: 'off', spellcheck: 'false', required: true, 'aria-describedby': 'key-hint'});
  const wrong = h('p.field-error', {role: 'alert'}, key.get() ? 'The host does not know that key, or it has ended.' : null);
  key.forget();
  return h('div.sign-in.card', null,
    h('h1', null, 'Which key do you have?'),
    h('p.soft', null, 'The host lets nobody in without one. It decides whose memories you see, and whether you may change them.'),
    h('form.stack', {onsubmit: event => { event.preventDefault(); key.set(field.value.trim()); done(); }},
      h('div', null, h('label', {for: 'key'}, 'Key'), field,
        h('p.hint#key-hint', null, 'It stays in this tab, and is forgotten with it. Keys are in the host’s settings: Mem0:Keys.'), wrong),
      h('div.row', null, h('button.primary', {type: 'submit'}, 'Go in'))));
}
