/** Somebody was quicker: what it was, what they made of it and what the reader did, side by side, and the reader says what holds. */

import {h, uniqueId} from '../../dom.js';
import {marked} from '../../ui/before-after.js';
import {textDiff} from '../../ui/diff.js';
import {dialog, InputError} from '../../ui/dialog.js';
import {fieldOf, patch} from './edit.js';
import {changedOf, parts, patchOf, valuesOf} from './parts.js';

/**
 * @param {object} options
 * @param {object} options.base The memory that the reader began with.
 * @param {object} options.theirs The memory as it is by now.
 * @param {object} options.mine What the reader's form had.
 * @param {string} options.reason
 * @param {() => Promise<object>} options.readAnew
 * @returns {Promise<object|null>} The memory as it was saved; null where nothing was.
 */
export async function settle({base, theirs, mine, reason, readAnew}) {
  const was = valuesOf(base), now = valuesOf(theirs), names = changedOf(was, mine), theirNames = changedOf(was, now);
  const choices = parts.filter(part => names.includes(part.name)).map(part => choiceOf(part, was[part.name], now[part.name], mine[part.name]));
  const others = parts.filter(part => theirNames.includes(part.name) && !names.includes(part.name)).map(part => part.label.toLowerCase());
  const result = await dialog({
    title: `It changed while you edited it: version ${base.version} is ${theirs.version} now`,
    wide: true,
    confirm: 'Save what is chosen',
    cancel: 'Discard mine',
    content: h('div.stack-large', null,
      h('p', null, 'Nothing is lost yet. Say for each part that you changed what shall hold.',
        others.length > 0 && ` What they changed besides (${others.join(', ')}) stays as they made it.`),
      choices.map(choice => choice.element)),
    act: async () => {
      const chosen = Object.fromEntries(choices.map(choice => [choice.name, choice.value()]));
      const values = {...now, ...chosen}, changed = changedOf(now, values);
      if (changed.length === 0) return {saved: theirs};
      try {
        return {saved: await patch(theirs, {...patchOf(changed, values, theirs), ...(reason && {reason})})};
      } catch (error) {
        if (error.status !== 412) throw error;
        return {again: await readAnew(), mine: {...valuesOf(theirs), ...chosen}};
      }
    },
  });
  if (!result) return null;
  return result.saved ?? settle({base: theirs, theirs: result.again, mine: result.mine, reason, readAnew});
}

function choiceOf(part, was, theirs, mine) {
  const isTheirs = theirs !== was, name = uniqueId('choice');
  const merged = part.type === 'moment' ? null : fieldOf({...part, hint: null}, isTheirs && part.merge ? part.merge(was, theirs, mine) : mine);
  if (merged) merged.setAttribute('aria-label', `${part.label}, put together`);
  // Where only one side changed it, or both can be put together, that is the likely answer; else none is.
  const likely = !isTheirs ? 'mine' : theirs === mine ? 'theirs' : part.merge ? 'merged' : null;
  const radio = (value, label) => h('label.check', null, h('input', {type: 'radio', name, value, checked: value === likely}), label);
  const column = (title, text, choice) => h('div.conflict-side', null, h('div.row-spread', null, h('h3', null, title), choice),
    h(`div.wrap.conflict-text${part.type === 'json' ? '.mono' : ''}`, {dir: 'auto', tabindex: 0, role: 'group', 'aria-label': `${part.label}: ${title.toLowerCase()}`}, text));
  const element = h('fieldset.conflict', null, h('legend', null, part.label, h('span.soft.small', null, isTheirs ? ' both changed it' : ' only you changed it')),
    h('div.conflict-sides', null,
      column('It was', said(part, was)),
      column('Theirs', compared(part, was, theirs), radio('theirs', 'Take theirs')),
      column('Mine', compared(part, was, mine), radio('mine', 'Take mine'))),
    merged && h('div.stack-small', null, radio('merged', 'Take what is put together here'), merged));
  merged?.addEventListener('input', () => { element.querySelector('[value=merged]').checked = true; });
  return {
    name: part.name, element,
    value: () => {
      const chosen = element.querySelector('input[type=radio]:checked')?.value;
      if (!chosen) throw new InputError(`Say which ${part.label.toLowerCase()} shall hold.`);
      return chosen === 'merged' ? merged.value : chosen === 'mine' ? mine : theirs;
    },
  };
}

/** JSON of two hands, written alike. */
function pretty(part, value) {
  if (part.type !== 'json') return value;
  try { return JSON.stringify(JSON.parse(value || '{}'), null, 2); } catch { return value; }
}

const said = (part, value) => value === '' ? h('span.soft', null, 'none') : part.type === 'moment' ? value.replace('T', ' ') : pretty(part, value);

const compared = (part, was, value) => part.type === 'moment' || value === '' ? said(part, value)
  : marked(textDiff(pretty(part, was), pretty(part, value)).after, 'ins');
