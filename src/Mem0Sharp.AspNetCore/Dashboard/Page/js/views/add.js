/** Gives a conversation to the memory, and shows what each stage makes of it. */

import {post} from '../api.js';
import {fill, h, uniqueId} from '../dom.js';
import {ownerHref} from '../router.js';
import {conversation} from '../ui/conversation.js';
import {InputError} from '../ui/dialog.js';
import {fromField} from '../ui/moments.js';
import {ownerPicker} from '../ui/owner-picker.js';
import {pipeline} from '../ui/pipeline.js';
import {empty, failed, loading} from '../ui/states.js';
import {complain, toast} from '../ui/toast.js';
import {kinds} from '../words.js';

const modes = [
  ['reconcile', 'Reconcile', 'Finds facts, compares them with what is known, and adds, updates or deletes.'],
  ['append', 'Append', 'Finds facts and adds them. What is known stays as it is.'],
  ['verbatim', 'Word for word', 'Stores each message as it stands. Nothing is read out of it.'],
  ['procedural', 'An agent’s run', 'Sums up what an agent did, step by step, as one memory of how it is done.'],
];

export const add = {
  title: 'Add',
  show(main, {query}, {me, signal}) {
    if (me.read_only) {
      fill(main, h('div.view-head', null, h('h1', null, 'Add')), empty('You may read, and not add', 'Your key is read-only. Ask for one that may change memories.', h('a.button', {href: '#/'}, 'See what is there')));
      return;
    }
    const owner = ownerPicker({me, signal, kind: query.kind, id: query.id, onchange: drawFurther}), said = conversation();
    const whenId = uniqueId('when'), reasonId = uniqueId('reason');
    const when = h('input', {id: whenId, type: 'datetime-local', step: 1}), reason = h('input', {id: reasonId, maxlength: 1000, placeholder: 'optional', autocomplete: 'off'});
    const immutable = h('input', {type: 'checkbox'});
    const further = h('div.fields'), fields = new Map(Object.keys(kinds).map(kind => [kind, h('input', {id: uniqueId(kind), maxlength: 256, autocomplete: 'off', spellcheck: 'false'})]));
    const choice = h('fieldset', null, h('legend.label', null, 'What to do with it'), h('div.modes', null, modes.map(([value, label, text]) => {
      const hint = uniqueId('mode'), isOff = value === 'procedural' && !me.infers;
      return h(`label.mode${isOff ? '.off' : ''}`, null,
        h('input', {type: 'radio', name: 'mode', value, checked: value === 'reconcile', disabled: isOff, 'aria-describedby': hint}),
        h('span.strong', null, label), h('span.small.soft', {id: hint}, text, isOff && ' Needs a model, and an agent.', !isOff && value === 'procedural' && ' Needs an agent.'));
    })));
    const go = h('button.primary', {type: 'submit'}, 'Add'), problem = h('p.field-error', {role: 'alert', hidden: true});
    const done = h('section.made', {'aria-label': 'What was made of it', 'aria-live': 'polite'});
    fill(main,
      h('div.view-head', null, h('div', null, h('h1', null, 'Add'), h('p', null, 'Give a conversation to the memory, and see what each stage makes of it.'))),
      h('form.stack-large', {onsubmit: event => { event.preventDefault(); run(); }},
        h('div.columns', null,
          h('div.card', null, said.element),
          h('div.card.stack', null,
            owner.element,
            choice,
            !me.infers && h('p.notice.small', null, 'This host has no model. Rules find the facts: plain statements, corrections and “forget that”, in English.'),
            h('details', null, h('summary', null, 'When, and whose else'), h('div.stack.details-body', null,
              h('div', null, h('label', {for: whenId}, 'When it was said'), when, h('p.hint', null, 'What “yesterday” is relative to. Empty: now.')),
              further,
              h('div', null, h('label', {for: reasonId}, 'Reason'), reason, h('p.hint', null, 'Stands in the history.')),
              h('label.check', null, immutable, 'Never to be changed'))),
            problem,
            h('div.row', null, go, h('span.hint', null, 'It is written at once.')))),
        done));
    drawFurther();

    function drawFurther() {
      const own = me.everything ? [owner.get()?.kind ?? 'user'] : Object.keys(owner.body()).map(name => name.replace('_id', ''));
      fill(further, [...fields].filter(([kind]) => !own.includes(kind)).map(([kind, field]) =>
        h('div', null, h('label', {for: field.id}, kinds[kind][0]), field)));
    }

    function read() {
      const body = owner.body();
      if (!body) { owner.focus(); throw new InputError('Say whose memories they become.'); }
      const also = Object.fromEntries([...fields].filter(([, field]) => field.isConnected && field.value.trim()).map(([kind, field]) => [`${kind}_id`, field.value.trim()]));
      return {
        ...also, ...body, messages: said.read(), mode: choice.querySelector('input:checked').value, occurred_at: fromField(when.value),
        immutable: immutable.checked, reason: reason.value.trim() || null,
      };
    }

    async function run() {
      problem.hidden = true;
      let body;
      try { body = read(); } catch (error) {
        if (!(error instanceof InputError)) throw error;
        problem.textContent = error.message;
        problem.hidden = false;
        return;
      }
      go.disabled = true;
      fill(done, loading('Adding…'));
      try {
        const added = await post('add', body, {signal}), to = owner.get();
        fill(done, h('div.stack', null, pipeline(added, text => lift(body, text)),
          h('div.row', null, h('a.button', {href: ownerHref(to.kind, to.id)}, 'All their memories'), h('button', {type: 'button', onclick: again}, 'Add another conversation'))));
        owner.refresh();
        const heading = done.querySelector('h2');
        heading.focus({preventScroll: true});
        heading.scrollIntoView({block: 'start', behavior: 'smooth'});
      } catch (error) {
        if (!signal.aborted) fill(done, failed(error, run));
      } finally {
        go.disabled = false;
      }
    }

    async function lift({user_id, agent_id, run_id, app_id}, text) {
      try {
        const {lifted} = await post('lift', {user_id, agent_id, run_id, app_id, text});
        toast(lifted ? 'It may be learned again.' : 'It was not rejected any more.', {action: {label: 'Add again', run}});
      } catch (error) {
        complain(error);
        throw error;
      }
    }

    function again() {
      said.clear();
      fill(done);
      main.querySelector('textarea')?.focus();
      scrollTo({top: 0, behavior: 'smooth'});
    }
  },
};
