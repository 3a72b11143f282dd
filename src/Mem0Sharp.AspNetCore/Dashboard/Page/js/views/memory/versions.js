/** What happened to a memory: its versions, any two of them side by side, and the way back to one. */

import {fill, h, uniqueId} from '../../dom.js';
import {time} from '../../words.js';
import {changesOf, compare} from './compare.js';

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
    h('div.card-head', null, h('h2', null, 'Versions'),
      h('span.soft.small', null, history.length > 1 ? 'Choose any two: one for the left, one for the right' : 'It never changed')),
    h('ol.versions', {role: 'list'}, history.toReversed().map(entry => h('li.version', null,
      history.length > 1 && h('span.compare-radios', null, radio(entry, 'left'), radio(entry, 'right')),
      h('span.version-name', null, h('strong', null, `v${entry.version}`),
        h(`span.badge${kinds[entry.event] ? `.${kinds[entry.event]}` : ''}`, null, words[entry.event] ?? entry.event)),
      h('span.version-when.soft', null, time(entry.recorded_at)),
      h('span.version-why', null, who(entry), what(entry, history[history.indexOf(entry) - 1]), entry.reason && h('span', null, `“${entry.reason}”`)),
      mayWrite && entry !== last && entry.event !== 'DELETE'
        && h('button.small', {type: 'button', 'aria-label': `Restore version ${entry.version}`, onclick: () => onRestore(entry)}, 'Restore')))),
    history.length > 1 && result);

  function draw() { fill(result, compare(left, right)); }
}

function who({changed_by: name, changed_by_role: role}) {
  return (name || role) && h('span.soft', null, 'by ', name ? h('span.version-who', null, name) : `the ${role}`, name && role && ` (${role})`);
}

/** Which parts it changed, in words. */
function what(entry, before) {
  if (!before || entry.event === 'ADD' || entry.event === 'DELETE') return null;
  const names = new Set(changesOf(before, entry).map(change => change.name.split(' ›')[0].replace(/^link to .*/, 'links').replace(/^tag$/, 'tags')));
  const all = [entry.item.memory !== before.item.memory && 'text', ...names].filter(Boolean);
  return all.length > 0 && h('span.soft', null, all.length > 4 ? `${all.slice(0, 3).join(', ')} and ${all.length - 3} more` : all.join(', '));
}
