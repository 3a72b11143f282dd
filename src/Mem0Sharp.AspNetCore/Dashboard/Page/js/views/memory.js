/** One memory: its text, what is known of it, how it came to be so, and what can be done about it. */

import {get} from '../api.js';
import {fill, h} from '../dom.js';
import {InputError} from '../ui/dialog.js';
import {empty, failed} from '../ui/states.js';
import {timeline} from '../ui/timeline.js';
import {momentOf, shortId, time} from '../words.js';
import {memoryActions} from './memory/actions.js';
import {checks, describedBy, factsOf, ownersOf} from './memory/facts.js';
import {related} from './memory/related.js';
import {versions} from './memory/versions.js';
import {marks} from './owner/row.js';

const longText = 320;

export const memory = {
  title: 'Memory',
  async show(main, {parts: [id], query}, {me, signal}) {
    if (!id) {
      fill(main, h('h1.visually-hidden', null, 'Memory'), empty('No memory is named', 'The address of a memory has its id.', h('a.button', {href: '#/'}, 'Back to the start')));
      return;
    }
    const read = async () => (await get(`memories/${encodeURIComponent(id)}/history`, {signal})).results;
    const readAnew = async () => {
      const last = (await read()).at(-1);
      if (last.event === 'DELETE') throw new InputError('Somebody deleted it meanwhile. Copy what you wrote, then restore the memory or add it anew.');
      return last.item;
    };
    document.title = `Memory ${shortId(id)} · Mem0Sharp`;
    try {
      draw(await read());
    } catch (error) {
      if (!signal.aborted) fill(main, h('h1.visually-hidden', null, 'Memory'), failed(error, () => this.show(main, {parts: [id], query}, {me, signal})));
    }

    /** Draws it as it is by now. The button that asked for it is gone then: the focus goes to the view. */
    async function redraw() {
      if (signal.aborted) return;
      draw(await read());
      if (document.activeElement === document.body) document.getElementById('main').focus({preventScroll: true});
    }

    function draw(history) {
      if (signal.aborted) return;
      const last = history.at(-1), {item} = last, isDeleted = last.event === 'DELETE';
      const acts = me.read_only ? null : memoryActions({
        history, readAnew, redraw,
        gone: () => fill(main, h('h1.visually-hidden', null, 'Memory'), empty('It is erased', 'Nothing of it is left but its id, in the receipt.', h('a.button', {href: '#/'}, 'Back to the start'))),
      });
      fill(main,
        h('div.memory-head', null,
          h('div.row', null, ownersOf(item), marks(item)),
          text(item.memory),
          acts && h('div.row', {role: 'group', 'aria-label': 'Actions'}, acts.buttons)),
        h('div.stack.memory-notices', null,
          isDeleted && h('div.notice.warn', null, h('strong', null, 'It is deleted'), ', since ', time(last.recorded_at, momentOf), by(last),
            '. Searches and lists leave it out. This is what it last said', !me.read_only && ', and Restore brings it back', '.'),
          item.immutable && !isDeleted && h('div.notice', null, h('strong', null, 'It is immutable.'),
            ' It was marked so that nobody changes it, so it offers no Edit and no way back to an earlier version. It can be rated, deleted and erased.'),
          lookedBack(history, query.as_of)),
        h('div.columns', null,
          h('div.stack', null,
            versions(history, {mayWrite: !me.read_only && (isDeleted || !item.immutable), onRestore: acts?.restore, before: versionAt(history, query.as_of)}),
            h('section.card', {'aria-label': 'Timeline'}, h('div.card-head', null, h('h2', null, 'Timeline'), h('span.soft.small', null, 'Across: when it held. Down: when that was learned.')),
              timeline(history.map(entry => ({
                version: entry.version, from: entry.item.valid_from ?? null, to: entry.item.valid_to ?? null, recorded: entry.recorded_at,
                isDeleted: entry.event === 'DELETE', text: entry.item.memory,
              })), signal)),
            !isDeleted && related(id, signal)),
          h('div.stack', null, factsOf(item, last), describedBy(item), checks(id, signal))));
    }
  },
};

/** The text, large; a long one begins folded. */
function text(words) {
  if (words.length <= longText) return h('h1.memory-large', {dir: 'auto'}, words);
  const body = h('div.memory-long.is-folded', {dir: 'auto'}, words);
  const more = h('button.small', {type: 'button', 'aria-expanded': 'false', onclick: () => {
    const isFolded = body.classList.toggle('is-folded');
    more.setAttribute('aria-expanded', String(!isFolded));
    more.textContent = isFolded ? 'Show all of it' : 'Show less';
  }}, 'Show all of it');
  return [h('h1.visually-hidden', null, 'Memory'), body, h('div', null, more)];
}

const by = entry => entry.changed_by ? ` by ${entry.changed_by}` : '';

/** The version that was known at a moment; null where there is none to look back to. */
function versionAt(history, moment) {
  return moment ? history.findLast(entry => new Date(entry.recorded_at) <= new Date(moment))?.version ?? null : null;
}

function lookedBack(history, moment) {
  const version = versionAt(history, moment);
  if (version === null || version === history.at(-1).version) return null;
  return h('div.notice', null, `You looked back to ${momentOf(moment)}: version ${version} was known then. Below it is compared with what is known now.`);
}
