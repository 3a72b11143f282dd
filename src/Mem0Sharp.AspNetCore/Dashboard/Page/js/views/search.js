/** Asks a question, and shows why each memory was found. */

import {post} from '../api.js';
import {fill, h, uniqueId} from '../dom.js';
import {memoryHref, note} from '../router.js';
import {fromField, momentIn, toField} from '../ui/moments.js';
import {ownerPicker} from '../ui/owner-picker.js';
import {legend, measured, score} from '../ui/score.js';
import {segments} from '../ui/segments.js';
import {empty, failed, loading} from '../ui/states.js';
import {duration, plural, time, worded} from '../words.js';

const modes = [['hybrid', 'Both'], ['vector', 'Meaning'], ['keyword', 'Words']];
const saidOf = {
  hybrid: 'By words and meaning, and by the time that the question names.',
  vector: 'By meaning alone: the cosine of question and memory.',
  keyword: 'By words alone. What shares no word is not found.',
};

export const search = {
  title: 'Search',
  show(main, {query}, {me, signal}) {
    let turn = 0; // Only what was asked last is shown.
    const owner = ownerPicker({me, signal, kind: query.kind, id: query.id});
    const ids = Object.fromEntries(['q', 'top', 'threshold', 'known', 'held', 'trust', 'filter', 'mode'].map(name => [name, uniqueId(name)]));
    const q = h('input', {id: ids.q, type: 'search', required: true, maxlength: 100000, placeholder: 'Where does she live?', value: query.q ?? '', autocomplete: 'off'});
    const saysMode = h('p.hint', {id: ids.mode});
    const mode = segments('What the search goes by', modes, saidOf[query.mode] ? query.mode : 'hybrid', name => { sayMode(name); if (turn > 0) run(); });
    mode.setAttribute('aria-describedby', ids.mode);
    const top = h('input', {id: ids.top, type: 'number', min: 1, max: 1000, step: 1, value: query.top ?? '10'});
    const threshold = h('input', {id: ids.threshold, type: 'number', min: -1, max: 1, step: 'any', placeholder: 'none', value: query.threshold ?? ''});
    const known = instant(ids.known, query.known), held = instant(ids.held, query.held);
    const trust = h('select', {id: ids.trust}, [['', 'Any'], ['standard', 'Standard or better'], ['trusted', 'Trusted only']]
      .map(([value, label]) => h('option', {value, selected: value === (query.trust ?? '')}, label)));
    const filter = h('textarea.mono', {id: ids.filter, rows: 4, spellcheck: 'false', placeholder: '{"memory_type": "episodic"}', value: query.filter ?? '', oninput: () => wrong(null)});
    const filterError = h('p.field-error', {role: 'alert', hidden: true});
    const rerank = h('input', {type: 'checkbox', checked: query.rerank === '1'}), expired = h('input', {type: 'checkbox', checked: query.expired === '1'});
    const go = h('button.primary', {type: 'submit'}, 'Search');
    const found = h('section', {'aria-label': 'Results', 'aria-live': 'polite', 'aria-busy': 'false'});
    const isMore = ['threshold', 'known', 'held', 'trust', 'filter', 'rerank', 'expired'].some(name => query[name]);
    fill(main,
      h('div.view-head', null, h('div', null, h('h1', null, 'Search'), h('p', null, 'Ask as an agent would, and see which memories it would be given, and why.'))),
      h('div.stack-large', null,
        h('form.card.stack', {role: 'search', onsubmit: event => { event.preventDefault(); run(); }},
          h('div.ask', null, owner.element, h('div', null, h('label', {for: ids.q}, 'Question'), h('div.ask-line', null, q, go))),
          h('div.ask-how', null,
            h('div', null, h('span.label', null, 'By'), mode, saysMode),
            h('div.short', null, h('label', {for: ids.top}, 'At most'), top)),
          h('details', {open: isMore}, h('summary', null, 'Threshold, time, trust and filter'), h('div.stack.details-body', null,
            h('div.fields', null,
              h('div', null, h('label', {for: ids.threshold}, 'Threshold'), threshold, h('p.hint', null, 'The least score. 0.12 is careful by both, 0.4 by meaning.')),
              h('div', null, h('label', {for: ids.known}, 'Known at'), known, h('p.hint', null, 'What was known then. Empty: now.')),
              h('div', null, h('label', {for: ids.held}, 'Held at'), held, h('p.hint', null, 'What was true then. Empty: whenever.')),
              h('div', null, h('label', {for: ids.trust}, 'Trust'), trust, h('p.hint', null, 'Untrusted is what a tool or a page said.'))),
            h('div', null, h('label', {for: ids.filter}, 'Filter'), filter, filterError, h('p.hint', null, 'JSON, in Mem0’s grammar: AND, OR, NOT, and fields with in, gte, contains and so on.')),
            h('div.row.gap-wide', null,
              h('label.check', null, rerank, 'Rerank what was found'),
              h('label.check', null, expired, 'Expired ones too'))))),
        found));
    sayMode(mode.chosen);
    if (q.value && owner.body()) run(); else fill(found, idle());

    function sayMode(name) {
      saysMode.textContent = saidOf[name];
    }

    function wrong(text) {
      filterError.hidden = text === null;
      filterError.textContent = text ?? '';
      if (text === null) filter.removeAttribute('aria-invalid'); else filter.setAttribute('aria-invalid', 'true');
    }

    function filters() {
      if (!filter.value.trim()) return undefined;
      try {
        const parsed = JSON.parse(filter.value);
        if (parsed && typeof parsed === 'object' && !Array.isArray(parsed)) return parsed;
      } catch { /* Said below. */ }
      wrong('That is no JSON object.');
      filter.closest('details').open = true;
      filter.focus();
      return null;
    }

    async function run() {
      const body = owner.body(), where = filters();
      if (!body) { fill(found, empty('Whose memories?', 'Say in whose memories to search.')); owner.focus(); return; }
      if (!q.value.trim() || where === null) return;
      const chosen = owner.get(), by = mode.chosen;
      note({
        kind: me.everything ? chosen.kind : null, id: me.everything ? chosen.id : null, q: q.value, mode: by === 'hybrid' ? null : by, top: top.value === '10' ? null : top.value,
        threshold: threshold.value, known: isoOf(known), held: isoOf(held), trust: trust.value, filter: filter.value.trim(), rerank: rerank.checked ? '1' : null,
        expired: expired.checked ? '1' : null,
      });
      found.setAttribute('aria-busy', 'true');
      const mine = ++turn;
      if (!found.querySelector('.hits')) fill(found, loading('Searching…'));
      const began = performance.now();
      try {
        const {results} = await post('search', {
          ...body, query: q.value, mode: by, top: Number(top.value) || 10, explain: true, rerank: rerank.checked, include_expired: expired.checked,
          threshold: threshold.value === '' ? null : Number(threshold.value), as_of: isoOf(known), held_at: isoOf(held), min_trust: trust.value || null, filters: where,
        }, {signal});
        if (mine === turn) fill(found, results.length === 0 ? nothing() : hits(results, by, performance.now() - began));
      } catch (error) {
        if (!signal.aborted && mine === turn) fill(found, failed(error, run));
      } finally {
        if (mine === turn) found.setAttribute('aria-busy', 'false');
      }
    }

    function nothing() {
      return threshold.value !== ''
        ? empty('Nothing scored over the threshold', `No memory has a score of ${threshold.value} or more. Lower it, or leave it empty.`,
          h('button', {type: 'button', onclick: () => { threshold.value = ''; run(); }}, 'Search without it'))
        : empty('Nothing was found', 'There is no memory that fits, or the filter, the time or the trust leaves none.');
    }
  },
};

