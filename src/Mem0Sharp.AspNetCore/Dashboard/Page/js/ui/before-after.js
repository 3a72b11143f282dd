/** What a text was and what it is, with the words that changed marked. */

import {h} from '../dom.js';
import {textDiff} from './diff.js';

/** Above this share of changed letters marks say nothing: the texts are simply two. */
const mostMarked = 0.7;

/**
 * @param {string} before
 * @param {string} after
 * @param {[string, string]} [tags] What the marks are: of two that stand beside each other neither is gone, so ["mark", "mark"].
 * @returns {{before: (Node|string)[], after: (Node|string)[]}} Each side whole.
 */
export function beforeAfter(before, after, [left, right] = ['del', 'ins']) {
  const diff = textDiff(before, after);
  const changed = [...diff.before, ...diff.after].reduce((sum, run) => sum + (run.changed ? run.text.length : 0), 0);
  if (changed > mostMarked * (before.length + after.length)) return {before: [before], after: [after]};
  return {before: marked(diff.before, left), after: marked(diff.after, right)};
}

/** The runs of a side, as text with what changed in marks. */
export const marked = (runs, tag) => runs.map(run => run.changed ? h(tag, null, run.text) : run.text);
