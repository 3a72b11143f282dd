/** A filter, put together of conditions or written as JSON: the same of both. */

import {fill, h, uniqueId} from '../dom.js';
import {conditionsOf, describe, filterOf} from './filters.js';
import {filterForm} from './filter-form.js';

/**
 * @param {object} options
 * @param {object|null} options.filter What holds at first.
 * @param {boolean} options.expired Whether those count that have expired.
 * @param {(filter: object|null, expired: boolean) => void} options.onChange
 */
export function filterBar({filter, expired, onChange}) {
  let conditions = conditionsOf(filter);
  const ids = {form: uniqueId('filter'), json: uniqueId('filter')};
  const chips = h('ul.chips', {'aria-label': 'Filters'});
  const form = h('div', {id: ids.form, hidden: true}), json = h('div.stack-small', {id: ids.json, hidden: true});
  const adds = h('button.small', {type: 'button', 'aria-expanded': 'false', 'aria-controls': ids.form, onclick: () => toggle(adds, form)}, '+ Filter');
  const writes = h('button.small.plain', {type: 'button', 'aria-expanded': 'false', 'aria-controls': ids.json, onclick: () => toggle(writes, json)}, 'As JSON');
  const shows = h('input', {type: 'checkbox', checked: expired, onchange: told});
  const box = h('textarea.mono', {id: uniqueId('json'), rows: 7, spellcheck: 'false', placeholder: '{"tags": {"eq": "travel"}}'});
  const error = h('p.field-error', {role: 'alert', id: uniqueId('error')});
  box.setAttribute('aria-describedby', error.id);

  fill(form, filterForm(condition => { conditions.push(condition); told(); toggle(adds, form); adds.focus(); }));
  fill(json,
    h('label', {for: box.id}, 'Filter as JSON, as the API takes it'), box,
    h('div.row', null, h('button.small', {type: 'button', onclick: take}, 'Use it'),
      h('span.hint', null, 'Comparisons such as {"trip.price": {"gte": 1000}}, and AND, OR, NOT of them.')));
  write();

  function told() {
    fail(null);
    write();
    onChange(filterOf(conditions), shows.checked);
  }

  function write() {
    box.value = conditions.length === 0 ? '' : JSON.stringify(filterOf(conditions), null, 2);
    chips.hidden = conditions.length === 0;
    fill(chips, conditions.map((condition, at) => h('li.chip', null, h('span.clip', {title: JSON.stringify(condition)}, describe(condition)),
      h('button', {type: 'button', 'aria-label': `Remove the filter ${describe(condition)}`, onclick: () => { conditions.splice(at, 1); told(); adds.focus(); }}, '×'))),
    conditions.length > 1 && h('li', null, h('button.small.plain', {type: 'button', onclick: clear}, 'Clear')));
  }

  function take() {
    const text = box.value.trim();
    let read = null;
    try {
      read = text === '' ? null : JSON.parse(text);
    } catch (wrong) {
      fail(`That is no JSON: ${wrong.message}`);
      return;
    }
    if (read !== null && (typeof read !== 'object' || Array.isArray(read))) {
      fail('A filter is an object: {"field": {"eq": value}}.');
      return;
    }
    conditions = conditionsOf(read);
    told();
  }

  /** Shows why the API does not take it, beside what was written. */
  function fail(message) {
    error.textContent = message ?? '';
    box.setAttribute('aria-invalid', String(Boolean(message)));
    if (message && json.hidden && conditions.some(condition => /^(AND|OR|NOT)$/.test(Object.keys(condition)[0]))) toggle(writes, json);
  }

  function clear() {
    conditions = [];
    shows.checked = false;
    told();
  }

  return {
    element: h('div.filter-bar', null,
      h('div.row', null, chips, adds, writes, h('label.check.filter-end', null, shows, 'Show expired')), form, json, error),
    fail, clear,
  };
}

function toggle(button, area) {
  area.hidden = !area.hidden;
  button.setAttribute('aria-expanded', String(!area.hidden));
  if (!area.hidden) area.querySelector('select, textarea')?.focus();
}
