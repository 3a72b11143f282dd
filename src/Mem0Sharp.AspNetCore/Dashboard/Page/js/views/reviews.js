/** Memories of which somebody must say which holds. */

import {get, post} from '../api.js';
import {fill, h, uniqueId} from '../dom.js';
import {memoryHref, note} from '../router.js';
import {beforeAfter} from '../ui/before-after.js';
import {ownerPicker} from '../ui/owner-picker.js';
import {empty, load} from '../ui/states.js';
import {complain, toast} from '../ui/toast.js';
import {plural, time, worded} from '../words.js';

const most = 200;

const decisions = {
  conflict: [
    ['use_kept', 'Use what came', 'The known memory says it from now on, as a new version. The one beside it is deleted.'],
    ['use_known', 'Keep what is known', 'It stays as it is. The one beside it is deleted.'],
    ['use_both', 'Keep both', 'Both hold, and stay as they are.'],
  ],
  doubt: [
    ['use_kept', 'It holds', 'It stays, and is no longer in doubt.'],
    ['use_known', 'Delete it', 'It is deleted. Its history stays, so it can be brought back.'],
  ],
};

export const reviews = {
  title: 'Reviews',
  show(main, {query}, {me, signal}) {
    let reading = new AbortController();
    const owner = ownerPicker({me, signal, kind: query.kind, id: query.id, onchange: read}), place = h('section', {'aria-label': 'Reviews'});
    fill(main,
      h('div.view-head', null, h('div', null, h('h1', null, 'Reviews'),
        h('p', null, 'What came late and contradicts what is known, and what somebody called wrong. Until you decide, both are found.'))),
      h('div.stack-large', null, h('form.card.whose', {onsubmit: event => { event.preventDefault(); read(); }}, owner.element), place));
    read();

    async function read() {
      reading.abort();
      reading = new AbortController();
      if (!owner.body()) { fill(place, empty('Whose reviews?', 'Choose whose memories to look through.')); return; }
      if (me.everything) note(owner.get());
      const ends = AbortSignal.any([signal, reading.signal]);
      await load(place, ends, async () => {
        const {results} = await get(`reviews?${owner.query()}&limit=${most}`, {signal: ends});
        return results.length === 0 ? nothing() : list(results);
      });
    }

    function list(results) {
      const heading = h('h2', {tabindex: '-1'}), items = h('ol.stack');
      let left = results.length;
      count();
      fill(items, results.map(review => item(review, gone)));
      return h('div.stack', null, heading, items, results.length === most && h('p.soft', null, `The first ${most}. The others come when these are settled.`));

      function count() {
        heading.textContent = `${plural(left, 'decision')} to make`;
      }

      function gone(element) {
        left--;
        if (left === 0) { read(); return; }
        count();
        const next = element.nextElementSibling ?? element.previousElementSibling;
        element.remove();
        (next?.querySelector('button') ?? heading).focus();
      }
    }

    function item(review, gone) {
      const {kept, known} = review, isDoubt = review.in_doubt, sides = known && beforeAfter(known.memory, kept.memory, ['mark', 'mark']);
      const reasonId = uniqueId('reason'), headId = uniqueId('review');
      const reason = h('input', {id: reasonId, maxlength: 1000, placeholder: 'optional', autocomplete: 'off'});
      const element = h('li.card.review', {'aria-labelledby': headId},
        h('div.card-head', null, h('h3', {id: headId}, isDoubt ? 'Does this hold?' : 'Which of these holds?'),
          h('span.badge.warn', null, isDoubt ? 'in doubt' : 'contradiction')),
        h('div.sides', null,
          !isDoubt && side('What is known', known, sides?.before, 'The memory that it was kept beside is gone.'),
          side(isDoubt ? 'Somebody called it wrong' : 'What came beside it', kept, isDoubt ? null : sides?.after)),
        !me.read_only && h('div.stack.decide', null,
          h('div.reason', null, h('label', {for: reasonId}, 'Reason'), reason),
          h('ul.decisions', null, decisions[isDoubt ? 'doubt' : 'conflict'].filter(([name]) => isDoubt || known || name !== 'use_known').map(([name, label, text]) => {
            const hint = uniqueId('does');
            return h('li', null, h(`button${name === 'use_known' && isDoubt ? '.danger' : ''}`, {type: 'button', 'aria-describedby': hint, onclick: () => settle(name, label)}, label),
              h('span.small.soft', {id: hint}, text));
          }))),
        me.read_only && h('p.soft.small', null, 'Your key is read-only: somebody else must decide.'));
      return element;

      async function settle(decision, label) {
        const buttons = element.querySelectorAll('button');
        for (const button of buttons) button.disabled = true;
        try {
          await post(`reviews/${encodeURIComponent(kept.id)}`, {decision, reason: reason.value.trim() || null}, {signal});
          toast(`Settled: ${label.toLowerCase()}.`);
          gone(element);
        } catch (error) {
          for (const button of buttons) button.disabled = false;
          if (error.status === 404 || error.status === 409) { toast('It was settled meanwhile.'); read(); } else complain(error);
        }
      }
    }
  },
};

const side = (label, memory, marked, otherwise) => h('div.side', null, h('p.label', null, label), memory
  ? [h('div.wrap.side-text', null, h('a.hit-link', {href: memoryHref(memory.id), dir: 'auto'}, marked ?? memory.memory)),
    h('div.row.small.soft', null,
      h('span', null, `version ${memory.version}`), h('span', null, 'changed ', time(memory.updated_at)),
      memory.actor_id && h('span', null, `said by ${memory.actor_id}`),
      memory.trust_tier && h(`span.badge.${memory.trust_tier === 'trusted' ? 'good' : 'warn'}`, null, worded(memory.trust_tier)))]
  : h('p.soft', null, otherwise));

const nothing = () => empty('Nothing to decide', 'Nothing waits for a decision here. A contradiction that arrives late, or feedback that something is wrong, comes to this list.');
