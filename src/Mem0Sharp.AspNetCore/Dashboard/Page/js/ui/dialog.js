/** Asks before something is done. The browser's own dialog: it keeps the focus, ends with Escape, and gives the focus back. */

import {h, uniqueId} from '../dom.js';
import {ApiError} from '../api.js';

/**
 * Opens a dialog, and gives what the reader decided.
 * @param {object} options
 * @param {string} options.title
 * @param {any} options.content What is asked, or the fields.
 * @param {string} options.confirm What the button does: a verb.
 * @param {boolean} [options.danger] Whether it cannot be taken back.
 * @param {boolean} [options.wide]
 * @param {string} [options.word] What the reader must type first.
 * @param {() => Promise<any>|any} [options.act] Done while the dialog is open; an error is shown in it, and it stays.
 * @returns {Promise<any>} What act gave (true without one); null where the reader did nothing.
 */
export function dialog({title, content, confirm, danger = false, wide = false, word = null, act = null, cancel = 'Cancel'}) {
  return new Promise(resolve => {
    const heading = uniqueId('dialog');
    const error = h('div.notice.bad', {role: 'alert', hidden: true});
    const typed = word && h('input', {autocomplete: 'off', spellcheck: 'false', id: uniqueId('word'), oninput: () => { go.disabled = typed.value !== word; }});
    const go = h(`button.primary${danger ? '.danger' : ''}`, {type: 'submit', disabled: word !== null}, confirm);
    const stop = h('button', {type: 'button', onclick: () => box.close()}, cancel);
    let result = null;
    const box = h(`dialog${wide ? '.wide' : ''}`, {'aria-labelledby': heading}, h('form', {method: 'dialog', onsubmit: submit},
      h('div.dialog-body', null,
        h('h2', {id: heading}, title),
        content,
        word && h('div', null, h('label', {for: typed.id}, 'Type ', h('code', null, word), ' to go on'), typed),
        error),
      h('div.dialog-end', null, cancel && stop, go)));
    box.addEventListener('close', () => { box.remove(); resolve(result); });
    document.body.append(box);
    box.showModal();

    async function submit(event) {
      event.preventDefault();
      go.disabled = true;
      error.hidden = true;
      try {
        const done = act ? await act() : true;
        if (done === undefined) throw new Error('Nothing was decided.');
        result = done;
        box.close();
      } catch (failure) {
        if (!(failure instanceof ApiError) && !(failure instanceof InputError)) console.error(failure);
        error.textContent = failure.message;
        error.hidden = false;
        go.disabled = word !== null && typed.value !== word;
      }
    }
  });
}

/** What the reader gave cannot be sent. */
export class InputError extends Error {}
