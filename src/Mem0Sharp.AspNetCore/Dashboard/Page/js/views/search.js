import {fill, h} from '../dom.js';

export const search = {
  title: 'Search',
  async show(main) {
    fill(main, h('h1', null, 'Search'));
  },
};
