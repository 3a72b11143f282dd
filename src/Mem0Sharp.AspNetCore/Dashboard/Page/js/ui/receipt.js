/** Shows what was erased, and gives it as a file: the receipt is what an erasure can be held to later. */

import {dialog} from './dialog.js';
import {h} from '../dom.js';
import {save} from './saving.js';
import {momentOf, plural} from '../words.js';

/** @param {{memory_ids: string[], erased_at: string, hash: string}} receipt */
export function showReceipt(receipt) {
  const some = receipt.memory_ids.length > 0;
  return dialog({
    title: some ? `${plural(receipt.memory_ids.length, 'memory', 'memories')} erased` : 'Nothing was there to erase',
    content: some && h('div.stack', null,
      h('p', null, 'Texts, history and vectors are gone. This receipt has no content, only ids, the time and a hash: keep it. The store can be held to it later, under Data.'),
      h('dl.facts', null,
        h('dt', null, 'When'), h('dd', null, momentOf(receipt.erased_at)),
        h('dt', null, 'Hash'), h('dd.mono', null, receipt.hash),
        h('dt', null, 'Ids'), h('dd.mono', null, receipt.memory_ids.slice(0, 5).map(id => h('div', null, id)),
          receipt.memory_ids.length > 5 && h('div.soft', null, `and ${plural(receipt.memory_ids.length - 5, 'more', 'more')}`))),
      h('div.row', null, h('button', {type: 'button', onclick: () => save(fileOf(receipt), `erased-${receipt.erased_at.slice(0, 19).replaceAll(':', '-')}.json`)}, 'Download the receipt'))),
    confirm: 'Done', cancel: null,
  });
}

const fileOf = receipt => new Blob([JSON.stringify(receipt, null, 2)], {type: 'application/json'});
