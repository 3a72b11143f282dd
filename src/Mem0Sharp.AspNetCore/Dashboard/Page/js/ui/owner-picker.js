/** Whose memories: a kind and an id, with those that are there to choose from. A caller that has one scope has it set. */

import {get} from '../api.js';
import {fill, h, uniqueId} from '../dom.js';
import {kinds, ownerBody, plural} from '../words.js';

const keptName = 'mem0sharp.owner';
const mostOffered = 200;

/** What a scope names, as [kind, id]. */
export const namesOf = scope => Object.keys(kinds).filter(kind => scope?.[`${kind}_id`]).map(kind => [kind, scope[`${kind}_id`]]);

/** Who was chosen last in this tab: {kind, id}; nobody has neither. */
export function lastOwner() {
  try { return JSON.parse(sessionStorage.getItem(keptName)) ?? {}; } catch { return {}; }
}

/**
 * @param {object} options
 * @param {object} options.me What the reader may do.
 * @param {AbortSignal} options.signal
 * @param {string} [options.kind] Set at first; else who was chosen last in this tab.
 * @param {string} [options.id]
 * @param {(owner: {kind: string, id: string}|null) => void} [options.onchange]
 * @returns {{element: Element, get: () => {kind, id}|null, body: () => object|null, query: () => URLSearchParams, focus: () => void, refresh: () => void}} The body names the
 *   owner; null where none is chosen.
 */
export function ownerPicker({me, signal, kind, id, onchange = () => {}}) {
  if (!me.everything) return fixed(me.scope);
  const first = id ? {kind, id} : lastOwner();
  const list = h('datalist', {id: uniqueId('owners')}), kindId = uniqueId('kind'), inputId = uniqueId('owner');
  const choice = h('select', {id: kindId, onchange: () => { offer(); changed(); }},
    Object.entries(kinds).map(([name, [one]]) => h('option', {value: name, selected: name === (kinds[first.kind] ? first.kind : 'user')}, one)));
  const input = h('input', {
    id: inputId, list: list.id, value: first.id ?? '', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', maxlength: 256, onchange: changed,
    // One that was chosen from the list comes without a key.
    oninput: event => { offer(); if (!event.inputType || event.inputType === 'insertReplacementText') changed(); },
  });
  const hint = h('p.hint', null, ' ');
  let owners = null;
  read();
  return {
    element: h('div.owner-picker', null,
      h('div', null, h('label', {for: kindId}, 'Whose'), choice),
      h('div.grow', null, h('label', {for: inputId}, 'Id'), input, list, hint)),
    get: chosen,
    body: () => { const owner = chosen(); return owner && ownerBody(owner.kind, owner.id); },
    query: () => { const owner = chosen(); return new URLSearchParams(owner ? ownerBody(owner.kind, owner.id) : {}); },
    focus: () => input.focus(),
    refresh: read,
  };

  function chosen() {
    const name = input.value.trim();
    return name ? {kind: choice.value, id: name} : null;
  }

  async function read() {
    try {
      owners = (await get('owners', {signal})).results.sort((a, b) => new Date(b.updated_at) - new Date(a.updated_at));
    } catch {
      return; // It can be typed.
    }
    if (owners.length === 1 && !input.value) {
      choice.value = owners[0].kind;
      input.value = owners[0].id;
      changed();
    }
    offer();
  }

  function offer() {
    if (!owners) return;
    const typed = input.value.trim(), ofKind = owners.filter(one => one.kind === choice.value), found = ofKind.find(one => one.id === typed);
    fill(list, ofKind.filter(one => one.id.toLowerCase().includes(typed.toLowerCase())).slice(0, mostOffered)
      .map(one => h('option', {value: one.id}, plural(one.count, 'memory', 'memories'))));
    const [one, many] = kinds[choice.value];
    fill(hint, found ? `${plural(found.count, 'memory', 'memories')}.`
      : typed ? `No memories under this ${one.toLowerCase()} yet.`
      : `${plural(ofKind.length, one.toLowerCase(), many.toLowerCase())} to choose from.`);
  }

  function changed() {
    const owner = chosen();
    if (owner) sessionStorage.setItem(keptName, JSON.stringify(owner));
    onchange(owner);
  }
}

function fixed(scope) {
  const names = namesOf(scope), body = Object.fromEntries(names.map(([kind, id]) => [`${kind}_id`, id]));
  const [kind, id] = names[0] ?? [];
  return {
    element: h('div', null, h('span.label', null, 'Whose'),
      h('p.owner-fixed.row', null, names.map(([name, value]) => [h('span.badge', null, kinds[name][0]), h('span.wrap.strong', null, value)])),
      h('p.hint', null, 'What your key opens.')),
    get: () => id ? {kind, id} : null,
    body: () => body,
    query: () => new URLSearchParams(body),
    focus: () => {},
    refresh: () => {},
  };
}
