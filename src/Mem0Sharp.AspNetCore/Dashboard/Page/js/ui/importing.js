/** Takes memories in from a file. */

import {ask} from '../api.js';
import {fill, h, uniqueId} from '../dom.js';
import {memoryHref} from '../router.js';
import {count, plural} from '../words.js';
import {dialog} from './dialog.js';
import {ownerPicker} from './owner-picker.js';
import {failed, loading} from './states.js';

const formats = [
  ['export', 'An export of this library', 'JSON lines. Every version with who made it and why, and the embeddings. Whose the memories are, it says itself.'],
  ['mem0', 'What Mem0’s get_all answered', 'JSON with a list of memories. Each becomes version 1, with its times and metadata.'],
];

/** @param {{me: object, signal: AbortSignal}} context */
export function importing({me, signal}) {
  const fileId = uniqueId('file'), trustId = uniqueId('trust'), owner = ownerPicker({me, signal, kind: 'user', id: ' '});
  const file = h('input', {id: fileId, type: 'file', accept: '.jsonl,.ndjson,.json,application/json', required: true, onchange: guess});
  const trust = h('select', {id: trustId}, [['', 'As the file says'], ['untrusted', 'Untrusted'], ['standard', 'Standard'], ['trusted', 'Trusted']].map(([value, label]) => h('option', {value}, label)));
  const whose = h('div', {hidden: true}, owner.element, h('p.hint', null, 'Whose those become that name nobody. Without it they fail.'));
  const choice = h('fieldset', null, h('legend.label', null, 'What the file is'), h('div.modes', null, formats.map(([value, label, text], at) => {
    const hint = uniqueId('format');
    return h('label.mode', null, h('input', {type: 'radio', name: 'format', value, checked: at === 0, 'aria-describedby': hint, onchange: drawWhose}),
      h('span.strong', null, label), h('span.small.soft', {id: hint}, text));
  })));
  const go = h('button.primary', {type: 'submit'}, 'Import…'), done = h('div.done', {'aria-live': 'polite'});
  return h('form.card.stack', {onsubmit: event => { event.preventDefault(); confirm(); }},
    h('div', null, h('h2', null, 'Import'), h('p.soft', null, 'Takes memories in under their own ids, with their history. What is here stays as it is; what is known already is not written again.')),
    h('div', null, h('label', {for: fileId}, 'File'), file), choice, whose,
    h('div.short-field', null, h('label', {for: trustId}, 'Trust'), trust, h('p.hint', null, 'Choose “untrusted” for a file that others could have written to.')),
    h('div', null, go), done);

  function format() {
    return choice.querySelector('input:checked').value;
  }

  function drawWhose() {
    whose.hidden = format() !== 'mem0';
  }

  function guess() {
    const name = file.files[0]?.name ?? '';
    if (/\.json$/i.test(name)) choice.querySelector('[value=mem0]').checked = true;
    else if (/\.(jsonl|ndjson)$/i.test(name)) choice.querySelector('[value=export]').checked = true;
    drawWhose();
  }

  async function confirm() {
    const chosen = file.files[0];
    if (!chosen) return;
    const sure = await dialog({
      title: 'Import this file?', confirm: 'Import',
      content: [h('p.wrap', null, h('span.strong', null, chosen.name), `, ${bytes(chosen.size)}. It is believed whose the memories in it are: import what you would let write.`),
        h('p.soft', null, 'There is no button that takes an import back. Importing the same file again writes nothing.')],
    });
    if (sure) await run(chosen);
  }

  async function run(chosen) {
    const query = new URLSearchParams({format: format(), ...(trust.value && {trust: trust.value}), ...(format() === 'mem0' ? owner.body() : {})});
    go.disabled = true;
    fill(done, loading('Importing…', 2));
    try {
      fill(done, result(await ask('POST', `import?${query}`, {raw: chosen, headers: {'Content-Type': 'application/octet-stream'}, signal})));
    } catch (error) {
      if (!signal.aborted) fill(done, failed(error));
    } finally {
      go.disabled = false;
    }
  }
}

const result = ({imported, unchanged, failed: wrong, failures}) => h('div.stack', null,
  h(`p.notice.${wrong > 0 ? 'warn' : 'good'}`, null, h('span.strong', null, `${plural(imported, 'memory', 'memories')} imported`), `, ${count(unchanged)} known already, ${count(wrong)} failed.`),
  failures.length > 0 && h('details', null, h('summary', null, 'Why those failed'), h('ul.stack-small.details-body', null,
    failures.map(({id, code, message}) => h('li.wrap.small', null, !id ? h('span.soft', null, 'without an id') : code === 'version_conflict' ? h('a', {href: memoryHref(id)}, h('code', null, id)) : h('code', null, id), ' ', message, ' ', h('code.soft', null, code))),
    wrong > failures.length && h('li.soft.small', null, `The first ${count(failures.length)}.`))));

/** How large a file is. */
function bytes(size) {
  const at = size < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(size) / 3));
  return `${Number((size / 1000 ** at).toPrecision(3))} ${['bytes', 'kB', 'MB', 'GB'][at]}`;
}
