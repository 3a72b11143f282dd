/** Asks the host. Every request says that the page sends it (the host refuses what does not), and shows the key where the reader gave one. */

const keyName = 'mem0sharp.key';

/** An answer that is an error. */
export class ApiError extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? (status === 0 ? 'The host does not answer.' : `The host answered with ${status}.`));
    this.status = status;
    this.code = problem?.code ?? null;
    this.requestId = problem?.request_id ?? null;
    this.currentVersion = problem?.current_version ?? null;
  }
}

/** The key that the reader gave, for as long as the tab is open. */
export const key = {
  get: () => sessionStorage.getItem(keyName),
  set: value => sessionStorage.setItem(keyName, value),
  forget: () => sessionStorage.removeItem(keyName),
};

/**
 * Sends a request, and gives the response whatever its status.
 * @param {string} method
 * @param {string} path Below "api/": "memories/…".
 * @param {{body?: any, raw?: Blob, headers?: object, signal?: AbortSignal}} [options]
 */
async function send(method, path, {body, raw, headers, signal} = {}) {
  const all = {'X-Mem0-Dashboard': '1', ...headers};
  if (key.get()) all['X-API-Key'] = key.get();
  if (body !== undefined) all['Content-Type'] = 'application/json';
  try {
    return await fetch(`api/${path}`, {method, headers: all, body: raw ?? (body === undefined ? undefined : JSON.stringify(body)), signal, cache: 'no-store'});
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new ApiError(0, null);
  }
}

async function checked(method, path, options) {
  const response = await send(method, path, options);
  if (response.ok) return response;
  let problem = null;
  try { problem = await response.json(); } catch { /* Something in between answered. */ }
  const error = new ApiError(response.status, problem);
  if (error.status === 401) dispatchEvent(new CustomEvent('mem0:unknown'));
  throw error;
}

/** Asks, and gives what is answered as JSON. */
export async function ask(method, path, options) {
  return (await checked(method, path, options)).json();
}

export const get = (path, options) => ask('GET', path, options);
export const post = (path, body, options) => ask('POST', path, {body, ...options});

/** Asks for a file, and gives it whole. */
export const file = async (path, options) => (await checked('GET', path, options)).blob();

/** Asks for lines of JSON, and gives each as soon as it is there. */
export async function* lines(path, body, options) {
  const response = await checked('POST', path, {body, ...options});
  for await (const line of textLines(response)) if (line) yield JSON.parse(line);
}

/**
 * Follows events until the signal says stop, and goes on from the last one when the connection breaks.
 * @param {string} path
 * @param {(event: {id: string, type: string, data: any}) => void} onEvent
 * @param {{signal: AbortSignal, onState?: (state: 'open'|'lost') => void}} options
 */
export async function follow(path, onEvent, {signal, onState}) {
  let seen = null;
  for (let wait = 1000; !signal.aborted;) {
    try {
      const headers = {Accept: 'text/event-stream', ...(seen === null ? {} : {'Last-Event-ID': seen})};
      const response = await checked('GET', path, {headers, signal});
      onState?.('open');
      wait = 1000;
      let event = {id: null, type: 'message', data: []};
      for await (const line of textLines(response)) {
        if (line === '') {
          if (event.data.length > 0) {
            seen = event.id ?? seen;
            onEvent({id: event.id, type: event.type, data: JSON.parse(event.data.join('\n'))});
          }
          event = {id: null, type: 'message', data: []};
        } else if (line.startsWith('data:')) event.data.push(line.slice(5).trimStart());
        else if (line.startsWith('id:')) event.id = line.slice(3).trim();
        else if (line.startsWith('event:')) event.type = line.slice(6).trim();
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError && error.status >= 400 && error.status < 500) throw error;
    }
    if (signal.aborted) return;
    onState?.('lost');
    await new Promise(done => { const timer = setTimeout(done, wait); signal.addEventListener('abort', () => { clearTimeout(timer); done(); }, {once: true}); });
    wait = Math.min(wait * 2, 15000);
  }
}

async function* textLines(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const {done, value} = await reader.read();
      if (done) break;
      const parts = (rest + value).split('\n');
      rest = parts.pop();
      for (const part of parts) yield part.endsWith('\r') ? part.slice(0, -1) : part;
    }
    if (rest) yield rest;
  } finally {
    reader.cancel().catch(() => {});
  }
}
