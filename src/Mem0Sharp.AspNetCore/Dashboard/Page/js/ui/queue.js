/** The calls that are kept to be done later, without what they say. */

import {ask, get, post} from '../api.js';
import {fill, h} from '../dom.js';
import {ownerHref} from '../router.js';
import {count, plural, time, worded} from '../words.js';
import {dialog} from './dialog.js';
import {namesOf} from './owner-picker.js';
import {complain, toast} from './toast.js';

/**
 * @param {{me: object, signal: AbortSignal}} context
 * @returns {HTMLElement & {read(): Promise<void>}}
 */
export function queue({me, signal}) {
  const place = h('div'), ends = h('div.row'), element = h('section.card.flush', {'aria-label': 'Queue'},
    h('div.card-head', null, h('div', null, h('h2', null, 'Queue'), h('p.soft.small', null, 'Calls that are kept in the file, and done in the background.')), ends), place);
  element.read = read;
  return element;

  async function read() {
    const {results, more} = await get('queue', {signal}), aside = results.filter(one => one.set_aside).length;
    fill(ends, !me.read_only && results.length > 0 && [
      h('button', {type: 'button', onclick: event => process(event.currentTarget, false)}, 'Do them now'),
      aside > 0 && h('button', {type: 'button', title: 'Also those that failed too often', onclick: event => process(event.currentTarget, true)}, 'Try all again'),
    ]);
    fill(place, results.length === 0
      ? h('p.soft.table-end', null, 'Nothing waits: every call that was accepted is done.')
      : h('div.scroll-x', {tabindex: '0', role: 'region', 'aria-label': 'Calls in the queue'}, h('table', null,
        h('thead', null, h('tr', null, ['Call', 'Whose', 'Since'].map(name => h('th', {scope: 'col'}, name)), h('th.number', {scope: 'col'}, 'Tried'), h('th', {scope: 'col'}, 'State'),
          h('th', {scope: 'col'}, h('span.visually-hidden', null, 'What can be done')))),
        h('tbody', null, results.map(call => h('tr', null,
          h('td', {title: call.id}, call.kind === 'add' ? 'Add a conversation' : 'Update memories'),
          h('td.wrap', null, !call.scope && h('span.soft', null, 'Whoever’s they are'), namesOf(call.scope).map(([kind, id], at) => [at > 0 && ', ', h('a', {href: ownerHref(kind, id)}, id)])),
          h('td', null, time(call.queued_at)),
          h('td.number', null, count(call.attempts)),
          h('td', null, h(`span.badge${call.set_aside ? '.bad' : call.attempts > 0 ? '.warn' : ''}`, null, call.set_aside ? 'set aside' : call.attempts > 0 ? 'tried in vain' : 'waits'),
            call.error_code && h('span.soft.small', null, ` ${worded(call.error_code)}`)),
          h('td.number', null, !me.read_only && h('button.small.danger', {type: 'button', 'aria-label': `Discard the call of ${namesOf(call.scope).map(([, id]) => id).join(', ') || 'whoever'}`, onclick: () => discard(call)}, 'Discard'))))))),
      more && h('p.soft.table-end', null, `The first ${count(results.length)}.`));
  }

  async function process(button, all) {
    button.disabled = true;
    try {
      const result = await post('queue/process', {include_set_aside: all}, {signal});
      toast(`${plural(result.done, 'call')} done, ${count(result.waiting)} waiting, ${count(result.set_aside)} set aside.`);
      await read();
    } catch (error) {
      complain(error);
    } finally {
      button.disabled = false;
    }
  }

  async function discard(call) {
    const done = await dialog({
      title: 'Discard this call?', confirm: 'Discard', danger: true,
      content: h('p', null, 'It is never done: what was said in it is not learned, and cannot be brought back from here. Calls behind it go on.'),
      act: () => ask('DELETE', `queue/${encodeURIComponent(call.id)}`),
    });
    if (!done) return;
    toast(done.discarded ? 'Discarded.' : 'It was done or discarded meanwhile.');
    read().catch(complain);
  }
}
