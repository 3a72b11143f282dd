/** What happened to a memory: its versions, any two of them side by side, and the way back to one. */

import {fill, h, uniqueId} from '../../dom.js';
import {time} from '../../words.js';
import {compare} from './compare.js';

const words = {ADD: 'Added', UPDATE: 'Changed', DELETE: 'Deleted', LINK: 'Linked', RESTORE: 'Restored'};
const kinds = {ADD: 'good', DELETE: 'bad', RESTORE: 'accent'};

/**
 * @param {object[]} history Oldest first.
 * @param {{mayWrite: boolean, onRestore: (entry: object) => void, before: number|null}} options before: the version to compare with at first.
 */
export function versions(history, {mayWrite, onRestore, before}) {
  const last = history.at(-1);
  let left = history.find(entry => entry.version === before) ?? history.at(-2) ?? last, right = last;
  const result = h('div', {role: 'region', 'aria-label': 'Comparison', 'aria-live': 'polite'}), name = uniqueId('compare');
  const radio = (entry, side) => h('input', {
    type: 'radio', name: `${name}-${side}`, checked: (side === 'left' ? left : right) === entry,
    'aria-label': `Version ${entry.version} on the ${side}`, onchange: () => { if (side === 'left') left = entry; else right = entry; draw(); },
  });
  draw();
  return h('section.card.flush', {'aria-label': 'Versions'},
    h('div.card-head', null, h('h2', null, 'Versions'), h('span.soft.small', null, history.length > 1 ? 'Choose any two to compare' : 'It never changed')),
    h('div.versions.scroll-x', {tabindex: 0, role: 'region', 'aria-label': 'List of versions'}, h('table', null, h('caption.visually-hidden', null, 'Versions, newest first'),
      h('thead', null, h('tr', null, history.length > 1 && h('th', {scope: 'col'}, 'Compare'), ['Version', 'What', 'When', 'Who', 'Why'].map(column => h('th', {scope: 'col'}, column)),
        mayWrite && h('th', {scope: 'col'}, h('span.visually-hidden', null, 'Restore')))),
      h('tbody', null, history.toReversed().map(entry => h('tr', null,
        history.length > 1 && h('td', null, h('span.compare-radios', null, radio(entry, 'left'), radio(entry, 'right'))),
        h('th', {scope: 'row'}, `v${entry.version}`),
        h('td', null, h(`span.badge${kinds[entry.event] ? `.${kinds[entry.event]}` : ''}`, null, words[entry.event] ?? entry.event)),
        h('td.clip', null, time(entry.recorded_at)),
        h('td', null, entry.changed_by ?? h('span.soft', null, 'not said'), entry.changed_by_role && h('span.soft', null, ` (${entry.changed_by_role})`)),
        h('td.version-why', null, entry.reason ?? h('span.soft', null, 'not said')),
        mayWrite && h('td.version-end', null, entry !== last && entry.event !== 'DELETE'
          && h('button.small', {type: 'button', 'aria-label': `Restore version ${entry.version}`, onclick: () => onRestore(entry)}, 'Restore'))))))),
    history.length > 1 && result);

  function draw() { fill(result, compare(left, right)); }
}
