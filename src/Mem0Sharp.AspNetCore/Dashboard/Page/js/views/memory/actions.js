/** What can be done with one memory. Each says first what it does; what can be taken back offers that. */

import {ask, post} from '../../api.js';
import {h, uniqueId} from '../../dom.js';
import {memoryHref} from '../../router.js';
import {dialog} from '../../ui/dialog.js';
import {lift} from '../../ui/lift.js';
import {showReceipt} from '../../ui/receipt.js';
import {complain, toast} from '../../ui/toast.js';
import {plural} from '../../words.js';
import {edit, ifMatch, patch} from './edit.js';

const opinions = [
  ['positive', 'It helped', 'It matters more: salience goes a quarter of the way to 1.'],
  ['negative', 'It did not help', 'It matters less: three quarters of its salience. It is in doubt until somebody settles it under Reviews.'],
  ['very_negative', 'It did harm', 'It matters half of what it did. It is in doubt until somebody settles it under Reviews.'],
];

/**
 * @param {object} options
 * @param {object[]} options.history Oldest first.
 * @param {() => Promise<object>} options.readAnew Reads the memory as it is by now.
 * @param {() => Promise<void>} options.redraw Shows it as it is by now.
 * @param {(receipt: object) => void} options.gone Shows that it was erased.
 */
export function memoryActions({history, readAnew, redraw, gone}) {
  const last = history.at(-1), {item} = last, path = `memories/${encodeURIComponent(item.id)}`, all = plural(history.length, 'version');
  const done = async text => { await redraw(); toast(text); };
  const guarded = act => () => act().catch(async error => { complain(error); if (error.status === 412 || error.status === 404) await redraw().catch(complain); });
  const button = (label, act, kind = '') => h(`button${kind}`, {type: 'button', onclick: guarded(act)}, label);
  const because = () => h('input', {id: uniqueId('reason'), maxlength: 1000, autocomplete: 'off'});
  const asked = field => h('div', null, h('label', {for: field.id}, 'Why'), field, h('p.hint', null, 'It stands in the history.'));
  const reasonOf = field => field.value.trim() || undefined;

  async function change() {
    const saved = await edit(item, readAnew);
    if (saved) await done(saved.version === item.version ? 'Nothing was different.' : `Saved as version ${saved.version}.`);
    else await redraw();
  }

  async function restore(entry) {
    const reason = because(), between = last.version - entry.version;
    const back = await dialog({
      title: `Restore version ${entry.version}?`,
      confirm: 'Restore',
      content: h('div.stack', null, h('p', null, `Its text, metadata, tags, links and times come back as version ${last.version + 1}. `
        + `What ${plural(between, 'later version')} changed no longer counts, and stays in the history.`),
      h('blockquote.wrap', {dir: 'auto'}, clipped(entry.item.memory)), asked(reason)),
      act: () => post(`${path}/restore`, {version: entry.version, reason: reasonOf(reason)}, ifMatch(last.version)),
    });
    if (back) await done(`Version ${entry.version} is back, as version ${back.version}.`);
  }

  async function remove() {
    const deleted = await dialog({
      title: 'Delete this memory?',
      danger: true,
      confirm: 'Delete',
      content: h('div.stack', null, h('blockquote.wrap', {dir: 'auto'}, clipped(item.memory)),
        h('p', null, `It is found no more. Its ${all} stay in the history, so it can be restored. The same words are not learned again from an old conversation.`)),
      act: () => ask('DELETE', path, ifMatch(item.version)),
    });
    if (!deleted) return;
    await redraw();
    toast('Deleted.', {action: {label: 'Undo', run: guarded(async () => {
      const back = await post(`${path}/restore`, {version: deleted.version - 1, reason: 'Undo'}, ifMatch(deleted.version));
      if (location.hash.startsWith(memoryHref(item.id))) await redraw();
      toast(`It is back, as version ${back.version}.`);
    })}});
  }

  async function erase() {
    const receipt = await dialog({
      title: 'Erase this memory for good?',
      danger: true,
      confirm: 'Erase for good',
      word: 'erase',
      content: h('div.stack', null, h('blockquote.wrap', {dir: 'auto'}, clipped(item.memory)),
        h('p', null, `All ${all} go: texts, history, its vector, and the links to it in every version of other memories. The file is rewritten. Its id is never used again.`),
        h('p.notice.bad', null, 'Nothing brings it back. To be rid of what is only wrong, delete it.')),
      act: () => post(`${path}/erase`, {}),
    });
    if (!receipt) return;
    gone(receipt);
    await showReceipt(receipt);
  }

  async function rate() {
    const name = uniqueId('feedback'), reason = because();
    const choices = opinions.map(([value, label, hint], at) => h('label.choice', null, h('input', {type: 'radio', name, value, checked: at === 0}),
      h('span', null, h('strong', null, label), h('span.soft.small.choice-hint', null, hint))));
    const rated = await dialog({
      title: 'What do you think of this memory?',
      confirm: 'Say so',
      content: h('div.stack', null, h('fieldset.stack-small', null, h('legend.visually-hidden', null, 'Feedback'), choices), asked(reason)),
      act: () => post(`${path}/feedback`, {
        feedback: choices.map(one => one.querySelector('input')).find(one => one.checked).value, reason: reasonOf(reason),
      }),
    });
    if (rated) await done(`Said. Its salience is ${rated.salience.toFixed(2)} now.`);
  }

  async function fix() {
    const fixed = await dialog({
      title: 'Make it immutable?',
      danger: true,
      confirm: 'Make it immutable',
      content: h('p', null, 'This is for ever: nobody can edit it again, neither its text nor its tags, metadata or times, and the mark cannot be taken off. '
        + 'It can still be rated, deleted and erased.'),
      act: () => patch(item, {immutable: true}),
    });
    if (fixed) await done('It can no longer be changed.');
  }

  const restores = restorable(history);
  const buttons = last.event === 'DELETE'
    ? [restores && button('Restore', () => restore(restores), '.primary'), mayBeSuppressed(last) && button('Let it be learned again', liftIt), button('Erase…', erase, '.danger')]
    : [!item.immutable && button('Edit', change, '.primary'), button('Feedback', rate), !item.immutable && button('Make immutable', fix), button('Delete', remove, '.danger'),
      button('Erase…', erase, '.danger')];

  function liftIt() {
    const [name] = ['user_id', 'agent_id', 'run_id', 'app_id'].filter(one => item[one]);
    return lift({[name]: item[name]}, item.memory);
  }

  return {buttons, restore: entry => guarded(() => restore(entry))()};
}

/** What a restore of a deleted memory would bring back. */
export const restorable = history => history.findLast(entry => entry.event !== 'DELETE');

/** What an assistant or a tool deletes is not kept away from being learned: no person said so. */
const mayBeSuppressed = entry => !['assistant', 'tool'].includes(entry.changed_by_role);

const clipped = text => text.length > 400 ? `${text.slice(0, 400)}…` : text;
