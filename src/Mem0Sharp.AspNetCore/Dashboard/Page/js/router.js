/**
 * Where the reader is. Everything is behind the "#": a browser does not send it, so no id of a person comes into a log of the host's.
 */

/** Makes the address of a view: href('owner', ['user', 'alice'], {q: 'tea'}). */
export function href(view, parts = [], query = {}) {
  const path = [view, ...parts].map(encodeURIComponent).join('/');
  const rest = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '')).toString();
  return `#/${path}${rest ? `?${rest}` : ''}`;
}

/** The address of one who has memories. */
export const ownerHref = (kind, id, query) => href('owner', [kind, id], query);

/** The address of one memory. */
export const memoryHref = (id, query) => href('memory', [id], query);

/** Reads where the reader is: {view, parts, query}. */
export function here() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  const parts = path.split('/').filter(Boolean).map(part => { try { return decodeURIComponent(part); } catch { return part; } });
  return {view: parts[0] ?? '', parts: parts.slice(1), query: Object.fromEntries(new URLSearchParams(query))};
}

/** Changes the query of the address without drawing anew: for what a view shows by itself. */
export function note(query) {
  const {view, parts, query: before} = here();
  history.replaceState(null, '', href(view, parts, {...before, ...query}));
}

/** Keeps something with this place in the reader's history, and gives it when they come back. */
export const remember = some => history.replaceState({...history.state, ...some}, '');
export const remembered = () => history.state ?? {};
