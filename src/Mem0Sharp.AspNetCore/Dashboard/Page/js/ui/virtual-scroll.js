/**
 * Where a list of rows of one height is scrolled to. Browsers draw no element that is taller than some 16 million pixels: a list that would be is drawn
 * shorter. Small steps then move it as far as the reader scrolled; a long one, with the scroll bar, in proportion.
 */

const tallest = 8_000_000;
const header = 64; // what lies over the top of the page, and a little air

export class VirtualScroll {
  constructor(element, {signal, onScroll, onRest}) {
    this.element = element;
    this.row = 72;
    this.count = 0;
    this.top = 0;
    this.before = 0;
    let isDue = false, rest = 0;
    const turn = () => {
      isDue = false;
      if (!element.isConnected) return;
      this.#follow();
      onScroll();
    };
    addEventListener('scroll', () => {
      if (!isDue) { isDue = true; requestAnimationFrame(turn); }
      clearTimeout(rest);
      rest = setTimeout(() => { if (element.isConnected) { this.#settle(); onRest(); } }, 160);
    }, {signal, passive: true});
    addEventListener('resize', turn, {signal});
    signal.addEventListener('abort', () => clearTimeout(rest), {once: true});
  }

  measure(count, row) {
    const anchor = this.top / this.row;
    const isOther = row !== this.row;
    this.count = count;
    this.row = row;
    this.element.style.setProperty('height', `${Math.min(this.full, tallest)}px`);
    if (isOther && this.top > 0) this.goTo(anchor * row); else this.#follow();
  }

  /** How tall all rows are. */
  get full() { return this.count * this.row; }

  get #isScaled() { return this.full > tallest; }

  get #position() { return -this.element.getBoundingClientRect().top; }

  /** How far the reader can scroll, as drawn and in truth. */
  get #range() { return [Math.max(1, tallest - innerHeight), this.full - innerHeight]; }

  #follow() {
    const position = this.#position;
    if (!this.#isScaled) this.top = position;
    else {
      const [drawn, true_] = this.#range;
      if (position <= 0) this.top = position;
      else if (position >= drawn) this.top = true_ + position - drawn;
      else if (Math.abs(position - this.before) < innerHeight) this.top = Math.max(0, Math.min(true_, this.top + position - this.before));
      else this.top = position / drawn * true_;
    }
    this.before = position;
  }

  /** Puts the scroll bar where it belongs, after steps that moved it too far for so long a list. */
  #settle() {
    if (!this.#isScaled || this.top <= 0) return;
    this.goTo(this.top);
  }

  goTo(top) {
    const [drawn, true_] = this.#range;
    const position = !this.#isScaled || top <= 0 ? top : top >= true_ ? drawn + top - true_ : top / true_ * drawn;
    const start = this.element.getBoundingClientRect().top + scrollY;
    scrollTo(0, start + position);
    this.before = this.#position;
    this.top = this.#isScaled ? top : this.before;
  }

  /** Where a row is drawn, within the element. */
  yOf(at) { return Math.round(at * this.row - this.top + this.before); }

  sight() {
    return {first: Math.floor(this.top / this.row), last: Math.ceil((this.top + innerHeight) / this.row)};
  }

  rowsOfAPage() { return Math.max(1, Math.floor((innerHeight - header) / this.row) - 1); }

  /** Scrolls as little as shows a row whole. */
  reveal(at) {
    const y = at * this.row;
    if (y < this.top + header) this.goTo(at === 0 ? Math.min(this.top, -header) : y - header);
    else if (y + this.row > this.top + innerHeight - 12) this.goTo(y + this.row - innerHeight + 12);
  }
}
