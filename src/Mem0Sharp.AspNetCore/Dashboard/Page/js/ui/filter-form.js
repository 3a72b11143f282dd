/** Asks for one condition of a filter. */

import {fill, h, uniqueId} from '../dom.js';
import {valueOf} from './filters.js';

const types = ['semantic', 'episodic', 'procedural', 'emotional', 'reflective'];

const midnight = day => new Date(`${day}T00:00:00`).toISOString();
const next = day => { const date = new Date(`${day}T00:00:00`); date.setDate(date.getDate() + 1); return date.toISOString(); };

/** What can be asked: fields to draw, and the condition that they make; null where they say nothing. */
const kinds = {
  text: {
    label: 'Text contains',
    fields: () => [field('Words', {name: 'text', required: true, placeholder: 'Lisbon'})],
    make: ({text}) => text.trim() && {text: {icontains: text.trim()}},
  },
  tag: {
    label: 'Tag is',
    fields: () => [field('Tag', {name: 'tag', required: true, placeholder: 'travel'})],
    make: ({tag}) => tag.trim() && {tags: {eq: tag.trim()}},
  },
  type: {
    label: 'Type is',
    fields: () => [choice('Type', 'type', types)],
    make: ({type}) => ({memory_type: {eq: type}}),
  },
  created: {
    label: 'Created between',
    fields: () => [field('From', {name: 'from', type: 'date'}), field('To, that day too', {name: 'to', type: 'date'})],
    make: ({from, to}) => (from || to) && {created_at: {...(from && {gte: midnight(from)}), ...(to && {lt: next(to)})}},
  },
  metadata: {
    label: 'Metadata key equals',
    fields: () => [
      field('Key', {name: 'key', required: true, placeholder: 'trip.city'}),
      field('Value', {name: 'value', required: true, placeholder: 'Oslo'}, '5 is a number, true a truth; "5" a text.'),
    ],
    make: ({key, value}) => key.trim() && {[`metadata.${key.trim()}`]: {eq: valueOf(value)}},
  },
};

/** @param {(condition: object) => void} onAdd */
export function filterForm(onAdd) {
  const rest = h('div.filter-fields');
  const kind = h('select', {id: uniqueId('kind'), onchange: draw}, Object.entries(kinds).map(([name, {label}]) => h('option', {value: name}, label)));
  const form = h('form.filter-form', {onsubmit: event => {
    event.preventDefault();
    const condition = kinds[kind.value].make(Object.fromEntries(new FormData(form)));
    if (!condition) return;
    onAdd(condition);
    draw();
  }}, h('div', null, h('label', {for: kind.id}, 'What'), kind), rest, h('button.primary', {type: 'submit'}, 'Add'));
  draw();
  return form;

  function draw() { fill(rest, kinds[kind.value].fields()); }
}

function field(label, props, hint) {
  const id = uniqueId('f');
  return h('div', null, h('label', {for: id}, label), h('input', {id, autocomplete: 'off', 'aria-describedby': hint && `${id}-hint`, ...props}),
    hint && h('p.hint', {id: `${id}-hint`}, hint));
}

function choice(label, name, options) {
  const id = uniqueId('f');
  return h('div', null, h('label', {for: id}, label), h('select', {id, name}, options.map(option => h('option', {value: option}, option))));
}
