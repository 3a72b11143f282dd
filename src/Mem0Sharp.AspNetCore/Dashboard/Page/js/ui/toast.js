/** Says that something was done, with a way back where there is one. */

import {h} from '../dom.js';

/**
 * @param {string} text
 * @param {{bad?: boolean, action?: {label: string, run: () => void}, seconds?: number}} [options]
 */
export function toast(text, {bad = false, action = null, seconds = action ? 12 : 6} = {}) {
  const close = () => { clearTimeout(timer); box.remove(); };
  const box = h(`div.toast${bad ? '.bad' : ''}`, null, h('span.grow', null, text),
    action && h('button.small', {type: 'button', onclick: () => { close(); action.run(); }}, action.label),
    h('button.small', {type: 'button', 'aria-label': 'Dismiss', onclick: close}, '×'));
  // It waits for a reader who is at it.
  let timer = setTimeout(close, seconds * 1000);
  const stay = () => clearTimeout(timer), leave = () => { clearTimeout(timer); timer = setTimeout(close, 3000); };
  box.addEventListener('pointerenter', stay);
  box.addEventListener('pointerleave', leave);
  box.addEventListener('focusin', stay);
  box.addEventListener('focusout', leave);
  document.getElementById('toasts').append(box);
}

/** Says why something was not done. */
export const complain = error => { if (error.name !== 'AbortError') toast(error.message, {bad: true, seconds: 10}); };
