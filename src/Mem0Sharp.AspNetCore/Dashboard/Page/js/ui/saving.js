/** Gives the reader a file. */

import {h} from '../dom.js';

/** @param {Blob} content */
export function save(content, name) {
  const address = URL.createObjectURL(content);
  h('a', {href: address, download: name}).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
