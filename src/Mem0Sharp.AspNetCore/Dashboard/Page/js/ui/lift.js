/** Lets a value be learned again that somebody deleted or corrected away. */

import {post} from '../api.js';
import {h, uniqueId} from '../dom.js';
import {dialog, InputError} from './dialog.js';
import {toast} from './toast.js';

/**
 * @param {object} owner The members that name whose it is: {user_id}.
 * @param {string} [text] What was deleted.
 */
export async function lift(owner, text = '') {
  const field = h('textarea', {id: uniqueId('lift'), value: text, required: true, rows: 3});
  const answer = await dialog({
    title: 'Let a value be learned again',
    content: h('div.stack', null,
      h('p', null, 'What a person deletes or corrects stays away: the same words in an old conversation are not learned again. '
        + 'That is taken back here. It adds no memory by itself.'),
      h('div', null, h('label', {for: field.id}, 'What was deleted'), field,
        h('p.hint', null, 'The whole text as it was. Case and white space do not matter; other words are another value.'))),
    confirm: 'Let it be learned',
    act: () => {
      if (!field.value.trim()) throw new InputError('Say which text it was.');
      return post('lift', {...owner, text: field.value});
    },
  });
  if (answer) toast(answer.lifted ? 'It may be learned again.' : 'That text was not kept away: nothing to take back.');
}
