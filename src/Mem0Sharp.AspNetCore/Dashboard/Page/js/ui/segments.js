/** One of a few, as buttons in a row: radio buttons to the keyboard and a screen reader. */

import {h} from '../dom.js';

/**
 * @param {string} label What is chosen.
 * @param {[string, any][]} options Each value, and what the button says.
 * @param {string} value
 * @param {(value: string) => void} onchange
 * @returns {HTMLElement & {choose(value: string): void, chosen: string}}
 */
export function segments(label, options, value, onchange) {
  const buttons = options.map(([name, content]) => h('button', {
    type: 'button', role: 'radio', 'data-value': name,
    onclick: () => { choose(name); onchange(name); },
    onkeydown: event => {
      const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
      if (!step) return;
      event.preventDefault();
      const next = buttons[(buttons.indexOf(event.currentTarget) + step + buttons.length) % buttons.length];
      next.focus();
      next.click();
    },
  }, content));
  const group = h('div.segments', {role: 'radiogroup', 'aria-label': label}, buttons);
  group.choose = choose;
  choose(value);
  return group;

  function choose(name) {
    group.chosen = name;
    for (const button of buttons) {
      const isIt = button.dataset.value === name;
      button.setAttribute('aria-checked', String(isIt));
      button.tabIndex = isIt ? 0 : -1;
    }
  }
}
