/** How the host is: its parts, what it did in the last hour, what waits, and whether what is stored is sound. */

import {get, post} from '../api.js';
import {fill, h} from '../dom.js';
import {metrics, within} from '../ui/metrics.js';
import {queue} from '../ui/queue.js';
import {segments} from '../ui/segments.js';
import {empty, failed, load, loading} from '../ui/states.js';
import {count, duration, plural, worded} from '../words.js';

const refreshSeconds = 10;
const tones = {healthy: 'good', degraded: 'warn', unhealthy: 'bad'};
const partNames = {history: 'File', embedding_space: 'Model of the embeddings', vector_store: 'Index', embedder: 'Embedder'};

export const health = {
  title: 'Health',
  show(main, place, {me, signal}) {
    const head = h('div.view-head', null, h('div', null, h('h1', null, 'Health'), h('p', null, 'Whether the memory works, what it did in the last hour, and what waits to be done.')));
    if (!me.everything) {
      fill(main, head, empty('That is for whoever may touch everything', 'Health, figures and the queue are of all memories of this host. Your key opens your own.', h('a.button', {href: '#/'}, 'Your memories')));
      return;
    }
    const range = segments('How much of it', [['60', 'The last hour'], ['10', 'Ten minutes']], '60', drawCharts);
    const parts = h('div'), charts = h('section', {'aria-label': 'What was done of late'}), waiting = queue({me, signal}), overall = h('div');
    fill(head, ...head.children, overall);
    fill(main, head, h('div.stack-large', null,
      parts,
      h('div.stack-small', null, h('div.row-spread', null, h('div', null, h('h2', null, 'Of late'), h('p.soft.small', null, `Refreshed every ${refreshSeconds} seconds.`)), range), charts),
      waiting, soundness(signal)));
    readParts();
    let drawn = null, last = null;
    readCharts();
    waiting.read().catch(error => { if (!signal.aborted) waiting.append(failed(error, () => waiting.read())); });
    const timer = setInterval(refresh, refreshSeconds * 1000);
    document.addEventListener('visibilitychange', refresh, {signal});
    signal.addEventListener('abort', () => clearInterval(timer), {once: true});

    function refresh() {
      if (document.visibilityState !== 'visible') return;
      readCharts();
      if (!waiting.contains(document.activeElement)) waiting.read().catch(() => {});
    }

    function readParts() {
      load(parts, signal, async () => {
        const report = await get('health', {signal});
        fill(overall, h(`span.badge.overall.${tones[report.status] ?? 'warn'}`, null, worded(report.status)));
        return h('div.card.flush', null,
          h('div.card-head', null, h('h2', null, 'Parts'), h('button.small', {type: 'button', onclick: readParts}, 'Look again')),
          h('ul.parts', null, report.checks.map(check => h('li', null,
            h(`span.badge.${tones[check.status] ?? 'warn'}`, null, worded(check.status)),
            h('span.strong', null, partNames[check.name] ?? worded(check.name)),
            h('span.soft.wrap', null, check.description)))));
      });
    }

    function drawCharts() {
      if (!last) return;
      const shown = within(last, Number(range.chosen));
      if (drawn) drawn.redraw(shown);
      else fill(charts, drawn = metrics(shown));
    }

    async function readCharts() {
      try {
        const data = await get('metrics', {signal});
        if (signal.aborted) return;
        last = data;
        drawCharts();
        charts.removeAttribute('data-stale');
      } catch (error) {
        if (signal.aborted) return;
        if (drawn) charts.dataset.stale = 'true';
        else fill(charts, error.status === 404 ? h('div.card', null, empty('No figures', 'This host does not measure itself.')) : failed(error, readCharts));
      }
    }
    // The place is kept while the figures are read, so that nothing jumps.
    if (!drawn) fill(charts, loading('Reading the figures…'));
  },
};

/** A look at all that is stored. It takes as long as reading the file, so it is asked for. */
function soundness(signal) {
  const place = h('div.done', {'aria-live': 'polite'});
  const button = h('button', {type: 'button', onclick: run}, 'Check the store');
  return h('section.card.stack', {'aria-label': 'Check the store'},
    h('div.row-spread', null, h('div.grow.check-text', null, h('h2', null, 'Is what is stored sound?'),
      h('p.soft', null, 'Reads everything: each version must follow the one before it and be what was written, and the index must hold what it should. Nothing is changed. A large store takes a while.')), button), place);

  async function run() {
    button.disabled = true;
    fill(place, loading('Reading everything…', 2));
    const began = performance.now();
    try {
      const found = await post('check', undefined, {signal}), took = duration(performance.now() - began);
      const read = `${plural(found.memories, 'memory', 'memories')} and ${plural(found.versions, 'version')} read in ${took}.`;
      fill(place, found.sound
        ? h('p.notice.good', null, h('span.strong', null, 'Sound. '), read)
        : h('div.notice.bad.stack-small', null,
          h('p', null, h('span.strong', null, `${plural(found.problem_count, 'problem')}. `), read, ' A file cannot be mended: put a backup in its place, with the host stopped.'),
          h('ul.stack-small', null, found.problems.map(problem => h('li.wrap', null, problem))),
          found.problem_count > found.problems.length && h('p.soft', null, `The first ${count(found.problems.length)}.`)));
    } catch (error) {
      if (!signal.aborted) fill(place, failed(error, run));
    } finally {
      button.disabled = false;
    }
  }
}
