import {fill, h} from '../dom.js';

export const memory = {
  title: 'Memory',
  async show(main) {
    fill(main, h('h1', null, 'Memory'));
  },
};