const idle = () => empty('Nothing asked yet', 'Each result shows its score, and what words, meaning, names and time brought to it.');

const hits = (results, mode, took) => h('div.stack', null,
  h('div.row-spread', null, h('div.row', null, h('h2', null, plural(results.length, 'result')), h('span.soft.small', null, `in ${duration(took)}`)), legend(mode)),
  h('ol.hits', null, results.map((hit, at) => h('li.hit.card', null,
    h('span.rank.soft', {'aria-hidden': 'true'}, at + 1),
    h('div.hit-text.stack-small', null,
      h('a.hit-link.wrap', {href: memoryHref(hit.item.id), dir: 'auto'}, hit.item.memory),
      h('div.row.small.soft', null,
        h('span.badge', null, worded(hit.item.memory_type)),
        hit.item.trust_tier && h(`span.badge.${hit.item.trust_tier === 'trusted' ? 'good' : 'warn'}`, null, worded(hit.item.trust_tier)),
        hit.item.review_of && h('span.badge.warn', null, 'in review'),
        (hit.item.tags ?? []).map(tag => h('span.badge', null, `#${tag}`)),
        h('span', null, 'changed ', time(hit.item.updated_at)))),
    score(hit, mode),
    hit.details && measured(hit.details)))));

/** A field for an instant, in the reader's own zone. */
const instant = (id, value) => h('input', {id, type: 'datetime-local', step: 1, value: toField(momentIn(value))});

const isoOf = field => fromField(field.value);
