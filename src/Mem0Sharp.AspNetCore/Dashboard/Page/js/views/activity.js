import {fill, h} from '../dom.js';

export const activity = {
  title: 'Activity',
  async show(main) {
    fill(main, h('h1', null, 'Activity'));
  },
};
