/**
 * A small chart over time: lines, areas or stacked bars, drawn as SVG. A line across shows the values of a moment, for a pointer and for the arrow keys; a
 * table says the same in words.
 */

import {fill, h, svg, uniqueId} from '../dom.js';

const height = 132, left = 54, right = 8, above = 10, below = 20;

/**
 * @param {object} options
 * @param {string} options.title
 * @param {{label: string, values: (number|null)[], tone: string}[]} options.series Oldest first, all as long; tone names a colour of work.css (.tone-…).
 * @param {number[]} options.times Milliseconds since 1970, of each value.
 * @param {'line'|'area'|'bars'} [options.kind] Bars are stacked.
 * @param {(value: number) => string} [options.write]
 * @param {number} [options.top] What the axis reaches at least.
 * @param {string} [options.note] What it is, in a sentence.
 * @param {string|null} [options.current] What stands large beside the title.
 * @returns {HTMLElement & {redraw(options): void}} redraw shows other values, and leaves the reader where they are.
 */
export function chart(options) {
  const titleId = uniqueId('chart'), number = h('p.chart-now'), note = h('p.chart-note.small.soft');
  const key = h('p.chart-key.small.soft'), tip = h('div.chart-tip.small', {hidden: true}), table = h('table'), canvas = svg('svg', {'aria-hidden': 'true', focusable: 'false'});
  const figure = h('div.chart-canvas', {
    tabindex: '0', role: 'group', 'aria-roledescription': 'chart', 'aria-labelledby': titleId, 'aria-describedby': `${titleId}-how`,
    onpointermove: event => point(event.clientX - figure.getBoundingClientRect().left), onpointerleave: () => { if (document.activeElement !== figure) show(null); },
    onkeydown: move, onblur: () => show(null), onfocus: () => { if (figure.matches(':focus-visible')) show(at ?? options.times.length - 1); },
  }, canvas, tip, h('span.visually-hidden', {id: `${titleId}-how`}, 'Left and right go through the moments.'));
  const spoken = h('p.visually-hidden', {'aria-live': 'polite'});
  const element = h('div.card.chart', null,
    h('div.chart-head', null, h('h3', {id: titleId}, options.title), number), note, figure, key, spoken,
    h('details.chart-table', {ontoggle: event => { if (event.target.open) drawTable(); }}, h('summary', null, 'As a table'), h('div.scroll-x.chart-rows', {tabindex: '0', role: 'region', 'aria-label': `${options.title} as a table`}, table)));
  let at = null, width = 0, line = null;
  // Drawn at its own width, so that text keeps its size.
  new ResizeObserver(([entry]) => { width = Math.round(entry.contentRect.width); draw(); }).observe(figure);
  element.redraw = next => { options = {...options, ...next}; head(); draw(); if (element.querySelector('details').open) drawTable(); };
  head();
  return element;

  function head() {
    fill(number, options.current ?? '–');
    note.textContent = options.note ?? '';
    fill(key, options.series.length > 1 && options.series.map(one => h('span.key', null, h(`span.dot.tone-${one.tone}`, {'aria-hidden': 'true'}), one.label)));
  }

  function most() {
    const {series, times, kind, top = 0} = options;
    const sums = kind === 'bars' ? times.map((_, i) => series.reduce((sum, one) => sum + (one.values[i] ?? 0), 0)) : series.flatMap(one => one.values.filter(value => value !== null));
    return round(Math.max(top, ...sums, 0));
  }

  function isEmpty() { return options.series.every(one => one.values.every(value => value === null || (options.kind === 'bars' && value === 0))); }

  function x(i) { return left + (width - left - right) * (options.times.length < 2 ? 0.5 : i / (options.times.length - 1)); }

  function draw() {
    if (width < 80) return;
    const {series, times, kind = 'line', write = plain} = options, max = most() || 1, y = value => above + (height - above - below) * (1 - value / max);
    canvas.setAttribute('viewBox', `0 0 ${width} ${height}`);
    canvas.setAttribute('width', width);
    canvas.setAttribute('height', height);
    const text = (content, props) => svg('text', {class: 'chart-text', ...props}, content);
    line = svg('line', {class: 'chart-cross', y1: above, y2: height - below, x1: 0, x2: 0});
    line.style.display = 'none';
    fill(canvas,
      (isEmpty() ? [0] : [0, max / 2, max]).map(value => svg('line', {class: value === 0 ? 'chart-base' : 'chart-grid', x1: left, x2: width - right, y1: y(value), y2: y(value)})),
      most() > 0 && text(write(max), {x: left - 6, y: y(max) + 4, 'text-anchor': 'end'}), text(write(0), {x: left - 6, y: y(0) + 4, 'text-anchor': 'end'}),
      text(clock(times[0]), {x: left, y: height - 4}), text(clock(times.at(-1)), {x: width - right, y: height - 4, 'text-anchor': 'end'}),
      isEmpty() && text('nothing in this time', {x: left + (width - left - right) / 2, y: above + (height - above - below) / 2 + 4, 'text-anchor': 'middle'}),
      kind === 'bars' ? bars(series, y) : series.map(one => shape(one, y, kind)), line);
    if (at !== null) show(at);
  }

  function bars(series, y) {
    const room = (width - left - right) / options.times.length, wide = Math.max(1, room - 1), under = options.times.map(() => 0);
    return series.map(one => one.values.map((value, i) => {
      if (!value) return null;
      const from = under[i];
      under[i] += value;
      return svg('rect', {class: `fill-${one.tone}`, x: left + room * i, width: wide, y: y(under[i]), height: Math.max(1, y(from) - y(under[i]))});
    }));
  }

  /** A line, broken where there is no value; of an area what is below it too. A value by itself is a dot. */
  function shape({values, tone}, y, kind) {
    const runs = [];
    values.forEach((value, i) => { if (value === null) return; if (i > 0 && values[i - 1] !== null) runs.at(-1).push(i); else runs.push([i]); });
    return runs.map(run => {
      const points = run.map(i => `${x(i).toFixed(1)},${y(values[i]).toFixed(1)}`);
      if (run.length === 1) return svg('circle', {class: `fill-${tone}`, cx: x(run[0]), cy: y(values[run[0]]), r: 2});
      return [
        kind === 'area' && svg('polygon', {class: `wash-${tone}`, points: [`${x(run[0])},${y(0)}`, ...points, `${x(run.at(-1))},${y(0)}`].join(' ')}),
        svg('polyline', {class: `line-${tone}`, points: points.join(' ')}),
      ];
    });
  }

  function point(offset) {
    const share = (offset - left) / (width - left - right), last = options.times.length - 1;
    show(Math.min(last, Math.max(0, Math.round(share * last))));
  }

  function move(event) {
    const last = options.times.length - 1;
    const next = {ArrowLeft: (at ?? last) - 1, ArrowRight: (at ?? last) + 1, Home: 0, End: last, Escape: null}[event.key];
    if (next === undefined) return;
    event.preventDefault();
    show(next === null ? null : Math.min(last, Math.max(0, next)));
    if (next !== null) spoken.textContent = [clock(options.times[at]), ...valuesAt(at).map(([label, value]) => `${label} ${value}`)].join(', ');
  }

  function show(next) {
    at = next;
    tip.hidden = at === null;
    if (!line) return;
    line.style.display = at === null ? 'none' : '';
    if (at === null) return;
    const where = x(at);
    line.setAttribute('x1', where);
    line.setAttribute('x2', where);
    fill(tip, h('p.strong', null, clock(options.times[at])), valuesAt(at).map(([label, value, tone]) =>
      h('p.tip-row', null, h(`span.dot.tone-${tone}`), h('span.grow', null, label), h('span.strong', null, value))));
    tip.style.left = `${Math.min(width - tip.offsetWidth - 2, Math.max(2, where > width / 2 ? where - tip.offsetWidth - 10 : where + 10))}px`;
  }

  function valuesAt(i) {
    const {series, write = plain} = options;
    return series.map(one => [one.label, one.values[i] === null || one.values[i] === undefined ? 'none' : write(one.values[i]), one.tone]);
  }

  function drawTable() {
    const {series, times} = options;
    fill(table, h('caption.visually-hidden', null, options.title), h('thead', null, h('tr', null, h('th', {scope: 'col'}, 'Time'), series.map(one => h('th.number', {scope: 'col'}, one.label)))),
      h('tbody', null, times.map((time, i) => i).reverse().filter(i => series.some(one => one.values[i])).map(i =>
        h('tr', null, h('th', {scope: 'row'}, clock(times[i])), valuesAt(i).map(([, value]) => h('td.number', null, value))))));
    if (!table.tBodies[0].rows.length) fill(table.tBodies[0], h('tr', null, h('td', {colspan: series.length + 1}, 'Nothing happened in this time.')));
  }
}

const hour = new Intl.DateTimeFormat(undefined, {timeStyle: 'short'});
const clock = time => hour.format(new Date(time));
const plain = value => value >= 10000 ? `${Number((value / 1000).toPrecision(3))}k` : `${Number(value.toPrecision(3))}`;

/** The next round number: a few of each power of ten, so that what is drawn fills the height. */
function round(value) {
  if (value <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10].map(step => step * power).find(step => step >= value - 1e-9);
}
