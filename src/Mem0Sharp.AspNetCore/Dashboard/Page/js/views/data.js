/** Takes memories out as a file, and in; and looks whether an erasure holds. */

import {file} from '../api.js';
import {fill, h} from '../dom.js';
import {importing} from '../ui/importing.js';
import {ownerPicker} from '../ui/owner-picker.js';
import {save} from '../ui/saving.js';
import {segments} from '../ui/segments.js';
import {empty} from '../ui/states.js';
import {complain, toast} from '../ui/toast.js';
import {verifying} from '../ui/verifying.js';

export const data = {
  title: 'Data',
  show(main, {query}, {me, signal}) {
    const head = h('div.view-head', null, h('div', null, h('h1', null, 'Data'), h('p', null, 'Take memories out as a file, take them in, and see whether an erasure holds.')));
    if (!me.everything) {
      fill(main, head, empty('That is for whoever may touch everything', 'An export has every version of a memory, also those from before it was shared with you, and an import says itself whose memories are. What you have you can read under your memories; ask whoever runs the host for a copy.',
        h('a.button', {href: '#/'}, 'Your memories')));
      return;
    }
    fill(main, head, h('div.transfer', null,
      h('div.stack-large', null, exporting({me, signal, query}), verifying(signal)),
      h('div.stack-large', null, me.read_only
        ? h('section.card.stack-small', null, h('h2', null, 'Import'), h('p.soft', null, 'Your key is read-only, and an import writes. Ask for a key that may change memories.'))
        : importing({me, signal}),
      h('section.card.stack-small', null, h('h2', null, 'Backup'), h('p.soft', null, 'A backup is a copy of the whole file, made on the host: BackupAsync, or a copy while it is stopped. This page cannot choose a place there, so it does not offer one. An export is for another place, another model or a later version.')))));
  },
};

function exporting({me, signal, query}) {
  const owner = ownerPicker({me, signal, kind: query.kind, id: query.id}), whose = h('div', {hidden: !query.id}, owner.element);
  const choice = segments('Of whom', [['all', 'Everybody'], ['one', 'One']], query.id ? 'one' : 'all', name => { whose.hidden = name !== 'one'; });
  const go = h('button.primary', {type: 'submit'}, 'Export');
  return h('form.card.stack', {onsubmit: event => { event.preventDefault(); run(); }},
    h('div', null, h('h2', null, 'Export'), h('p.soft', null, 'Writes every version of every memory, deleted ones too, with who made it and why, and the embeddings, as lines of JSON. It holds what was said and by whom: keep it as you keep the memories. What is erased later stays in it.')),
    h('div', null, h('span.label', null, 'Of whom'), choice), whose,
    h('div', null, go));

  async function run() {
    const isOne = choice.chosen === 'one';
    if (isOne && !owner.body()) { owner.focus(); toast('Choose whose memories.', {bad: true}); return; }
    go.disabled = true;
    go.textContent = 'Exporting…';
    try {
      const content = await file(`export${isOne ? `?${owner.query()}` : ''}`, {signal});
      save(content, `memories-${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}.jsonl`);
      toast('The export is complete, and saved by the browser.');
    } catch (error) {
      // A stream that ends early is no answer at all: nothing of it is kept.
      complain(error instanceof TypeError ? new Error('The export broke off. Nothing was saved.') : error);
    } finally {
      go.disabled = false;
      go.textContent = 'Export';
    }
  }
}
