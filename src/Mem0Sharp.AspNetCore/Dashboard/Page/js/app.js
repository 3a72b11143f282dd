/** Begins: who the reader is, which view the address names, and what is around the view. */

import {get, key} from './api.js';
import {fill, h} from './dom.js';
import {here} from './router.js';
import {failed, loading} from './ui/states.js';
import {signIn} from './views/sign-in.js';
import {people} from './views/people.js';
import {owner} from './views/owner.js';
import {memory} from './views/memory.js';
import {search} from './views/search.js';
import {add} from './views/add.js';
import {reviews} from './views/reviews.js';
import {activity} from './views/activity.js';
import {health} from './views/health.js';
import {data} from './views/data.js';

/**
 * A view is {title, show}: show(main, place, context) draws it; place has the parts and the query of the address; context has me (what the reader
 * may do) and signal (which ends with the view).
 */
const views = {'': people, owner, memory, search, add, reviews, activity, health, data};
const listed = [['', 'People'], ['search', 'Search'], ['add', 'Add'], ['reviews', 'Reviews'], ['activity', 'Activity'], ['health', 'Health'], ['data', 'Data']];

const main = document.getElementById('main');
let me = null;
let leave = new AbortController();
let drawn = null;

function drawFrame() {
  const {view} = here();
  const within = {owner: '', memory: ''}[view] ?? view;
  fill(document.getElementById('views'), listed
    .filter(([name]) => !(me?.read_only && name === 'add'))
    .map(([name, label]) => h('a', {href: `#/${name}`, 'aria-current': name === within ? 'page' : null}, label)));
  fill(document.getElementById('session'),
    me && !me.everything && h('span.badge', {title: 'What your key opens'}, 'Own memories'),
    me?.read_only && h('span.badge', null, 'Read only'),
    h('button.plain', {type: 'button', 'aria-label': 'Light or dark', title: 'Light or dark', onclick: changeTheme}, '◐'),
    key.get() && h('button.plain', {type: 'button', onclick: signOut}, 'Sign out'));
}

async function draw() {
  leave.abort();
  leave = new AbortController();
  const {signal} = leave, place = here(), view = views[place.view];
  try {
    me ??= await get('me', {signal});
  } catch (error) {
    if (signal.aborted) return;
    document.title = 'Mem0Sharp';
    drawFrame();
    main.replaceChildren(error.status === 401 ? signIn(start) : failed(error, start));
    return;
  }
  drawFrame();
  const name = [place.view, ...place.parts].join('/'), isNew = drawn !== null && drawn !== name;
  drawn = name;
  document.title = view ? `${view.title} · Mem0Sharp` : 'Mem0Sharp';
  const content = h('div');
  main.replaceChildren(content);
  if (isNew) {
    scrollTo(0, 0);
    if (document.activeElement === document.body || document.activeElement?.closest('.top')) main.focus({preventScroll: true});
  }
  if (!view) {
    content.append(h('div.state', null, h('h2', null, 'There is no such view'), h('p', null, h('a', {href: '#/'}, 'Go to the start'))));
    return;
  }
  content.append(loading());
  try {
    await view.show(content, place, {me, signal});
  } catch (error) {
    if (signal.aborted || error.name === 'AbortError') return;
    if (!('status' in error)) console.error(error);
    content.replaceChildren(failed(error, draw));
  }
}

function start() {
  me = null;
  main.replaceChildren(loading());
  draw();
}

function signOut() {
  key.forget();
  start();
}

function changeTheme() {
  const isDark = getComputedStyle(document.documentElement).colorScheme === 'dark'
    || (!document.documentElement.dataset.theme && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = isDark ? 'light' : 'dark';
  localStorage.setItem('mem0sharp.theme', document.documentElement.dataset.theme);
}

const theme = localStorage.getItem('mem0sharp.theme');
if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
addEventListener('hashchange', draw);
// The address is the router's: the link only moves the focus.
document.querySelector('.skip').addEventListener('click', event => { event.preventDefault(); main.focus(); });
// A key that has ended, or was taken away: it is asked for again.
addEventListener('mem0:unknown', () => { if (me) { key.forget(); start(); } });
draw();
