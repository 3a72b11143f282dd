/** The list of one owner's memories: reads ids and rows, now or as of a moment, and shows what there is, or why nothing. */

import {lines, post} from '../../api.js';
import {fill, h} from '../../dom.js';
import {memoryHref, remember} from '../../router.js';
import {empty, failed} from '../../ui/states.js';
import {VirtualList} from '../../ui/virtual-list.js';
import {count, momentOf, plural} from '../../words.js';
import {rowOf} from './row.js';

/** The list that was shown last: whoever comes back to it sees it at once, and then what became of it. */
let shown = {body: '', ids: []};

export class Listing {
  /**
   * @param {object} options
   * @param {object} options.who The members that name the owner.
   * @param {string} options.id
   * @param {AbortSignal} options.signal
   * @param {(error: Error) => boolean} options.refuses Shows an error of the filter where the filter is; true where it did.
   * @param {() => any[]} options.emptyActions What can be done where there is nothing.
   */
  constructor({who, id, signal, refuses, emptyActions}) {
    Object.assign(this, {who, signal, refuses, emptyActions});
    this.asked = {filter: null, expired: false, known: null, held: null};
    this.leave = new AbortController();
    this.word = h('p.list-word', {role: 'status'});
    this.list = new VirtualList({
      label: `Memories of ${id}`, signal, draw: rowOf([id]),
      read: async (ids, leave) => (await post('rows', {ids, ...this.#moment}, {signal: leave})).results,
      hrefOf: one => memoryHref(one, {as_of: this.asked.known}),
      onMove: place => remember({place: {...place, active: this.list.active}}),
    });
    this.state = h('div', {hidden: true});
    this.element = h('section.memories', {'aria-label': 'Memories'}, this.list.element, this.state);
    signal.addEventListener('abort', () => this.leave.abort(), {once: true});
  }

  get #moment() { return {known_at: this.asked.known ?? undefined, held_at: this.asked.held ?? undefined}; }

  get isNow() { return this.asked.known === null && this.asked.held === null; }

  get length() { return this.list.ids.length; }

  /** What is asked of the API. */
  get body() { return {...this.who, filters: this.asked.filter ?? undefined, include_expired: this.asked.expired, ...this.#moment}; }

  /**
   * Reads the list.
   * @param {object} asked {filter, expired, known, held}
   * @param {{place?: object, keepsPlace?: boolean}} [options] Where to scroll to; whether to stay where the reader is.
   */
  async read(asked = this.asked, {place = null, keepsPlace = false} = {}) {
    this.leave.abort();
    this.leave = new AbortController();
    const {signal} = this.leave;
    this.asked = asked;
    this.element.setAttribute('aria-busy', 'true');
    fill(this.word, 'Reading…');
    const body = JSON.stringify(this.body);
    let ids = [], isShown = false;
    if (place && shown.body === body && shown.ids.length > place.index) {
      this.#showRows(shown.ids, {isWhole: true});
      this.#comeBack(place);
      place = null;
      keepsPlace = true;
    }
    try {
      for await (const some of lines('ids', this.body, {signal})) {
        ids = ids.concat(some);
        if (keepsPlace) continue; // it is shown when all are there
        if (isShown) this.list.append(some); else { this.#showRows(ids, {isWhole: false}); isShown = true; }
        if (place && place.index < ids.length) { this.#comeBack(place); place = null; }
        this.#say(false);
      }
      if (signal.aborted) return;
      shown = {body, ids};
      if (isShown) this.list.append([], {isWhole: true}); else this.#showRows(ids, {isWhole: true, keepsPlace});
      this.#say(true);
      if (ids.length === 0) this.#show(this.#nothing());
    } catch (error) {
      if (signal.aborted || error.name === 'AbortError') return;
      if (!('status' in error)) console.error(error);
      if (error.status === 400 && this.refuses(error)) fill(this.word, 'The filter is not one: what it found before is shown.');
      else { fill(this.word, ''); this.#show(failed(error, () => this.read())); }
    } finally {
      if (!signal.aborted) this.element.removeAttribute('aria-busy');
    }
  }

  #showRows(ids, options) {
    this.state.hidden = true;
    this.list.element.hidden = ids.length === 0;
    this.list.reader.page = this.isNow ? 50 : 20; // a look back takes longer, row by row
    this.list.reader.forget(null);
    this.list.show(ids, options);
  }

  #comeBack(place) {
    this.list.goTo(place);
    if ([document.body, document.getElementById('main')].includes(document.activeElement)) this.list.focus(place.active);
  }

  #show(state) {
    this.list.show([]);
    this.list.element.hidden = true;
    this.state.hidden = false;
    fill(this.state, state);
  }

  #say(isWhole) {
    const {filter, known, held} = this.asked;
    fill(this.word, h('strong', null, count(this.length)), ` ${this.length === 1 ? 'memory' : 'memories'}`, filter && ' match the filter',
      known && `, as known on ${momentOf(known)}`, held && `, as it held on ${momentOf(held)}`, !isWhole && ', and reading on…');
  }

  #nothing() {
    if (this.asked.filter) return empty('Nothing matches', 'No memory is what the filters ask for. Take one away, or look at another moment.', this.emptyActions());
    if (!this.isNow) return empty('Nothing was known then', 'The first memory came later, or did not hold then. Move the slider to the right.', this.emptyActions());
    return empty('Nothing is remembered here', 'Memories come from conversations, by hand, or by import. What was deleted is in the history still.', this.emptyActions());
  }
}

/** How many memories a filter finds, whether expired or not: what a deletion would take. */
export async function countOf(body, signal) {
  let found = 0;
  for await (const some of lines('ids', {...body, include_expired: true}, {signal})) found += some.length;
  return found;
}

export const memoriesOf = number => plural(number, 'memory', 'memories');
