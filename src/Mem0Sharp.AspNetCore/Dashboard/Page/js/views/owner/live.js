/** What happens while somebody looks: a row that changed is drawn anew; what came or went is told, and shown when asked for. */

import {follow} from '../../api.js';
import {fill, h} from '../../dom.js';
import {plural} from '../../words.js';

/**
 * @param {object} options
 * @param {object} options.who The members that name the owner.
 * @param {number} options.after Where the log ended before the list was read.
 * @param {AbortSignal} options.signal
 * @param {(id: string) => boolean} options.changesRow Draws a row anew; false where that is not all that there is to do.
 * @param {() => Promise<void>} options.show Shows the list as it is now.
 */
export function live({who, after, signal, changesRow, show}) {
  const changed = new Map();
  let isDue = false;
  const state = h('span.live', {title: 'Changes are shown as they happen'}, 'Live');
  const pill = h('button.small.pill', {type: 'button', hidden: true, onclick: async () => { reset(); await show(); }});
  const area = h('span', {'aria-live': 'polite'}, pill);

  const query = new URLSearchParams({...who, after});
  follow(`changes?${query}`, ({data}) => {
    const isKnown = data.event !== 'ADD' && data.event !== 'DELETE' && data.event !== 'RESTORE' && changesRow(data.memory_id);
    if (!isKnown) changed.set(data.memory_id, data.event);
    if (!isDue) { isDue = true; setTimeout(draw, 250); }
  }, {signal, onState: now => fill(state, now === 'open' ? 'Live' : 'Connecting…')}).catch(() => fill(state, 'Not live'));

  function draw() {
    isDue = false;
    pill.hidden = changed.size === 0;
    if (changed.size > 0) fill(pill, `${plural(changed.size, 'change')}: show ${changed.size === 1 ? 'it' : 'them'}`);
  }

  function reset() { changed.clear(); draw(); }

  return {state, area, reset};
}
