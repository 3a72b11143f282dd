/** Two versions side by side: the text word by word, and whatever else is different key by key. */

import {h} from '../../dom.js';
import {marked} from '../../ui/before-after.js';
import {keyDiff, textDiff} from '../../ui/diff.js';
import {momentOf, shortId, worded} from '../../words.js';

const times = new Set(['valid_from', 'valid_to', 'expiration_date', 'source_occurred_at']);
// What changes with every version says nothing of it, and the text is shown by itself.
const beside = new Set(['memory', 'hash', 'version', 'updated_at', 'recorded_at', 'created_at', 'id', 'metadata', 'tags', 'links']);

export function compare(left, right) {
  const diff = textDiff(left.item.memory, right.item.memory), changes = changesOf(left, right);
  return h('div.compare', null,
    h('div.compare-texts', null, side(left, diff.before, 'del'), side(right, diff.after, 'ins')),
    changes.length > 0
      ? h('div.scroll-x', {tabindex: 0, role: 'region', 'aria-label': 'What else is different'}, h('table.changes', null, h('caption.visually-hidden', null, 'What else is different'),
        h('thead', null, h('tr', null, ['What', `v${left.version}`, `v${right.version}`].map(name => h('th', {scope: 'col'}, name)))),
        h('tbody', null, changes.map(one => h('tr', null, h('th.wrap', {scope: 'row'}, one.name),
          h('td', null, shown(one, one.before, 'del')), h('td', null, shown(one, one.after, 'ins')))))))
      : h('p.soft.small.compare-same', null, left === right ? 'It is the same version: choose two.'
        : left.item.memory === right.item.memory ? 'Nothing is different in its content.' : 'Nothing but the text is different.'));
}

const side = (entry, runs, mark) => h('div.compare-side', null,
  h('p.soft.small', null, `Version ${entry.version}${entry.event === 'DELETE' ? ', deleted' : ''}, ${momentOf(entry.recorded_at)}`),
  h('p.wrap', {dir: 'auto'}, marked(runs, mark)));

/** What is different: {name, before, after}, undefined where there was none. */
export function changesOf(left, right) {
  const a = left.item, b = right.item;
  const facts = item => Object.fromEntries(Object.entries(item).filter(([name]) => !beside.has(name)));
  const links = item => Object.fromEntries((item.links ?? []).map(link => [link.id, link.strength ?? 1]));
  return [
    ...keyDiff(facts(a), facts(b)).map(one => ({...one, name: worded(one.path.join(' › ')), isTime: times.has(one.path[0])})),
    ...listDiff(a.tags ?? [], b.tags ?? []).map(one => ({...one, name: 'tag'})),
    ...keyDiff(links(a), links(b)).map(one => ({...one, name: `link to ${shortId(one.path[0])}`})),
    ...keyDiff(a.metadata ?? {}, b.metadata ?? {}).map(one => ({...one, name: `metadata › ${one.path.join(' › ')}`})),
  ];
}

const listDiff = (before, after) => [
  ...before.filter(one => !after.includes(one)).map(one => ({before: one})), ...after.filter(one => !before.includes(one)).map(one => ({after: one})),
];

function shown(change, value, mark) {
  if (value === undefined) return h('span.soft', null, 'none');
  const text = change.isTime ? momentOf(value) : typeof value === 'string' ? value : JSON.stringify(value);
  return h(`${mark}.wrap`, {dir: 'auto'}, text);
}
