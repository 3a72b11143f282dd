import {fill, h} from '../dom.js';

export const owner = {
  title: 'Owner',
  async show(main) {
    fill(main, h('h1', null, 'Owner'));
  },
};
