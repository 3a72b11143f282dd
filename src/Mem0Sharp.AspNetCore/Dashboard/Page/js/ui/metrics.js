/** What the host did of late, as charts. */

import {fill, h} from '../dom.js';
import {count, duration, plural} from '../words.js';
import {chart} from './chart.js';

const groups = [['search', 'Search', 'search'], ['add', 'Add', 'add'], ['change', 'Change', 'change'], ['read', 'Read', 'read']];
const changes = [['add', 'Added', 'good'], ['update', 'Updated', 'search'], ['restore', 'Restored', 'warn'], ['link', 'Linked', 'read'], ['delete', 'Deleted', 'bad']];
const mostCodes = 6;
const sum = values => (values ?? []).reduce((all, one) => all + (one ?? 0), 0);
const lastOf = values => values?.findLast(value => value !== null && value !== undefined) ?? null;
const orNone = (value, write = count) => value === null || value === undefined ? '–' : write(value);
const share = value => `${Math.round(value * 100)} %`;
const took = value => value === 0 ? '0' : duration(value);

/** The last minutes of what api/metrics answered. */
export function within(data, minutes) {
  const steps = Math.ceil(minutes * 60 / data.step_seconds), from = new Date(data.from).getTime();
  const cut = value => Array.isArray(value) ? value.slice(-steps) : value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, cut(one)])) : value;
  return {...cut(data), from: new Date(from + Math.max(0, data.queue.length - steps) * data.step_seconds * 1000)};
}

/**
 * @param {object} first What api/metrics answered.
 * @returns {HTMLElement & {redraw(metrics: object): void}}
 */
export function metrics(first) {
  const charts = Object.keys(drawings).map(name => [name, chart(drawings[name](first))]), codes = h('div.card.chart');
  const element = h('div.charts', null, charts.map(([, one]) => one), codes);
  element.redraw = next => { for (const [name, one] of charts) one.redraw(drawings[name](next)); drawCodes(next); };
  drawCodes(first);
  return element;

  function drawCodes({errors_by_code: of = {}}) {
    const found = Object.entries(of).filter(([, many]) => many > 0).sort((a, b) => b[1] - a[1]);
    fill(codes, h('div.chart-head', null, h('h3', null, 'Errors by code'), h('p.chart-now', null, count(found.length))), h('p.chart-note.small.soft', null, 'Kinds of errors, in the last hour.'),
      found.length === 0 ? h('p.soft.codes', null, 'No call failed.') : h('ul.codes', null, found.slice(0, mostCodes).map(([code, many]) =>
        h('li.row-spread', null, h('code', null, code), h('span.strong', null, count(many))))),
      found.length > mostCodes && h('p.small.soft', null, `And ${plural(found.length - mostCodes, 'more kind')}.`));
  }
}

const drawings = {
  throughput: data => drawing(data, {
    title: 'Calls', kind: 'bars', note: `A bar is ${data.step_seconds} seconds.`,
    current: rate(data, groups.flatMap(([name]) => [data.groups[name]?.count])),
    series: groups.map(([name, label, tone]) => ({label, tone, values: data.groups[name]?.count ?? []})),
  }),
  search: data => latency(data, 'Search', data.groups.search),
  add: data => latency(data, 'Add', data.groups.add),
  change: data => latency(data, 'Change', data.groups.change),
  read: data => latency(data, 'Read', data.groups.read),
  written: data => drawing(data, {
    title: 'Changes', kind: 'bars', current: count(changes.reduce((all, [name]) => all + sum(data.changes[name]), 0)), note: 'Versions written.',
    series: changes.filter(([name]) => data.changes[name]).map(([name, label, tone]) => ({label, tone, values: data.changes[name]})),
  }),
  cache: data => {
    const hits = data.cache.hits, rates = hits.map((hit, i) => hit + data.cache.misses[i] === 0 ? null : hit / (hit + data.cache.misses[i]));
    const all = sum(hits) + sum(data.cache.misses);
    return drawing(data, {
      title: 'Cache of embeddings', kind: 'area', top: 1, write: share, current: all === 0 ? '–' : share(sum(hits) / all),
      note: 'Texts that needed no embedding call.', series: [{label: 'Found', tone: 'add', values: rates}],
    });
  },
  embedded: data => drawing(data, {
    title: 'Embedded texts', kind: 'bars', current: count(sum(data.embedded_texts)), note: 'Texts given to the embedder.',
    series: [{label: 'Texts', tone: 'search', values: data.embedded_texts}],
  }),
  queue: data => drawing(data, {title: 'Queue', kind: 'area', current: orNone(lastOf(data.queue)), note: 'Calls that wait to be done.', series: [{label: 'Waiting', tone: 'change', values: data.queue}]}),
  errors: data => drawing(data, {
    title: 'Errors', kind: 'bars', current: count(groups.reduce((all, [name]) => all + sum(data.groups[name]?.errors), 0)), note: 'Calls that failed.',
    series: groups.map(([name, label, tone]) => ({label, tone, values: data.groups[name]?.errors ?? []})),
  }),
  tokens: data => drawing(data, {
    title: 'Tokens', kind: 'bars', current: count(sum(data.tokens.input) + sum(data.tokens.output)), note: 'What models read and wrote.',
    series: [{label: 'In', tone: 'search', values: data.tokens.input}, {label: 'Out', tone: 'add', values: data.tokens.output}],
  }),
};

const latency = (data, what, group) => drawing(data, {
  title: `${what} takes`, kind: 'line', write: took, current: orNone(lastOf(group?.p50_ms), duration), note: 'What half, 95 and 99 of 100 stay below.',
  series: [['p50', 'Median', 'search'], ['p95', '95 %', 'warn'], ['p99', '99 %', 'bad']].map(([name, label, tone]) => ({label, tone, values: group?.[`${name}_ms`] ?? []})),
});

function drawing(data, options) {
  const from = new Date(data.from).getTime();
  return {...options, times: data.queue.map((_, i) => from + i * data.step_seconds * 1000)};
}

/** Calls in a second over the last whole minutes. */
function rate(data, counts) {
  const steps = Math.max(1, Math.round(120 / data.step_seconds)), recent = counts.reduce((all, values) => all + sum(values?.slice(-steps)), 0) / (steps * data.step_seconds);
  return `${recent === 0 ? '0' : Number(recent.toPrecision(recent < 1 ? 1 : 2))}/s`;
}
