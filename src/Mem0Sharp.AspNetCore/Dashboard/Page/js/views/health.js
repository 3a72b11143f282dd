import {fill, h} from '../dom.js';

export const health = {
  title: 'Health',
  async show(main) {
    fill(main, h('h1', null, 'Health'));
  },
};
