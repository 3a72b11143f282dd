/** A conversation to write or paste: messages one by one, as JSON, or one text. What is written in one way is kept in the next. */

import {h, fill, uniqueId} from '../dom.js';
import {InputError} from './dialog.js';
import {segments} from './segments.js';

const roles = ['user', 'assistant', 'tool', 'system'];
const ways = [['messages', 'Messages'], ['text', 'One text'], ['json', 'JSON']];
const mostMessages = 1000;

/**
 * @returns {{element: Element, read: () => string|object[], clear: () => void}} read gives what the route takes as "messages"; an InputError says what
 *   cannot be sent.
 */
export function conversation() {
  let way = 'messages', messages = [{role: 'user', name: '', content: ''}];
  const place = h('div'), textId = uniqueId('text');
  const choice = segments('How to write it', ways, way, next => {
    try { messages = current(); } catch { /* What cannot be read stays behind. */ }
    way = next;
    draw();
  });
  const element = h('div.stack', null, h('div.row-spread', null, h('h2', null, 'What was said'), choice), place);
  draw();
  return {element, read, clear: () => { messages = [{role: 'user', name: '', content: ''}]; draw(); }};

  function read() {
    const said = current().filter(one => typeof one.content !== 'string' || one.content.trim());
    if (said.length === 0) throw new InputError('Nothing is said yet.');
    if (said.length > mostMessages) throw new InputError(`At most ${mostMessages} messages go at once.`);
    return said.map(({name, ...rest}) => name ? {...rest, name} : rest);
  }

  /** What is in the fields, as messages. */
  function current() {
    const area = place.querySelector('textarea');
    if (way === 'text') return [{role: 'user', content: area.value}];
    if (way === 'json') return parse(area.value);
    return [...place.querySelectorAll('.message')].map(row => ({
      role: row.querySelector('select').value, name: row.querySelector('input').value.trim(), content: row.querySelector('textarea').value,
    }));
  }

  function draw() {
    if (way === 'messages') drawMessages();
    else if (way === 'text') {
      fill(place, h('label', {for: textId}, 'Text'), h('textarea', {
        id: textId, rows: 7, maxlength: 100000, placeholder: 'I moved to Lisbon in May. I don’t eat fish any more.',
        value: messages.map(one => typeof one.content === 'string' ? one.content : '').filter(Boolean).join('\n\n'),
      }), h('p.hint', null, 'As one message of the user.'));
    } else {
      const said = messages.filter(one => one.content).map(({name, ...rest}) => name ? {...rest, name} : rest);
      fill(place, h('label', {for: textId}, 'Messages as JSON'), h('textarea.mono', {
        id: textId, rows: 11, spellcheck: 'false', placeholder: '[{"role": "user", "content": "I moved to Lisbon."}]', value: said.length > 0 ? JSON.stringify(said, null, 2) : '',
      }), h('p.hint', null, 'A list of messages with "role", "content" and perhaps "name"; or an object with such a list as "messages".'));
    }
  }

  function drawMessages(focus = -1) {
    const rows = messages.map((message, at) => {
      const roleId = uniqueId('role'), nameId = uniqueId('name'), contentId = uniqueId('content');
      return h('li.message', null,
        h('div.message-who', null,
          h('div', null, h('label', {for: roleId}, 'Role'), h('select', {id: roleId},
            [...new Set([...roles, message.role])].map(role => h('option', {value: role, selected: role === message.role}, role)))),
          h('div', null, h('label', {for: nameId}, 'Name'), h('input', {id: nameId, value: message.name ?? '', maxlength: 256, placeholder: 'optional', autocomplete: 'off'}))),
        h('div', null, h('label', {for: contentId}, `Message ${at + 1}`), h('textarea', {
          id: contentId, rows: 3, maxlength: 100000, value: typeof message.content === 'string' ? message.content : '',
          placeholder: at === 0 ? 'I moved to Lisbon in May. I don’t eat fish any more.' : '',
        })),
        h('button.plain.small', {
          type: 'button', 'aria-label': `Remove message ${at + 1}`, disabled: messages.length === 1,
          onclick: () => { messages = current().filter((_, other) => other !== at); drawMessages(Math.max(0, at - 1)); },
        }, 'Remove'));
    });
    fill(place, h('div.stack', null, h('ol.stack', null, rows), h('div', null, h('button', {
      type: 'button',
      onclick: () => {
        messages = current();
        messages.push({role: messages.at(-1)?.role === 'user' ? 'assistant' : 'user', name: '', content: ''});
        drawMessages(messages.length - 1);
      },
    }, 'Add a message'))));
    if (focus >= 0) place.querySelectorAll('textarea')[focus].focus();
  }
}

function parse(text) {
  let said;
  try { said = JSON.parse(text || '[]'); } catch { throw new InputError('The messages are no JSON.'); }
  if (said && !Array.isArray(said)) said = said.messages ?? [said];
  if (typeof said === 'string') return [{role: 'user', content: said}];
  if (!Array.isArray(said) || said.some(one => !one || typeof one !== 'object')) throw new InputError('That is no list of messages with "role" and "content".');
  return said;
}
