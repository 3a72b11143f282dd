/** Chooses a moment to look back to: what was known then, and what held then. */

import {fill, h, uniqueId} from '../dom.js';
import {momentOf} from '../words.js';
import {fromField, toField} from './moments.js';

const steps = 1000;
const pause = 250;

/**
 * @param {object} options
 * @param {string|null} options.known
 * @param {string|null} options.held
 * @param {Promise<number>} options.first The first moment at which anything was known, in milliseconds. Until it is there, the slider waits.
 * @param {(asOf: {known: string|null, held: string|null}) => void} options.onChange
 */
export function asOf({known, held, first, onChange}) {
  const opened = Date.now();
  let from = opened - steps;
  const at = value => Math.floor(from + (opened - from) * value / steps);
  const placeOf = instant => Math.max(0, Math.min(steps, Math.round((new Date(instant).getTime() - from) / (opened - from) * steps)));
  let timer = 0;

  const slider = h('input', {
    type: 'range', id: uniqueId('as-of'), min: 0, max: steps, step: 1, value: steps, disabled: true,
    oninput: () => { known = Number(slider.value) === steps ? null : new Date(at(Number(slider.value))).toISOString(); draw(); soon(); },
  });
  const word = h('output.as-of-word', {for: slider.id});
  const now = h('button.small', {type: 'button', onclick: () => { known = held = null; draw(); told(); slider.focus(); }}, 'Now');
  const knownField = h('input', {type: 'datetime-local', step: 1, id: uniqueId('known'), onchange: () => { known = fromField(knownField.value); draw(); told(); }});
  const heldField = h('input', {type: 'datetime-local', step: 1, id: uniqueId('held'), onchange: () => { held = fromField(heldField.value); draw(); told(); }});
  draw();
  first.then(moment => { from = Math.min(moment, opened - steps); slider.disabled = false; draw(); }, () => {});

  function draw() {
    slider.value = known ? placeOf(known) : steps;
    slider.setAttribute('aria-valuetext', known ? momentOf(known) : 'Now');
    now.hidden = known === null && held === null;
    fill(word, known ? momentOf(known) : 'Now');
    knownField.value = toField(known);
    heldField.value = toField(held);
  }

  function soon() { clearTimeout(timer); timer = setTimeout(told, pause); }

  function told() { clearTimeout(timer); onChange({known, held}); }

  return h('div.as-of', null,
    h('div.as-of-line', null, h('label', {for: slider.id}, 'As it was known on'), slider, word, now),
    h('details.as-of-more', {open: held !== null}, h('summary', null, 'Exact times, and what held when'),
      h('div.fields', null,
        h('div', null, h('label', {for: knownField.id}, 'What was known on'), knownField, h('p.hint', null, 'What had been recorded by then. Empty: all of it, until now.')),
        h('div', null, h('label', {for: heldField.id}, 'What held on'), heldField,
          h('p.hint', null, 'What was so then, by what memories say of themselves. Empty: whenever it held.')))));
}
