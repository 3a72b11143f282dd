/** One owner's memories, newest first: filtered, as of any moment, and live. */

import {get} from '../api.js';
import {fill, h} from '../dom.js';
import {note, remembered} from '../router.js';
import {asOf} from '../ui/as-of.js';
import {filterBar} from '../ui/filter-bar.js';
import {momentIn} from '../ui/moments.js';
import {empty} from '../ui/states.js';
import {complain} from '../ui/toast.js';
import {kinds, ownerBody} from '../words.js';
import {ownerActions} from './owner/actions.js';
import {Listing} from './owner/listing.js';
import {live} from './owner/live.js';

export const owner = {
  title: 'Owner',
  async show(main, {parts: [kind, id], query}, {me, signal}) {
    if (!kinds[kind] || !id) {
      fill(main, h('h1.visually-hidden', null, 'Owner'), empty('Nobody is named', 'The address of an owner has a kind and an id: user, agent, run or app.', h('a.button', {href: '#/'}, 'Who has memories')));
      return;
    }
    document.title = `${id} · Mem0Sharp`;
    const who = ownerBody(kind, id), place = remembered().place ?? null;
    // The end of the log comes first: what is written while the list is read is told, not missed.
    const first = firstOf(who, signal), {last} = await get('last', {signal});
    // In a long log the first may take its time: it is waited for no longer.
    await Promise.race([first.catch(() => {}), new Promise(done => setTimeout(done, 250))]);
    if (signal.aborted) return;

    let asked = {filter: filterIn(query), expired: query.expired === '1', known: momentIn(query.known), held: momentIn(query.held)};
    const bar = filterBar({filter: asked.filter, expired: asked.expired, onChange: (filter, expired) => change({filter, expired})});
    const listing = new Listing({
      who, id, signal,
      refuses: error => { bar.fail(error.message); return listing.length > 0 || asked.filter !== null; },
      emptyActions: () => [
        asked.filter && h('button', {type: 'button', onclick: () => bar.clear()}, 'Clear the filters'),
        !me.read_only && h('a.button', {href: '#/add'}, 'Add memories'), h('a.button', {href: '#/'}, 'Others')],
    });
    const now = live({
      who, after: last, signal,
      changesRow: one => {
        if (!listing.isNow || asked.filter || !listing.list.ids.includes(one)) return false;
        listing.list.refresh([one]);
        return true;
      },
      show: () => { scrollTo(0, 0); return listing.read(); },
    });
    const again = () => { now.reset(); return listing.read(asked, {keepsPlace: true}); };

    fill(main,
      h('div.view-head', null,
        h('div', null, h('div.row', null, h('h1', null, id), h('span.badge', null, kinds[kind][0])), h('p', null, wordsOf[kind])),
        !me.read_only && h('div.row', null, ownerActions({who, id, filter: () => asked.filter, done: again, signal}))),
      h('div.card.list-tools', null, bar.element, asOf({...asked, first, onChange: moment => change(moment)})),
      h('div.row-spread.list-head', null, listing.word, h('div.row.list-now', null, now.area, now.state)),
      listing.element);
    drawNow();
    listing.read(asked, {place}).catch(complain);

    function change(some) {
      asked = {...asked, ...some};
      note({filter: asked.filter && JSON.stringify(asked.filter), expired: asked.expired ? '1' : null, known: asked.known, held: asked.held});
      drawNow();
      now.reset();
      bar.fail(null);
      listing.read(asked).catch(complain);
    }

    function drawNow() {
      const isNow = asked.known === null && asked.held === null;
      now.area.hidden = now.state.hidden = !isNow;
      listing.element.classList.toggle('is-past', !isNow);
    }
  },
};

const wordsOf = {
  user: 'What is known of this user, newest first.',
  agent: 'What this agent learned, newest first.',
  run: 'What was learned in this run, newest first.',
  app: 'What was learned within this application, newest first.',
};

/** When the first was learned that is still in the log: where a look back begins. */
async function firstOf(who, signal) {
  const {results} = await get(`changes?${new URLSearchParams({...who, limit: 1})}`, {signal});
  return results.length > 0 ? new Date(results[0].recorded_at).getTime() : Date.now();
}

function filterIn({filter}) {
  try {
    const read = JSON.parse(filter ?? 'null');
    return read !== null && typeof read === 'object' && !Array.isArray(read) ? read : null;
  } catch {
    return null;
  }
}
