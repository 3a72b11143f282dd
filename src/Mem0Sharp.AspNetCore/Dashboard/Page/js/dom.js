/** Makes elements. Text is always a text node: nothing here, or anywhere on the page, makes markup of a string. */

/**
 * Makes an element: h('button.primary#save', {onclick, 'aria-label': '…'}, 'Save').
 * @param {string} what Tag, classes and id, as a selector has them.
 * @param {object} [props] Attributes; names that begin with "on" are listeners; true sets, false, null and undefined leave out; "value", "checked",
 *   "disabled", "indeterminate" and "open" are set as properties; "style" is an object of properties (custom ones too).
 * @param {...any} children Texts, numbers, nodes, arrays of them; null and false are nothing.
 */
export function h(what, props, ...children) {
  const [, tag, rest] = /^([a-z0-9-]*)(.*)$/i.exec(what);
  const element = document.createElement(tag || 'div');
  for (const part of rest.match(/[.#][^.#]+/g) ?? []) {
    if (part[0] === '.') element.classList.add(part.slice(1)); else element.id = part.slice(1);
  }
  setAll(element, props);
  append(element, children);
  return element;
}

/** Makes an SVG element, as h does. */
export function svg(tag, props, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  setAll(element, props);
  append(element, children);
  return element;
}

const properties = new Set(['value', 'checked', 'disabled', 'indeterminate', 'open', 'selected']);

function setAll(element, props) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false && !properties.has(name)) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'class') for (const one of value.split(' ').filter(Boolean)) element.classList.add(one);
    else if (name === 'style') for (const [key, setting] of Object.entries(value)) element.style.setProperty(key, setting);
    else if (properties.has(name)) element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
}

export function append(element, children) {
  for (const child of [children].flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : String(child));
  }
}

/** Puts other children in the place of those that are there. */
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

let last = 0;

/** Makes an id that nothing else on the page has. */
export const uniqueId = (prefix = 'e') => `${prefix}-${++last}`;
