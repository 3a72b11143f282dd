/** What is changed, as it happens. */

import {follow, get} from '../api.js';
import {fill, h, uniqueId} from '../dom.js';
import {memoryHref, note, ownerHref} from '../router.js';
import {beforeAfter} from '../ui/before-after.js';
import {namesOf} from '../ui/owner-picker.js';
import {empty} from '../ui/states.js';
import {ago, kinds, plural, time} from '../words.js';

const firstRows = 100, earlierRows = 1000, mostRows = 500;

const events = {
  ADD: ['good', 'Added'], UPDATE: ['accent', 'Updated'], DELETE: ['bad', 'Deleted'], LINK: ['', 'Linked'], RESTORE: ['warn', 'Restored'],
};

export const activity = {
  title: 'Activity',
  async show(main, {query}, {me, signal}) {
    const {last} = await get('last', {signal});
    let begins = Math.max(0, last - firstRows), changes = (await get(`changes?after=${begins}&limit=${earlierRows}`, {signal})).results.reverse();
    let isPaused = false, waiting = [], arrived = [], flushing = null, chosen = events[query.event] ? query.event : '', sinceSaid = 0, isLost = false;
    const filterId = uniqueId('event'), list = h('ol.changes.card.flush'), nothing = h('div.card'), said = h('p.visually-hidden', {role: 'status', 'aria-live': 'polite'});
    const state = h('span.live', null), pause = h('button', {type: 'button', onclick: togglePause}, 'Pause');
    const held = h('button.primary', {type: 'button', hidden: true, onclick: togglePause});
    const earlier = h('button', {type: 'button', onclick: readEarlier}, 'Earlier changes'), foot = h('p.soft.small');
    fill(main,
      h('div.view-head', null,
        h('div', null, h('h1', null, 'Activity'), h('p', null, me.everything ? 'What is changed in this store, as it happens.' : 'What is changed among your memories, as it happens.')),
        h('div.row', null, state, pause)),
      h('div.stack', null,
        h('div.row-spread', null,
          h('div.row', null, h('label.inline', {for: filterId}, 'Show'), h('select.event-filter', {id: filterId, onchange: event => { chosen = event.target.value; note({event: chosen || null}); draw(); }},
            [['', 'All changes'], ...Object.entries(events).map(([name, [, label]]) => [name, label])].map(([value, label]) => h('option', {value, selected: value === chosen}, label)))),
          held),
        list, nothing, h('div.row-spread', null, foot, earlier)), said);
    sayState('open');
    draw();

    const minutely = setInterval(() => { for (const one of list.querySelectorAll('time')) one.textContent = ago(one.dateTime); }, 30000);
    // A screen reader hears how many came, not each of them.
    const summary = setInterval(say, 10000);
    signal.addEventListener('abort', () => { clearTimeout(flushing); clearInterval(minutely); clearInterval(summary); }, {once: true});
    follow(`changes?after=${changes[0]?.sequence ?? last}`, ({data}) => arrive(data), {signal, onState: sayState}).catch(error => {
      if (!signal.aborted) { sayState('ended'); said.textContent = error.message; }
    });

    function arrive(change) {
      // Many at once are drawn together.
      arrived = [change, ...arrived].slice(0, mostRows);
      flushing ??= setTimeout(flush, 100);
    }

    function flush() {
      flushing = null;
      const come = arrived;
      arrived = [];
      if (isPaused) {
        waiting = [...come, ...waiting].slice(0, mostRows);
        held.hidden = false;
        held.textContent = `Show ${waiting.length === mostRows ? 'the last ' : ''}${plural(waiting.length, 'new change')}`;
        return;
      }
      take(come);
      const shown = come.filter(isShown).map(row);
      if (shown.length === 0) return;
      list.hidden = false;
      nothing.hidden = true;
      for (const one of shown) one.classList.add('new');
      list.prepend(...shown);
      while (list.children.length > mostRows) list.lastElementChild.remove();
      drawFoot();
    }

    function take(newer) {
      changes = [...newer, ...changes];
      sinceSaid += newer.length;
      if (changes.length > mostRows) { changes.length = mostRows; begins = changes.at(-1).sequence - 1; }
    }

    function togglePause() {
      isPaused = !isPaused;
      pause.textContent = isPaused ? 'Resume' : 'Pause';
      if (!isPaused) { take(waiting); waiting = []; held.hidden = true; draw(); }
      sayState(isLost ? 'lost' : 'open');
    }

    async function readEarlier() {
      earlier.disabled = true;
      try {
        const from = Math.max(0, begins - earlierRows), oldest = begins;
        const {results} = await get(`changes?after=${from}&limit=${earlierRows}`, {signal});
        changes = [...changes, ...results.filter(one => one.sequence <= oldest).reverse()].slice(0, mostRows);
        begins = changes.length === mostRows ? changes.at(-1).sequence - 1 : from;
        draw();
      } finally {
        earlier.disabled = false;
      }
    }

    function isShown(change) {
      return !chosen || change.event === chosen;
    }

    function draw() {
      const shown = changes.filter(isShown);
      fill(list, shown.map(row));
      list.hidden = shown.length === 0;
      nothing.hidden = shown.length > 0;
      fill(nothing, chosen && changes.length > 0
        ? empty('None of that kind', 'Among the changes that are shown there is none. It appears here when one comes.')
        : empty('Nothing has happened yet', 'Each change appears here as soon as it is committed.', !me.read_only && h('a.button', {href: '#/add'}, 'Add memories')));
      drawFoot();
    }

    function drawFoot() {
      foot.textContent = list.children.length === 0 ? '' : list.children.length >= mostRows ? `The last ${mostRows}. The whole log is in the API: changes.` : plural(list.children.length, 'change');
      earlier.hidden = begins === 0 || changes.length >= mostRows;
    }

    function sayState(next) {
      const was = isLost;
      isLost = next === 'lost';
      const [kind, words] = next === 'ended' ? ['bad', 'Not connected'] : isLost ? ['warn', 'Connection lost, trying again'] : isPaused ? ['', 'Paused'] : ['good', 'Live'];
      fill(state, h(`span.badge${kind && `.${kind}`}`, null, h(`span.pulse${kind === 'good' ? '.beats' : ''}`, {'aria-hidden': 'true'}), words));
      if (isLost && !was) said.textContent = 'The connection is lost. It is tried again.';
      else if (was && next === 'open') said.textContent = 'The connection is back.';
    }

    function say() {
      if (sinceSaid === 0) return;
      said.textContent = `${plural(sinceSaid, 'new change')}.`;
      sinceSaid = 0;
    }
  },
};

