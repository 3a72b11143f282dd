/** Holds the store to the receipt of an erasure. */

import {post} from '../api.js';
import {fill, h, uniqueId} from '../dom.js';
import {plural} from '../words.js';
import {failed, loading} from './states.js';

const longest = 4 << 20;

/** @param {AbortSignal} signal */
export function verifying(signal) {
  const fileId = uniqueId('file'), textId = uniqueId('receipt');
  const text = h('textarea.mono', {id: textId, rows: 5, spellcheck: 'false', required: true, placeholder: '{"memory_ids": […], "erased_at": "…", "hash": "…"}', oninput: () => wrong(null)});
  const problem = h('p.field-error', {role: 'alert', hidden: true}), done = h('div.done', {'aria-live': 'polite'}), go = h('button.primary', {type: 'submit'}, 'Verify');
  const file = h('input', {id: fileId, type: 'file', accept: '.json,application/json', onchange: async () => {
    const chosen = file.files[0];
    if (!chosen) return;
    if (chosen.size > longest) { wrong('That is too large for a receipt.'); return; }
    text.value = await chosen.text();
    wrong(null);
  }});
  return h('form.card.stack', {onsubmit: event => { event.preventDefault(); run(); }},
    h('div', null, h('h2', null, 'Verify a receipt'), h('p.soft', null, 'Whoever erased memories got a receipt. This looks whether they are gone still, and whether the record of it is what the receipt says. Nothing is changed.')),
    h('div', null, h('label', {for: fileId}, 'File'), file),
    h('div', null, h('label', {for: textId}, 'Or the receipt as JSON'), text, problem),
    h('div', null, go), done);

  function wrong(said) {
    problem.hidden = said === null;
    problem.textContent = said ?? '';
    if (said === null) text.removeAttribute('aria-invalid'); else text.setAttribute('aria-invalid', 'true');
  }

  async function run() {
    let given;
    try { given = JSON.parse(text.value); } catch { /* Said below. */ }
    if (!given || typeof given !== 'object' || !Array.isArray(given.memory_ids)) { wrong('That is no receipt: it has "memory_ids", "erased_at" and "hash".'); text.focus(); return; }
    go.disabled = true;
    fill(done, loading('Verifying…', 1));
    try {
      const {memory_ids, erased_at, hash} = given, {verified, problems} = await post('erase/verify', {memory_ids, erased_at, hash}, {signal});
      fill(done, verified
        ? h('p.notice.good', null, h('span.strong', null, 'It holds. '), `${plural(memory_ids.length, 'memory is', 'memories are')} gone, and the record says so.`)
        : h('div.notice.bad.stack-small', null, h('p.strong', null, 'It does not hold.'), h('ul.stack-small', null, problems.map(one => h('li.wrap', null, one)))));
    } catch (error) {
      if (!signal.aborted) fill(done, failed(error));
    } finally {
      go.disabled = false;
    }
  }
}
