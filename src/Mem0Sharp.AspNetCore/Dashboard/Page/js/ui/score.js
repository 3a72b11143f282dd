/** What the score of a hit is made of: a bar of its signals, what each brought beside it, and how each was measured in a table. */

import {h} from '../dom.js';

/** The signals, and in which part of the bar each is. docs/search.md says what they are. */
const signals = [
  ['keyword', 'Words', 'words', 'How well the words fit (BM25, 0 to 1).'],
  ['cosine', 'Meaning', 'meaning', 'The cosine of question and memory, −1 to 1. It counts from that of unrelated texts on.'],
  ['entities', 'Names', 'names', 'The share of what the question names that the memory names too.'],
  ['period', 'Time asked for', 'time', 'How near the memory is to the time that the question names.'],
  ['recency', 'Newness', 'time', 'How new it is, where a half-life is set.'],
  ['answer', 'Kind of answer', 'other', 'Whether it names a time, a number or a person, where the question asks for one.'],
  ['salience', 'Salience', 'other', 'How much it matters, where a half-life is set.'],
];

/** The parts of a bar: name and words. The colours are in work.css: .signal-words and so on. */
const parts = [['words', 'words'], ['meaning', 'meaning'], ['names', 'names'], ['time', 'time'], ['other', 'other']];

const digits = value => value.toFixed(3);

/** Says what each colour is. */
export const legend = mode => h('p.legend.small', null, 'The bar is the score, from 0 to 1',
  mode === 'hybrid' ? [', of ', parts.map(([name, words]) => h('span.key', null, h(`span.dot.signal-${name}`, {'aria-hidden': 'true'}), words))]
    : mode === 'vector' ? ': the cosine of question and memory.' : ': how well the words fit.');

/** The number, and the bar with what each part brought. */
export function score(hit, mode) {
  const brought = broughtBy(hit, mode).filter(([, value]) => value >= 0.0005);
  return h('div.score', null,
    h('div.row-spread', null,
      h('span.score-number', null, digits(hit.score), h('span.visually-hidden', null, ' of 1')),
      hit.relevance !== undefined && h('span.badge.accent', {title: 'What the reranker says'}, `relevance ${digits(hit.relevance)}`)),
    h('div.bar', {'aria-hidden': 'true'}, brought.map(([name, value]) => h(`span.signal-${name}`, {style: {width: `${Math.min(100, value * 100)}%`}}))),
    hit.details && h('ul.brought.small', null, brought.map(([name, value]) =>
      h('li', null, h(`span.dot.signal-${name}`, {'aria-hidden': 'true'}), `${name} `, h('span.strong', null, digits(value))))));
}

/** How each signal was measured, and what it brought. */
export const measured = details => h('details.measured', null,
  h('summary', null, 'What the score is made of'),
  h('div.scroll-x', {tabindex: '0', role: 'region', 'aria-label': 'What the score is made of'}, h('table', null,
    h('thead', null, h('tr', null, h('th', {scope: 'col'}, 'Signal'), h('th.number', {scope: 'col'}, 'Measured'), h('th.number', {scope: 'col'}, 'Brought'), h('th', {scope: 'col'}, 'What it is'))),
    h('tbody', null, signals.map(([name, label, part, meaning]) => {
      const value = details[name];
      return h('tr', null,
        h('th', {scope: 'row'}, h(`span.dot.signal-${part}`, {'aria-hidden': 'true'}), label),
        h('td.number', null, value === undefined || value === null ? h('span.soft', null, 'not asked') : digits(value)),
        h('td.number', null, digits(details[`from_${name}`] ?? 0)),
        h('td.soft', null, meaning));
    })))));

function broughtBy({score: whole, details}, mode) {
  if (!details) return [[mode === 'vector' ? 'meaning' : 'words', Math.max(0, whole)]];
  return parts.map(([part]) => [part, signals.filter(([, , of]) => of === part).reduce((sum, [name]) => sum + (details[`from_${name}`] ?? 0), 0)]);
}
