/** Reads the rows that a list shows, a page at a time. What the reader scrolled past is not waited for; what was read is kept for a while. */

const most = 4_000;
const pause = 70; // milliseconds: of rows that fly past nothing is asked

export class RowReader {
  constructor({signal, read, onRead}) {
    this.read = read;
    this.onRead = onRead;
    this.signal = signal;
    this.page = 50; // so many rows are asked for at once
    this.items = new Map();
    this.errors = new Map();
    this.flights = new Map();
    this.timer = 0;
    signal.addEventListener('abort', () => { clearTimeout(this.timer); this.#stop(() => false); }, {once: true});
  }

  get(id) { return this.items.get(id); }

  errorOf(id) { return this.errors.get(id); }

  /** Forgets what was read. What is in sight stays drawn until the new is there. */
  forget(ids) {
    this.errors.clear();
    if (ids === null) { this.items.clear(); this.#stop(() => false); } else for (const id of ids) this.items.delete(id);
  }

  /** Says which rows are in sight. */
  want(ids, from, to) {
    this.wanted = {ids, from, to};
    this.#stop(flight => flight.at <= to && flight.at + this.page > from);
    if (this.timer === 0) this.timer = setTimeout(() => this.#ask(), this.items.size === 0 ? 0 : pause);
  }

  #ask() {
    this.timer = 0;
    const {ids, from, to} = this.wanted;
    for (let at = Math.floor(from / this.page) * this.page; at <= to; at += this.page) {
      const missing = ids.slice(at, at + this.page).filter(id => !this.items.has(id) && !this.errors.has(id));
      if (missing.length > 0 && !this.flights.has(at)) this.#fly(at, missing);
    }
  }

  async #fly(at, ids) {
    const leave = new AbortController(), flight = {at, leave};
    this.flights.set(at, flight);
    try {
      const items = await this.read(ids, leave.signal);
      if (leave.signal.aborted) return;
      ids.forEach((id, n) => { this.items.delete(id); this.items.set(id, items[n] ?? null); });
      for (const id of this.items.keys()) { if (this.items.size <= most) break; this.items.delete(id); }
    } catch (error) {
      if (leave.signal.aborted || error.name === 'AbortError') return;
      for (const id of ids) this.errors.set(id, error);
    } finally {
      if (this.flights.get(at) === flight) this.flights.delete(at);
    }
    this.onRead();
  }

  #stop(isWanted) {
    for (const [at, flight] of this.flights) if (!isWanted(flight)) { flight.leave.abort(); this.flights.delete(at); }
  }
}
