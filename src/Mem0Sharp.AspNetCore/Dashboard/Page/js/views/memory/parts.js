/** What of a memory can be edited, each part as a form has it, and the patch that a form makes. */

import {mergePatch, patched} from '../../ui/diff.js';
import {InputError} from '../../ui/dialog.js';
import {fromField, toField} from '../../ui/moments.js';

const listOf = text => [...new Set(text.split(',').map(tag => tag.trim()).filter(Boolean))];
const moment = (name, label, hint) => ({
  name, label, hint, type: 'moment', read: item => toField(item[name]), write: value => fromField(value), merge: null,
});

/**
 * read gives what a form shows; write what a patch has, of what the form has and the memory that is patched; merge what two changes of one make together,
 * null where only a reader can say.
 */
export const parts = [
  {name: 'text', label: 'Text', type: 'text', read: item => item.memory, write: value => {
    if (!value.trim()) throw new InputError('A memory must say something. To be rid of it, delete it.');
    return value;
  }, merge: null},
  {name: 'tags', label: 'Tags', type: 'line', hint: 'Separated by commas.', read: item => (item.tags ?? []).join(', '), write: listOf,
    merge: (base, theirs, mine) => [...new Set([
      ...listOf(theirs).filter(tag => !listOf(base).includes(tag) || listOf(mine).includes(tag)), ...listOf(mine).filter(tag => !listOf(base).includes(tag)),
    ])].join(', ')},
  {name: 'metadata', label: 'Metadata', type: 'json', hint: 'An object of JSON.', read: item => JSON.stringify(item.metadata ?? {}, null, 2),
    write: (value, item) => mergePatch(item.metadata ?? {}, objectOf(value)),
    merge: (base, theirs, mine) => JSON.stringify(patched(objectOf(theirs), mergePatch(objectOf(base), objectOf(mine))), null, 2)},
  moment('expiration_date', 'Expires', 'From then on searches and lists leave it out. Empty: never.'),
  moment('valid_from', 'Holds from', 'Since when it is so. Empty: not known.'),
  moment('valid_to', 'Holds to', 'Until when it was so. Empty: it still is.'),
];

/** All parts as a form shows them. */
export const valuesOf = item => Object.fromEntries(parts.map(part => [part.name, part.read(item)]));

/** The names of those that are different. */
export const changedOf = (before, after) => parts.map(part => part.name).filter(name => before[name] !== after[name]);

/** The patch that makes the memory's parts of those names what the form has. */
export const patchOf = (names, values, item) =>
  Object.fromEntries(parts.filter(part => names.includes(part.name)).map(part => [part.name, part.write(values[part.name], item)]));

function objectOf(text) {
  let value;
  try {
    value = text.trim() === '' ? {} : JSON.parse(text);
  } catch (wrong) {
    throw new InputError(`The metadata is no JSON: ${wrong.message}`);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new InputError('The metadata must be an object: {"key": "value"}.');
  if (hasNull(value)) throw new InputError('Metadata holds no null: leave the key out.');
  return value;
}

const hasNull = value => Object.values(value).some(one => one === null || typeof one === 'object' && !Array.isArray(one) && hasNull(one));
