/** What can be done with all that somebody has: delete it, erase it, let a value be learned again. Each says first what it will touch. */

import {post} from '../../api.js';
import {h, uniqueId} from '../../dom.js';
import {dialog} from '../../ui/dialog.js';
import {lift} from '../../ui/lift.js';
import {showReceipt} from '../../ui/receipt.js';
import {complain, toast} from '../../ui/toast.js';
import {count, plural} from '../../words.js';
import {countOf, memoriesOf} from './listing.js';

/**
 * @param {object} options
 * @param {object} options.who The members that name the owner.
 * @param {string} options.id
 * @param {() => object|null} options.filter What the reader filters by now.
 * @param {() => Promise<void>} options.done Shows the list anew.
 * @param {AbortSignal} options.signal
 */
export function ownerActions({who, id, filter, done, signal}) {
  return [
    h('button', {type: 'button', onclick: () => lift(who).catch(complain)}, 'Lift a suppressed value'),
    h('button.danger', {type: 'button', onclick: () => deleteAll().catch(complain)}, 'Delete…'),
    h('button.danger', {type: 'button', onclick: () => eraseAll().catch(complain)}, 'Erase…'),
  ];

  async function deleteAll() {
    const filters = filter();
    const [all, found] = await Promise.all([countOf(who, signal), filters ? countOf({...who, filters}, signal) : null]);
    const reason = h('input', {id: uniqueId('reason'), maxlength: 1000});
    const some = h('input', {type: 'radio', name: 'which', checked: true}), every = h('input', {type: 'radio', name: 'which', checked: !filters});
    const deleted = await dialog({
      title: filters ? `Delete memories of ${id}?` : `Delete all ${memoriesOf(all)} of ${id}?`,
      danger: true,
      confirm: 'Delete',
      content: h('div.stack', null,
        filters && h('fieldset.stack-small', null, h('legend.label', null, 'Which'),
          h('label.check', null, some, `The ${memoriesOf(found)} that the filters find, expired ones among them`),
          h('label.check', null, every, `All ${count(all)}, expired ones among them`)),
        h('p', null, 'They are found no more. Their history stays: each can be restored on its own page, one at a time. The same words may be learned again.'),
        h('div', null, h('label', {for: reason.id}, 'Why'), reason, h('p.hint', null, 'It stands in the history of each.'))),
      act: () => post('delete', {...who, filters: filters && some.checked ? filters : undefined, reason: reason.value.trim() || undefined}),
    });
    if (!deleted) return;
    toast(`${memoriesOf(deleted.deleted)} deleted.`);
    await done();
  }

  async function eraseAll() {
    const extent = await post('extent', who, {signal});
    const receipt = await dialog({
      title: `Erase everything of ${id}?`,
      danger: true,
      confirm: 'Erase for good',
      word: 'erase',
      content: h('div.stack', null,
        h('dl.facts', null,
          h('dt', null, 'Memories'), h('dd', null, count(extent.memories)),
          h('dt', null, 'Deleted before'), h('dd', null, count(extent.deleted)),
          h('dt', null, 'Versions, all told'), h('dd', null, count(extent.versions))),
        h('p', null, `All ${plural(extent.memories + extent.deleted, 'memory', 'memories')} that are or were theirs go, with every version, vector and link to them, `
          + 'also where they belong to others besides. What was kept away from being learned may be learned again. The file is rewritten.'),
        h('p.notice.bad', null, 'Nothing can bring them back: no restore, no import under the same ids.')),
      act: () => post('erase', who),
    });
    if (!receipt) return;
    await done();
    await showReceipt(receipt);
  }
}
