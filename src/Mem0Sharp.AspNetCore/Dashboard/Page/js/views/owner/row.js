/** A memory in a list: its text, and beneath or beside it what kind it is. */

import {h} from '../../dom.js';
import {time} from '../../words.js';

const mostTags = 4;

/** What tells a memory from the usual: [class, word, explanation]. */
export function marksOf(item) {
  return [
    item.immutable && ['accent', 'Immutable', 'It can never be changed, only deleted'],
    item.expiration_date && new Date(item.expiration_date) <= new Date() && ['warn', 'Expired', 'Searches and lists leave it out'],
    item.review_of && ['warn', 'In review', 'Somebody must say whether it holds'],
    item.trust_tier === 'untrusted' && ['bad', 'Low trust', 'Its source is one that anybody may have written to'],
    item.trust_tier === 'trusted' && ['good', 'Trusted', 'The host vouches for it'],
    item.valid_to && new Date(item.valid_to) <= new Date() && ['', 'No longer holds', 'It was so until a time that is past'],
  ].filter(Boolean);
}

export const marks = item => marksOf(item).map(([kind, word, why]) => h(`span.badge${kind && `.${kind}`}`, {title: why}, word));

/** @param {string[]} hidden Ids that every row has: the owner's own. */
export const rowOf = hidden => item => {
  const tags = item.tags ?? [];
  const others = [
    ['User', [item.user_id]], ['Agent', [item.agent_id, ...(item.linked_agent_ids ?? [])]], ['Run', [item.run_id, ...(item.linked_run_ids ?? [])]],
    ['Application', [item.app_id]],
  ].flatMap(([kind, ids]) => ids.filter(id => id && !hidden.includes(id)).map(id => `${kind} ${id}`));
  return {
    text: h('span.memory-text', {dir: 'auto'}, item.memory),
    rest: [
      h('span.memory-marks', null, marks(item), item.memory_type !== 'semantic' && h('span.badge', null, item.memory_type),
        tags.slice(0, mostTags).map(tag => h('span.badge.tag', null, tag)),
        tags.length > mostTags && h('span.badge', {title: tags.join(', ')}, `+${tags.length - mostTags}`)),
      h('span.memory-others.clip', {title: others.join(', ') || null}, others.join(', ')),
      h('span.memory-when', null, time(item.updated_at)),
    ],
  };
};
