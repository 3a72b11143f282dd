/** Who has memories: users, agents, runs and applications, with how many. */

import {get} from '../api.js';
import {fill, h} from '../dom.js';
import {note, ownerHref} from '../router.js';
import {segments} from '../ui/segments.js';
import {empty, load} from '../ui/states.js';
import {count, kinds, plural, time} from '../words.js';

export const people = {
  title: 'People',
  async show(main, {query}, {me, signal}) {
    const place = h('div');
    // The head stands at once: whoever has many memories has them counted a moment later.
    fill(main, h('div.view-head', null,
      h('div', null, h('h1', null, 'People and agents'), h('p', null, 'Who has memories here. A memory can belong to several: to a user, and to the agent that learned it.')),
      !me.read_only && h('a.button.primary', {href: '#/add'}, 'Add memories')), place);
    await load(place, signal, async () => list((await get('owners', {signal})).results, query, me));
  },
};

function list(owners, query, me) {
  if (owners.length === 0) {
    return empty('Nothing is remembered yet', 'Give a conversation to the memory, or import what another system knows.',
      !me.read_only && h('a.button.primary', {href: '#/add'}, 'Add a conversation'), me.everything && h('a.button', {href: '#/data'}, 'Import'));
  }

  const rows = h('tbody'), table = h('div.card.flush.scroll-x');
  const find = h('input', {type: 'search', id: 'find-owner', placeholder: 'Find by id', 'aria-label': 'Find by id', value: query.q ?? '', oninput: draw});
  const all = Object.keys(kinds).filter(name => owners.some(one => one.kind === name));
  const choices = segments('Kind', ['all', ...all].map(name => [name, [
    `${name === 'all' ? 'All' : kinds[name][1]} `, h('span.soft', null, count(owners.filter(one => name === 'all' || one.kind === name).length))]]),
  all.includes(query.kind) ? query.kind : 'all', draw);
  draw();
  return h('div.stack', null, h('div.row-spread', null, choices, h('div.find', null, find)), table);

  function draw() {
    const kind = choices.chosen;
    note({q: find.value || null, kind: kind === 'all' ? null : kind});
    const shown = owners
      .filter(one => (kind === 'all' || one.kind === kind) && one.id.toLowerCase().includes(find.value.trim().toLowerCase()))
      .sort((a, b) => new Date(b.updated_at) - new Date(a.updated_at));
    fill(rows, shown.slice(0, 500).map(one => h('tr', null,
      h('td.wrap', null, h('a.strong', {href: ownerHref(one.kind, one.id)}, one.id)),
      h('td', null, h('span.badge', null, kinds[one.kind][0])),
      h('td.number', null, count(one.count)),
      h('td.soft', null, time(one.updated_at)),
      h('td.soft.since', null, time(one.created_at)))));
    fill(table, shown.length === 0
      ? empty('Nobody of that name', 'Ids are found by any part of them.')
      : [h('table', null, h('caption.visually-hidden', null, 'Who has memories'), h('thead', null, h('tr', null,
        h('th', {scope: 'col'}, 'Id'), h('th', {scope: 'col'}, 'Kind'), h('th.number', {scope: 'col'}, 'Memories'),
        h('th', {scope: 'col'}, 'Last change'), h('th.since', {scope: 'col'}, 'Since'))), rows),
      shown.length > 500 && h('p.soft.table-end', null, `${plural(shown.length - 500, 'more')}: find them by id.`)]);
  }
}
