import {fill, h} from '../dom.js';

export const reviews = {
  title: 'Reviews',
  async show(main) {
    fill(main, h('h1', null, 'Reviews'));
  },
};
