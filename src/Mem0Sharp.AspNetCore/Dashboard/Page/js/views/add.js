import {fill, h} from '../dom.js';

export const add = {
  title: 'Add',
  async show(main) {
    fill(main, h('h1', null, 'Add'));
  },
};
