/** What changed between two texts, word by word, and between two objects, key by key. Pure functions: nothing of the page is in them. */

const mostEdits = 2_000;
const mostTokens = 120_000;
const words = new Intl.Segmenter(undefined, {granularity: 'word'});

/** Cuts a text into words and what is between them, by the rules of its script: Chinese and Thai have no spaces. In pieces, since a segmenter is slow on long texts. */
export const cutWords = text => (text.match(/\s+|\S{1,400}/gu) ?? [])
  .flatMap(piece => /^(\s+|\w+)$/.test(piece) ? piece : Array.from(words.segment(piece), part => part.segment));

const cutSentences = text => text.match(/[^.!?。！？\n]*[.!?。！？\n]+\s*|[^.!?。！？\n]+$/gu) ?? [];

/**
 * Compares two texts.
 * @returns {{before: {text: string, changed: boolean}[], after: {text: string, changed: boolean}[]}} Each side whole, in runs of what stayed and what did not.
 */
export function textDiff(before, after) {
  // Words; of texts that are too long or too different for that, sentences; and at last all of it.
  const kept = commonOf(cutWords(before), cutWords(after)) ?? commonOf(cutSentences(before), cutSentences(after))
    ?? {before: [[before, before !== after]], after: [[after, before !== after]]};
  return {before: runs(kept.before), after: runs(kept.after)};
}

/** Marks each token of either side as changed or not; null where that takes too long. */
function commonOf(a, b) {
  let start = 0, end = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const innerA = a.slice(start, a.length - end), innerB = b.slice(start, b.length - end);
  const pairs = innerA.length === 0 || innerB.length === 0 ? [] : innerA.length + innerB.length > mostTokens ? null : myers(innerA, innerB);
  if (pairs === null) return null;
  const stayedA = new Set(pairs.map(([x]) => x + start)), stayedB = new Set(pairs.map(([, y]) => y + start));
  const mark = (tokens, stayed) => tokens.map((token, at) => [token, at >= start && at < tokens.length - end && !stayed.has(at)]);
  return {before: mark(a, stayedA), after: mark(b, stayedB)};
}

/** The pairs of equal tokens of a shortest edit script (Myers 1986); null where it has too many edits. */
function myers(a, b) {
  const most = Math.min(a.length + b.length, mostEdits), middle = most + 1;
  const reach = new Int32Array(2 * most + 3), trace = [];
  for (let edits = 0; edits <= most; edits++) {
    trace.push(reach.slice(middle - edits - 1, middle + edits + 2));
    for (let k = -edits; k <= edits; k += 2) {
      let x = k === -edits || k !== edits && reach[middle + k - 1] < reach[middle + k + 1] ? reach[middle + k + 1] : reach[middle + k - 1] + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      reach[middle + k] = x;
      if (x >= a.length && x - k >= b.length) return walkBack(trace, a.length, b.length);
    }
  }
  return null;
}

function walkBack(trace, x, y) {
  const pairs = [];
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const reach = k => trace[edits][k + edits + 1], k = x - y;
    const from = k === -edits || k !== edits && reach(k - 1) < reach(k + 1) ? k + 1 : k - 1;
    const beforeX = edits === 0 ? 0 : reach(from), beforeY = edits === 0 ? 0 : beforeX - from;
    while (x > beforeX && y > beforeY) pairs.push([--x, --y]);
    x = beforeX;
    y = beforeY;
  }
  return pairs.reverse();
}

/** Joins tokens into runs. A space between two changed words is changed with them. */
function runs(tokens) {
  const all = [];
  tokens.forEach(([text, changed], at) => {
    const between = !changed && /^\s+$/u.test(text) && tokens[at - 1]?.[1] === true && tokens[at + 1]?.[1] === true;
    const isChanged = changed || between;
    if (all.at(-1)?.changed === isChanged) all.at(-1).text += text; else all.push({text, changed: isChanged});
  });
  return all;
}

const isObject = value => value !== null && typeof value === 'object' && !Array.isArray(value);

/** Tells whether two values of JSON are the same. The order of keys says nothing. */
export function same(a, b) {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, at) => same(one, b[at]));
  if (!isObject(a) || !isObject(b)) return a === b;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every(name => name in b && same(a[name], b[name]));
}

/**
 * Compares two objects, and those within them.
 * @returns {{path: string[], kind: 'added'|'removed'|'changed', before?: any, after?: any}[]} In the order of the keys.
 */
export function keyDiff(before, after, path = []) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap(name => {
    const at = [...path, name];
    if (!Object.hasOwn(after, name)) return [{path: at, kind: 'removed', before: before[name]}];
    if (!Object.hasOwn(before, name)) return [{path: at, kind: 'added', after: after[name]}];
    if (same(before[name], after[name])) return [];
    return isObject(before[name]) && isObject(after[name])
      ? keyDiff(before[name], after[name], at)
      : [{path: at, kind: 'changed', before: before[name], after: after[name]}];
  });
}

/** The patch that makes one object of another (RFC 7396): null removes a key. */
export function mergePatch(before, after) {
  const patch = {};
  for (const name of Object.keys(before)) if (!Object.hasOwn(after, name)) patch[name] = null;
  for (const name of Object.keys(after)) {
    if (Object.hasOwn(before, name) && same(before[name], after[name])) continue;
    patch[name] = isObject(before[name]) && isObject(after[name]) ? mergePatch(before[name], after[name]) : after[name];
  }
  return patch;
}

/** What a patch makes of an object. */
export function patched(target, patch) {
  const result = {...target};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = isObject(value) ? patched(isObject(result[name]) ? result[name] : {}, value) : value;
  }
  return result;
}
