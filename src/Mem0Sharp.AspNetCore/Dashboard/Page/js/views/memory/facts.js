/** What is known of a memory besides its text. */

import {get} from '../../api.js';
import {fill, h} from '../../dom.js';
import {memoryHref, ownerHref} from '../../router.js';
import {failed, loading} from '../../ui/states.js';
import {treeOf} from '../../ui/tree.js';
import {momentOf, shortId, time, worded} from '../../words.js';

/** Links to those whose memory it is. */
export function ownersOf(item) {
  const all = [
    ['user', 'User', [item.user_id]], ['agent', 'Agent', [item.agent_id, ...(item.linked_agent_ids ?? [])]],
    ['run', 'Run', [item.run_id, ...(item.linked_run_ids ?? [])]], ['app', 'Application', [item.app_id]],
  ].flatMap(([kind, word, ids]) => ids.filter(Boolean).map(id => h('li', null, h('span.soft', null, `${word} `), h('a.inline-link', {href: ownerHref(kind, id)}, id))));
  return h('ul.owners', {'aria-label': 'Whose memory it is'}, all);
}

const moment = instant => time(instant, momentOf);

export function factsOf(item, last) {
  const facts = [
    ['Type', item.memory_type],
    ['Trust', {untrusted: 'low: anybody may have written to its source', trusted: 'high: the host vouches for it'}[item.trust_tier] ?? 'standard'],
    ['Salience', h('span.row', null, meter(item.salience), item.salience.toFixed(2))],
    ['Created', moment(item.created_at)],
    ['Updated', moment(item.updated_at)],
    ['Recorded', moment(item.recorded_at)],
    ['Holds from', item.valid_from ? moment(item.valid_from) : h('span.soft', null, 'not said')],
    ['Holds to', item.valid_to ? moment(item.valid_to) : h('span.soft', null, 'it does still')],
    ['Expires', item.expiration_date ? moment(item.expiration_date) : h('span.soft', null, 'never')],
    item.actor_id && ['Said by', item.actor_id],
    item.role && ['Role', item.role],
    item.source_message_ids?.length > 0 && ['From messages', h('span.mono.wrap', null, item.source_message_ids.join(', '))],
    item.source_occurred_at && ['Said on', moment(item.source_occurred_at)],
    ['Version', item.version],
    ['Last changed by', last.changed_by ?? h('span.soft', null, 'somebody who did not say')],
    last.changed_by_role && ['In the role', last.changed_by_role],
    last.reason && ['Because', last.reason],
    item.review_of && ['In review', item.review_of === item.id
      ? h('a.inline-link', {href: '#/reviews'}, 'somebody doubts it')
      : [h('a.inline-link', {href: '#/reviews'}, 'which holds'), ': it or ', h('a.inline-link', {href: memoryHref(item.review_of)}, shortId(item.review_of)), '?']],
    ['Hash (MD5)', h('span.mono', null, item.hash)],
    ['Id', h('span.mono', null, item.id)],
  ].filter(Boolean);
  return h('section.card', {'aria-label': 'Facts'}, h('div.card-head', null, h('h2', null, 'Facts')),
    h('dl.facts', null, facts.map(([name, value]) => [h('dt', null, name), h('dd', null, value)])));
}

const meter = value => h('span.meter', {'aria-hidden': 'true'}, h('span', {style: {width: `${Math.round(value * 100)}%`}}));

export const describedBy = item => h('section.card.stack', {'aria-label': 'Tags and metadata'},
  h('div.stack-small', null, h('h2', null, 'Tags'),
    item.tags?.length > 0 ? h('ul.row', null, item.tags.map(tag => h('li', null, h('span.badge', null, tag)))) : h('p.soft', null, 'None.')),
  h('div.stack-small', null, h('h2', null, 'Metadata'),
    Object.keys(item.metadata ?? {}).length > 0 ? treeOf(item.metadata) : h('p.soft', null, 'None.')),
  item.entities?.length > 0 && h('div.stack-small', null, h('h2', null, 'Names'),
    h('ul.row', null, item.entities.map(one => h('li', null, h('span.badge', {title: worded(one.kind)}, one.text, h('span.soft', null, ` ${worded(one.kind)}`)))))));

/** Looks at the memory closely when it is asked to. */
export function checks(id, signal) {
  const area = h('div.stack-small.checks');
  const details = h('details.card', {ontoggle: read}, h('summary', null, h('h2', null, 'Is it sound?')),
    h('p.hint', null, 'Whether its history is whole, and a search can find it. Looked at when this is opened: its text is embedded anew.'), area);
  return details;

  async function read() {
    if (!details.open || area.childElementCount > 0) return;
    fill(area, loading('Looking…', 3));
    try {
      const {checks: all} = await get(`memories/${encodeURIComponent(id)}/health`, {signal});
      const words = {healthy: ['good', 'Sound'], degraded: ['warn', 'For now not'], unhealthy: ['bad', 'Broken']};
      fill(area, h('ul.stack-small', null, all.map(one => h('li.check-line', null,
        h(`span.badge.${words[one.status]?.[0] ?? 'warn'}`, null, words[one.status]?.[1] ?? one.status), h('span', null, h('strong', null, worded(one.name)), ` ${one.description ?? ''}`)))));
    } catch (error) {
      if (!signal.aborted) fill(area, failed(error, () => { fill(area); read(); }));
    }
  }
}
