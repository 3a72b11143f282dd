/** How instants, numbers and ids are written. In the reader's own language and zone; the exact instant is in the title. */

import {h} from './dom.js';

const relative = new Intl.RelativeTimeFormat(undefined, {numeric: 'auto'});
const day = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium'});
const minute = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'short'});
const number = new Intl.NumberFormat();

export const count = value => number.format(value);
export const plural = (value, one, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`;
export const dateOf = instant => day.format(new Date(instant));
export const momentOf = instant => minute.format(new Date(instant));

const steps = [[60, 'second', 1], [3600, 'minute', 60], [86400, 'hour', 3600], [86400 * 14, 'day', 86400]];

/** "2 hours ago"; after two weeks the date. */
export function ago(instant, now = Date.now()) {
  const seconds = (new Date(instant).getTime() - now) / 1000;
  for (const [below, unit, size] of steps) {
    if (Math.abs(seconds) < below) return relative.format(Math.round(seconds / size), unit);
  }
  return dateOf(instant);
}

/** An element for an instant. */
export const time = (instant, write = ago) => h('time', {datetime: instant, title: new Date(instant).toISOString()}, write(instant));

/** Milliseconds, short: "0.4 ms", "12 ms", "1.3 s". */
export function duration(milliseconds) {
  if (milliseconds < 1) return `${Number(milliseconds.toPrecision(1))} ms`;
  if (milliseconds < 10) return `${milliseconds.toFixed(1)} ms`;
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(milliseconds < 10000 ? 1 : 0)} s`;
}

/** The end of an id, which tells ids of one moment apart. */
export const shortId = id => id.length > 12 ? `…${id.slice(-8)}` : id;

/** "valid_from" as words. */
export const worded = name => name.replaceAll('_', ' ');

/** Kinds of those who have memories. */
export const kinds = {user: ['User', 'Users'], agent: ['Agent', 'Agents'], run: ['Run', 'Runs'], app: ['App', 'Apps']};

/** The members of a body that name an owner. */
export const ownerBody = (kind, id) => ({[`${kind}_id`]: id});
