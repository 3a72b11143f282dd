/** What stands where there is nothing to show yet, or nothing at all. Each says what to do next. */

import {h} from '../dom.js';

/** Nothing is there, and that is right. */
export const empty = (title, text, ...actions) =>
  h('div.state', null, h('h2', null, title), text && h('p', null, text), actions.length > 0 && h('div.row', null, actions));

/** Something is being read. */
export const loading = (label = 'Reading…', lines = 5) => h('div.loading', {role: 'status', 'aria-label': label},
  Array.from({length: lines}, (_, at) => h('div.skeleton', {style: {width: `${[92, 76, 84, 60, 70][at % 5]}%`}})));

/** It could not be read. */
export function failed(error, retry) {
  if (error.status === 401) return empty('You are not signed in', 'The host does not know who asks. Give a key, or sign in to the host.');
  if (error.status === 403) {
    return empty('That is not yours to see', `${error.message} Ask for a key that opens it, or look at what yours opens.`, h('a.button', {href: '#/'}, 'What I may see'));
  }
  if (error.status === 404) return empty('There is no such memory', 'It may have been erased, or belong to somebody whose memories you may not see.', h('a.button', {href: '#/'}, 'Back to the start'));
  return h('div.state', {role: 'alert'},
    h('h2', null, error.status === 0 ? 'The host does not answer' : 'That did not work'),
    h('p', null, error.message),
    error.requestId && h('p.small', null, 'Request ', h('code', null, error.requestId)),
    retry && h('div.row', null, h('button', {type: 'button', onclick: retry}, 'Try again')));
}

/**
 * Draws what a promise gives: first that it is being read, then it, or why not.
 * @param {Element} target
 * @param {AbortSignal} signal Of the view: what comes after it is not drawn.
 * @param {() => Promise<Node|Node[]|null>} read
 */
export async function load(target, signal, read) {
  target.setAttribute('aria-busy', 'true');
  target.replaceChildren(loading());
  try {
    const content = await read();
    if (!signal.aborted) target.replaceChildren(...[content].flat().filter(Boolean));
  } catch (error) {
    if (signal.aborted || error.name === 'AbortError') return;
    if (!('status' in error)) console.error(error);
    target.replaceChildren(failed(error, () => load(target, signal, read)));
  } finally {
    target.removeAttribute('aria-busy');
  }
}
