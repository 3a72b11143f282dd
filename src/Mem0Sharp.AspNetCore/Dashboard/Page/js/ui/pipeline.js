/** What an add made of a conversation, stage by stage: what was extracted, what it was compared with, what was decided, what was written. */

import {h} from '../dom.js';
import {memoryHref} from '../router.js';
import {count, dateOf, duration, plural, worded} from '../words.js';
import {beforeAfter} from './before-after.js';
import {empty} from './states.js';

const outcomes = {
  added: ['good', 'Added', 'A memory of its own.'],
  updated: ['accent', 'Updated', 'A known memory says it now.'],
  deleted: ['bad', 'Deleted', 'A known memory is gone because of it.'],
  none: ['', 'Nothing to do', 'It was known.'],
  refused: ['warn', 'Refused', 'The decision was not allowed or failed. Nothing was changed by it.'],
  suppressed: ['warn', 'Suppressed', 'A person deleted it or corrected it away before, so it is not learned again.'],
};

/**
 * @param {object} added What api/add answered.
 * @param {(text: string) => Promise<void>} lift Lets a rejected text be learned again.
 */
export function pipeline(added, lift) {
  const {facts, milliseconds} = added, most = Math.max(...Object.values(milliseconds), 0.001);
  return h('div.stack', null,
    h('div.row-spread', null, h('h2', {tabindex: '-1'}, summaryOf(facts)), costOf(added)),
    added.skipped_images > 0 && h('p.notice.warn', null, `${plural(added.skipped_images, 'image')} passed over: this host does not describe images.`),
    facts.length === 0
      ? h('div.card', null, empty('Nothing worth keeping', 'No fact was found in what was said. To keep it as it stands, choose “word for word”.'))
      : h('ol.stages', null,
        stage('Extraction', milliseconds.extraction, most, 'Facts found in what was said', facts.map(extracted)),
        stage('Search', milliseconds.search, most, 'Known memories that each may concern', facts.map(compared)),
        stage('Arbitration', milliseconds.arbitration, most, 'What was decided about each', facts.map((fact, at) => decided(fact, at, lift))),
        stage('Writing', milliseconds.writing, most, 'What changed', written(facts))));
}

function summaryOf(facts) {
  const of = {};
  for (const fact of facts) of[fact.outcome] = (of[fact.outcome] ?? 0) + 1;
  const said = Object.keys(outcomes).filter(name => of[name]).map(name => `${count(of[name])} ${name === 'none' ? 'known already' : name}`);
  return said.length === 0 ? 'Done: no facts' : said.join(', ');
}

function costOf({milliseconds, model_calls: calls, tokens}) {
  const whole = Object.values(milliseconds).reduce((sum, one) => sum + one, 0);
  return h('p.soft.small', null, duration(whole), ' · ', calls === 0 ? 'no model call' : plural(calls, 'model call'),
    tokens && ` · ${count(tokens.input ?? 0)} tokens in, ${count(tokens.output ?? 0)} out`);
}

const stage = (name, milliseconds, most, text, content) => h('li.stage', null,
  h('div.stage-head', null,
    h('h3', null, name), h('span.soft.small.stage-says', null, text),
    h('span.stage-time', null, h('span.stage-bar', {'aria-hidden': 'true'}, h('span', {style: {width: `${Math.max(2, 100 * milliseconds / most)}%`}})), h('span.small.stage-took', null, duration(milliseconds)))),
  h('ol.stage-facts', null, content));

const numbered = (at, ...content) => h('li.stage-fact', null, h('span.fact-number', {title: `Fact ${at + 1}`}, h('span.visually-hidden', null, 'Fact '), at + 1), h('div.stack-small', null, content));

const extracted = (fact, at) => numbered(at,
  h('p.wrap', {dir: 'auto'}, fact.text),
  h('div.row.small', null,
    fact.intent !== 'statement' && h('span.badge.accent', null, worded(fact.intent)),
    fact.type && h('span.badge', null, worded(fact.type)),
    heldOf(fact),
    fact.messages.length > 0 && h('span.soft', null, `from ${fact.messages.length === 1 ? 'message' : 'messages'} ${fact.messages.map(one => one + 1).join(', ')}`),
    fact.replaces && h('span.soft.wrap', null, `in the place of “${fact.replaces}”`)));

function heldOf({valid_from: from, valid_to: to}) {
  if (!from && !to) return null;
  return h('span.badge', null, from && to ? `${dateOf(from)} to ${dateOf(to)}` : from ? `since ${dateOf(from)}` : `until ${dateOf(to)}`);
}

const compared = (fact, at) => numbered(at, fact.candidates.length === 0
  ? h('p.soft', null, 'Compared with nothing.')
  : h('ul.candidates', null, fact.candidates.map(({item, score}) => h('li', null,
    h('span.candidate-score', {title: 'Cosine'}, score.toFixed(2)),
    h('a.wrap', {href: memoryHref(item.id), dir: 'auto'}, item.memory)))));

function decided(fact, at, lift) {
  const [kind, label, meaning] = outcomes[fact.outcome] ?? ['', worded(fact.outcome), ''];
  return numbered(at,
    h('div.row', null, h(`span.badge${kind && `.${kind}`}`, null, label), h('span.soft.small', null, meaning)),
    textOf(fact),
    fact.reason && h('p.soft.wrap', null, fact.reason),
    fact.error && fact.error.message !== fact.reason && h('p.soft.wrap', null, fact.error.message, ' ', h('code', null, fact.error.code)),
    fact.outcome === 'suppressed' && h('div', null, h('button.small', {
      type: 'button',
      onclick: async event => { const button = event.currentTarget; button.disabled = true; try { await lift(fact.text); } catch { button.disabled = false; } },
    }, 'Let it be learned again')));
}

function textOf(fact) {
  if (fact.outcome === 'updated' && fact.previous_text !== null && fact.item) return change(fact.previous_text, fact.item.memory);
  if (fact.outcome === 'deleted') return h('p.wrap', {dir: 'auto'}, h('del', null, fact.previous_text ?? fact.item?.memory));
  return h('p.wrap', {dir: 'auto'}, fact.item?.memory ?? fact.text);
}

/** What a text was, and is. */
function change(before, after) {
  const sides = beforeAfter(before, after);
  return h('dl.was-is', null, h('dt', null, 'Before'), h('dd.wrap', {dir: 'auto'}, sides.before), h('dt', null, 'After'), h('dd.wrap', {dir: 'auto'}, sides.after));
}

function written(facts) {
  const changed = facts.map((fact, at) => [fact, at]).filter(([fact]) => ['added', 'updated', 'deleted'].includes(fact.outcome));
  return changed.length === 0
    ? h('li.soft', null, 'Nothing was written.')
    : changed.map(([fact, at]) => numbered(at, h('p', null,
      h('a.inline-link', {href: memoryHref(fact.item.id)}, fact.outcome === 'deleted' ? 'Its history' : 'The memory'), h('span.soft', null, ` at version ${fact.item.version}`))));
}
