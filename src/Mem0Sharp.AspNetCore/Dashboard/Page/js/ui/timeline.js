/** Two times in one picture: across, when a thing held; down, when it was learned. One bar is a version. With a table of the same. */

import {h, svg, uniqueId} from '../dom.js';
import {dateOf, momentOf} from '../words.js';

const most = 40;
const row = 34, above = 16, bottom = 26, tip = 7;
const day = 86_400_000;

/**
 * @param {{version: number, from: string|null, to: string|null, recorded: string, isDeleted: boolean, text: string}[]} versions Oldest first.
 * @param {AbortSignal} signal Ends with the view.
 */
export function timeline(versions, signal) {
  const shown = versions.slice(-most).reverse(), now = Date.now();
  const table = uniqueId('times');
  const picture = h('div.timeline-picture');
  const element = h('figure.timeline', {'aria-labelledby': table},
    picture,
    versions.length > most && h('p.hint', null, `The last ${most} versions.`),
    versions.every(one => !one.from && !one.to) && h('p.hint', null, 'No version says from when or until when it held, so each counts as true at all times.'),
    h('details', null, h('summary.soft.small', null, 'As a table'), h('div.scroll-x', {tabindex: 0, role: 'region', 'aria-label': 'Times of the versions'}, tableOf(versions, table))));
  const watch = new ResizeObserver(() => {
    const width = Math.floor(picture.clientWidth);
    if (width > 0 && width !== picture.drawn) { picture.drawn = width; picture.replaceChildren(draw(shown, width, now)); }
  });
  watch.observe(picture);
  signal.addEventListener('abort', () => watch.disconnect(), {once: true});
  return element;
}

function draw(versions, width, now) {
  const isNarrow = width < 460, left = isNarrow ? 36 : 132, right = width - 14, low = above + versions.length * row, height = low + bottom;
  const [from, to] = span(versions, now), isShort = to - from < 3 * day, write = isShort ? momentOf : dateOf;
  const x = instant => Math.max(left, Math.min(right, left + 10 + (new Date(instant).getTime() - from) / (to - from) * (right - left - 20)));
  const ticks = Math.max(1, Math.min(6, Math.floor((right - left) / (isShort ? 170 : 130))));
  const times = Array.from({length: ticks + 1}, (_, at) => from + (to - from) * at / ticks);
  const hasRoom = (right - left) / ticks > (isShort ? 150 : 110);
  const label = (time, at) => (hasRoom || at > 0) && svg('text', {
    class: 'timeline-label', x: x(time), y: height - 8, 'text-anchor': at === 0 ? 'start' : at === ticks ? 'end' : 'middle',
  }, write(time));
  return svg('svg', {
    width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': 'When each version held, and when it was learned. The table says the same.',
  },
  times.map((time, at) => [svg('line', {class: 'timeline-grid', x1: x(time), x2: x(time), y1: above, y2: low}), label(time, at)]),
  svg('line', {class: 'timeline-now', x1: x(now), x2: x(now), y1: above, y2: low}),
  svg('text', {class: 'timeline-label', x: x(now), y: above - 5, 'text-anchor': 'middle'}, 'now'),
  versions.map((one, at) => bar(one, at, {x, left, right, isLast: at === 0, isNarrow})));
}

function bar(one, at, {x, left, right, isLast, isNarrow}) {
  const top = above + at * row + 6, height = row - 14, middle = top + height / 2, low = top + height;
  const x1 = one.from ? x(one.from) : left, x2 = one.to ? Math.max(x1 + 4, x(one.to)) : right;
  // An end that is not said is a tip.
  const points = [
    ...one.from ? [[x1, low], [x1, top]] : [[x1 + tip, low], [x1, middle], [x1 + tip, top]],
    ...one.to ? [[x2, top], [x2, low]] : [[x2 - tip, top], [x2, middle], [x2 - tip, low]],
  ];
  const kind = one.isDeleted ? 'is-deleted' : isLast ? 'is-last' : 'is-before';
  return svg('g', {class: `timeline-bar ${kind}`},
    svg('title', null, `Version ${one.version}, learned ${momentOf(one.recorded)}: ${held(one)}`),
    svg('text', {class: 'timeline-version', x: 0, y: middle + 4}, `v${one.version}`),
    !isNarrow && svg('text', {class: 'timeline-label', x: 34, y: middle + 4}, dateOf(one.recorded)),
    svg('polygon', {points: points.map(point => point.map(Math.round).join(',')).join(' ')}));
}

/** What the picture reaches over: all that is said of times, now, and a little beside. */
function span(versions, now) {
  const all = versions.flatMap(one => [one.from, one.to, one.recorded]).filter(Boolean).map(instant => new Date(instant).getTime()).concat(now);
  const from = Math.min(...all), to = Math.max(...all), air = Math.max((to - from) * 0.04, 60_000);
  return [from - air, to + air];
}

function held(one) {
  if (one.isDeleted) return 'deleted';
  if (!one.from && !one.to) return 'held at all times';
  return `held ${one.from ? `from ${dateOf(one.from)}` : 'from ever'} ${one.to ? `to ${dateOf(one.to)}` : 'on'}`;
}

const tableOf = (versions, id) => h('table', null, h('caption.visually-hidden', {id}, 'When each version held, and when it was learned'),
  h('thead', null, h('tr', null, ['Version', 'Learned', 'Held from', 'Held to', 'Text'].map(name => h('th', {scope: 'col'}, name)))),
  h('tbody', null, versions.toReversed().map(one => h('tr', null,
    h('th', {scope: 'row'}, one.version), h('td', null, momentOf(one.recorded)),
    h('td', null, one.isDeleted ? 'deleted' : one.from ? momentOf(one.from) : 'not said'), h('td', null, one.isDeleted ? '' : one.to ? momentOf(one.to) : 'it does still'),
    h('td.wrap', {dir: 'auto'}, one.text.length > 200 ? `${one.text.slice(0, 200)}…` : one.text)))));