function row({event, item, memory_id: id, old_memory: before, new_memory: after, changed_by: who, changed_by_role: role, reason, recorded_at: at, version}) {
  const [kind, label] = events[event] ?? ['', event];
  const isChanged = before !== undefined && after !== undefined && before !== after, sides = isChanged && beforeAfter(before, after);
  return h('li.change', null,
    h(`span.badge${kind && `.${kind}`}`, null, label),
    h('div.stack-small.change-what', null,
      h('div.wrap', null, h(`a.hit-link${event === 'DELETE' ? '.gone' : ''}`, {href: memoryHref(id), dir: 'auto'}, sides?.after ?? after ?? before ?? item.memory)),
      isChanged && h('div.wrap.small.soft.cut', null, 'before: ', sides.before),
      event === 'UPDATE' && before === after && h('p.small.soft', null, 'not its text, but what is noted with it'),
      h('div.row.small.soft', null,
        namesOf(item).map(([name, owner]) => h('a.wrap', {href: ownerHref(name, owner), title: kinds[name][0]}, owner)),
        h('span', null, `version ${version}`),
        (who ?? role) && h('span.wrap', null, `by ${who ?? role}${who && role ? ` (${role})` : ''}`),
        reason && h('span.wrap', null, `“${reason}”`))),
    h('span.change-when.small.soft', null, time(at)));
}
