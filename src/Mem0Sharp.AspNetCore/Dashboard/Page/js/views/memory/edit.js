/** Edits a memory: what is changed is sent for the version that was shown, and for no other. */

import {ask} from '../../api.js';
import {h, uniqueId} from '../../dom.js';
import {dialog, InputError} from '../../ui/dialog.js';
import {settle} from './conflict.js';
import {changedOf, parts, patchOf, valuesOf} from './parts.js';

export const ifMatch = version => ({headers: {'If-Match': `"${version}"`}});

/** Sends a patch of one version. */
export const patch = (item, body) => ask('PATCH', `memories/${encodeURIComponent(item.id)}`, {body, ...ifMatch(item.version)});

/**
 * @param {object} item The memory as it is shown.
 * @param {() => Promise<object>} readAnew Reads it as it is by now.
 * @returns {Promise<object|null>} The memory as it was changed; null where nothing was done.
 */
export async function edit(item, readAnew) {
  const shown = valuesOf(item), fields = new Map(parts.map(part => [part.name, fieldOf(part, shown[part.name])]));
  const reason = h('input', {id: uniqueId('reason'), maxlength: 1000, autocomplete: 'off'});
  const values = () => Object.fromEntries([...fields].map(([name, field]) => [name, field.value]));
  const before = values(); // as a browser has them: it may write line ends and times otherwise
  const result = await dialog({
    title: `Edit version ${item.version}`,
    wide: true,
    confirm: 'Save',
    content: h('div.stack', null,
      labelled(parts[0], fields.get('text')),
      h('div.edit-columns', null, labelled(parts[2], fields.get('metadata')),
        h('div.stack', null, parts.filter(part => !['text', 'metadata'].includes(part.name)).map(part => labelled(part, fields.get(part.name))))),
      h('div', null, h('label', {for: reason.id}, 'Why'), reason, h('p.hint', null, 'It stands in the history.'))),
    act: async () => {
      const names = changedOf(before, values());
      if (names.length === 0) throw new InputError('Nothing is changed.');
      const body = {...patchOf(names, values(), item), ...(reason.value.trim() && {reason: reason.value.trim()})};
      try {
        return {saved: await patch(item, body)};
      } catch (error) {
        if (error.status !== 412) throw error;
        return {theirs: await readAnew()};
      }
    },
  });
  if (!result) return null;
  return result.saved ?? settle({base: item, theirs: result.theirs, mine: values(), reason: reason.value.trim(), readAnew});
}

/** A field for a part. */
export function fieldOf(part, value) {
  const props = {id: uniqueId(part.name), spellcheck: part.type === 'text' ? null : 'false', 'aria-describedby': part.hint && `${part.name}-hint`};
  const field = part.type === 'text' ? h('textarea', {...props, rows: 4, dir: 'auto'})
    : part.type === 'json' ? h('textarea.mono', {...props, rows: 12})
    : part.type === 'moment' ? h('input', {...props, type: 'datetime-local', step: 1})
    : h('input', {...props, autocomplete: 'off'});
  field.value = value;
  return field;
}

const labelled = (part, field) => h('div', null, h('label', {for: field.id}, part.label), field, part.hint && h('p.hint', {id: `${part.name}-hint`}, part.hint));
