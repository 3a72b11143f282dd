/** What is near a memory: what it links to, what links to it, and what names the same. */

import {get} from '../../api.js';
import {h} from '../../dom.js';
import {memoryHref} from '../../router.js';
import {load} from '../../ui/states.js';
import {plural} from '../../words.js';

const groups = [['links_to', 'It links to'], ['linked_from', 'Links to it'], ['shares_entities', 'Names the same']];

export function related(id, signal) {
  const area = h('div');
  load(area, signal, async () => {
    const {results} = await get(`memories/${encodeURIComponent(id)}/related?top=30`, {signal});
    if (results.length === 0) return h('p.soft', null, 'Nothing: it links to no memory, none links to it, and none names the same people, places or things.');
    return h('div.stack', null, groups.map(([relation, title]) => {
      const some = results.filter(one => one.path.at(-1)?.relation === relation);
      return some.length > 0 && h('div.stack-small', null, h('h3', null, `${title} (${some.length})`), h('ul.related', null, some.map(one => line(one, relation))));
    }));
  });
  return h('section.card', {'aria-label': 'Related'}, h('div.card-head', null, h('h2', null, 'Related')), area);
}

function line({item, strength, path}, relation) {
  const step = path.at(-1);
  const why = relation === 'shares_entities' ? `both name ${step.entities.join(', ')}` : relation === 'links_to' ? 'a link of this memory' : 'a link of that memory';
  return h('li', null,
    h('a', {href: memoryHref(item.id), dir: 'auto'}, item.memory),
    h('p.soft.small', null, `${why}, strength ${strength.toFixed(2)}`, path.length > 1 && `, in ${plural(path.length, 'step')}`));
}
