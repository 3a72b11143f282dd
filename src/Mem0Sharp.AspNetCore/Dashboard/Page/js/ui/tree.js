/** Draws JSON so that it can be read: keys with their values, what is within others below them, to be folded. */

import {h} from '../dom.js';
import {plural} from '../words.js';

const unfolded = 12; // entries: longer ones begin folded

/** @param {any} value */
export function tree(value) {
  if (Array.isArray(value)) {
    return value.length === 0 ? h('span.soft', null, 'none') : value.every(one => one === null || typeof one !== 'object')
      ? h('span', null, value.map((one, at) => [at > 0 && ', ', leaf(one)]))
      : branch(plural(value.length, 'entry', 'entries'), value.map((one, at) => [String(at + 1), one]), value.length);
  }
  if (value === null || typeof value !== 'object') return leaf(value);
  const entries = Object.entries(value);
  return entries.length === 0 ? h('span.soft', null, 'none') : branch(plural(entries.length, 'key'), entries, entries.length);
}

/** The entries of an object, without a fold around them. */
export const treeOf = object => h('ul.tree', null, Object.entries(object).map(([name, value]) => entry(name, value)));

const branch = (label, entries, size) => h('details.tree-branch', {open: size <= unfolded}, h('summary', null, label),
  h('ul.tree', null, entries.map(([name, value]) => entry(name, value))));

const entry = (name, value) => h('li', null, h('span.tree-key', null, name), ' ', tree(value));

function leaf(value) {
  if (typeof value === 'string') return h('span.wrap', {dir: 'auto'}, value === '' ? '“”' : value);
  return h('span.tree-value', null, JSON.stringify(value));
}
