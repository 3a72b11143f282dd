/**
 * A list of any length. Only the rows that are seen are in the document; what they show is read as they come in sight, and no longer waited for when they
 * leave it. The page scrolls, not a box within it; a list that is taller than a browser can draw is scrolled in proportion.
 */

import {fill, h} from '../dom.js';
import {VirtualScroll} from './virtual-scroll.js';
import {RowReader} from './row-reader.js';

const beyond = 6; // so many rows above and below are drawn already

export class VirtualList {
  /**
   * @param {object} options
   * @param {string} options.label What it is a list of.
   * @param {AbortSignal} options.signal Ends with the view.
   * @param {(ids: string[], signal: AbortSignal) => Promise<(object|null)[]>} options.read Reads rows.
   * @param {(item: object) => any} options.draw What is in a row.
   * @param {(id: string) => string} options.hrefOf Where a row leads.
   * @param {(place: {index: number, offset: number}) => void} [options.onMove] Told where the reader is, when scrolling ends and when a row is followed.
   */
  constructor({label, signal, read, draw, hrefOf, onMove}) {
    this.draw = draw;
    this.hrefOf = hrefOf;
    this.ids = [];
    this.isWhole = false;
    this.active = 0;
    this.nodes = new Map();
    this.element = h('ol.virtual', {role: 'list', 'aria-label': label, onkeydown: event => this.#move(event), onfocusin: event => this.#take(event), onclick: () => onMove?.(this.place())});
    this.scroll = new VirtualScroll(this.element, {signal, onScroll: () => this.render(), onRest: () => onMove?.(this.place())});
    this.reader = new RowReader({signal, read, onRead: () => this.render(true)});
    const seen = new ResizeObserver(() => { this.#measure(); this.render(); });
    seen.observe(this.element);
    signal.addEventListener('abort', () => seen.disconnect(), {once: true});
  }

  /** Shows other ids. Where some are the same, the reader stays where they were. */
  show(ids, {isWhole = true, keepsPlace = false} = {}) {
    const anchor = keepsPlace && this.scroll.top > 0 ? this.place() : null, id = anchor && this.ids[anchor.index];
    const focused = this.element.contains(document.activeElement) ? this.ids[this.active] : null;
    this.ids = ids;
    this.isWhole = isWhole;
    this.active = Math.max(0, focused === null ? 0 : ids.indexOf(focused));
    for (const node of this.nodes.values()) node.remove();
    this.nodes.clear();
    this.#measure();
    if (id !== null && ids.includes(id)) this.goTo({index: ids.indexOf(id), offset: anchor.offset});
    this.render();
    if (focused !== null && ids.length > 0) this.#focus();
  }

  /** Adds ids at the end. */
  append(ids, {isWhole = false} = {}) {
    this.ids = this.ids.concat(ids);
    this.isWhole = isWhole;
    this.#measure();
    this.render(true);
  }

  /** Reads rows anew: all, or some. */
  refresh(ids = null) {
    this.reader.forget(ids);
    this.render();
  }

  /** Where the reader is: the first row that is seen, and how far it is above the edge. */
  place() {
    const index = Math.max(0, Math.min(this.ids.length - 1, Math.floor(this.scroll.top / this.scroll.row)));
    return {index, offset: index * this.scroll.row - this.scroll.top};
  }

  goTo({index, offset}) {
    this.scroll.goTo(index * this.scroll.row - offset);
    this.render();
  }

  /** Puts the focus on a row, where there is one, without scrolling. */
  focus(at) {
    if (!this.nodes.has(at)) return;
    this.active = at;
    this.nodes.get(at).firstChild.focus({preventScroll: true});
  }

  #measure() {
    this.scroll.measure(this.ids.length, parseFloat(getComputedStyle(this.element).getPropertyValue('--row-height')) || 72);
  }

  /** Draws what is in sight. */
  render(again = false) {
    if (!this.element.isConnected) return;
    const {first, last} = this.scroll.sight(), from = Math.max(0, first - beyond), to = Math.min(this.ids.length - 1, last + beyond);
    const isWithin = this.element.contains(document.activeElement);
    const wanted = at => at >= from && at <= to || isWithin && at === this.active;
    for (const [at, node] of this.nodes) if (!wanted(at)) { node.remove(); this.nodes.delete(at); }
    this.reader.want(this.ids, Math.max(0, from), to);
    let next = this.element.firstChild;
    for (const at of this.#order(from, to, isWithin)) {
      let node = this.nodes.get(at);
      if (node) next = node.nextSibling;
      else {
        node = this.#row(at);
        this.nodes.set(at, node);
        this.element.insertBefore(node, next);
      }
      node.style.setProperty('transform', `translateY(${this.scroll.yOf(at)}px)`);
      if (again || !node.isDrawn) this.#content(node, at);
    }
    const tab = this.nodes.has(this.active) ? this.active : Math.min(Math.max(0, first), this.ids.length - 1);
    for (const [at, node] of this.nodes) node.firstChild.tabIndex = at === tab ? 0 : -1;
  }

  #order(from, to, isWithin) {
    const all = Array.from({length: Math.max(0, to - from + 1)}, (_, at) => from + at);
    if (isWithin && this.active < from) all.unshift(this.active);
    if (isWithin && this.active > to && this.active < this.ids.length) all.push(this.active);
    return all;
  }

  #row(at) {
    return h('li', {'aria-posinset': at + 1}, h('a.virtual-link', {href: this.hrefOf(this.ids[at])}), h('div.virtual-more'));
  }

  #content(node, at) {
    node.setAttribute('aria-setsize', this.isWhole ? this.ids.length : -1);
    const id = this.ids[at], item = this.reader.get(id), error = this.reader.errorOf(id);
    if (node.isDrawn && (node.shown === (error ?? item) || (error ?? item) === undefined)) return;
    const [link, more] = node.children;
    if (error) {
      fill(link, h('span.soft', null, 'It could not be read.'));
      fill(more, h('span.soft.small.clip', null, error.message), h('button.small', {type: 'button', onclick: () => this.refresh()}, 'Try again'));
    } else if (item === undefined) {
      fill(link, h('span.visually-hidden', null, 'Being read'), h('span.skeleton', {style: {width: `${[88, 64, 76, 52][at % 4]}%`}}));
      fill(more, h('span.skeleton', {style: {width: '40%'}}));
    } else if (item === null) {
      fill(link, h('span.soft', null, 'It is gone.'));
      fill(more);
    } else {
      const {text, rest} = this.draw(item);
      fill(link, text);
      fill(more, rest);
    }
    node.classList.toggle('is-read', Boolean(item));
    node.isDrawn = error !== undefined || item !== undefined;
    node.shown = error ?? item;
  }

  #take(event) {
    for (const [at, node] of this.nodes) if (node.contains(event.target)) this.active = at;
  }

  #move(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || this.ids.length === 0) return;
    const page = this.scroll.rowsOfAPage(), last = this.ids.length - 1;
    const to = {
      ArrowDown: this.active + 1, ArrowUp: this.active - 1, PageDown: this.active + page, PageUp: this.active - page, Home: 0, End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.active = Math.max(0, Math.min(last, to));
    this.#focus();
  }

  #focus() {
    this.scroll.reveal(this.active);
    this.render();
    this.nodes.get(this.active)?.firstChild.focus({preventScroll: true});
    this.render();
  }
}
