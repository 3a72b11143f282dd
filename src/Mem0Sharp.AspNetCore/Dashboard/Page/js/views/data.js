import {fill, h} from '../dom.js';

export const data = {
  title: 'Data',
  async show(main) {
    fill(main, h('h1', null, 'Data'));
  },
};
