// The history of a coin's models: which serves, how good each was, and the way back.

import * as api from '../api.js';
import { asOperator, field, formDialog, tellTrouble } from '../account.js';
import { announce, button, chip, disclosure, empty, fill, h, table } from '../dom.js';
import * as format from '../format.js';
import { startRun } from '../follow.js';

export function show(app) {
  const body = h('div', { class: 'notes' });
  const detail = h('div');
  const said = h('div', { role: 'status' });
  const train = button('Train now', () =>
    startRun(api.ofCoin(app.state.coin, '/models'), 'training', train, said, element, update));
  let next = null;
  let models = [];

  async function activate(model) {
    const isActive = model.state === 'active';
    try {
      await formDialog(isActive ? `Pin model ${model.id}` : `Let model ${model.id} serve`, [
        h('p', { class: 'lead' }, h('span', { class: 'code' }, model.order),
          ` of ${format.time(model.trained_at)}. It serves at once, if it can be read and forecasts from the newest day.`),
        field('Reason, for the history', { name: 'reason', required: true, maxlength: 500, autofocus: true }),
        h('label', { class: 'check' }, h('input', { type: 'checkbox', name: 'pinned', checked: model.pinned || isActive }), 'Pin it: trainings leave it in place'),
      ], isActive ? 'Save' : 'Let it serve', (form) => asOperator(() => api.send('PUT', api.ofCoin(model.coin, '/models/active'), {
        id: model.id, reason: form.get('reason'), pinned: form.get('pinned') !== null,
      })));
      app.reload();
      announce(`Model ${model.id} serves now.`);
    } catch (problem) {
      tellTrouble(said, problem);
    }
  }

  function explain(model) {
    fill(detail, () => api.get(api.ofCoin(model.coin, `/models/${model.id}`)), (record) => {
      const section = recordOf(record);
      setTimeout(() => section.querySelector('h2').focus());
      return section;
    });
  }

  function update() {
    detail.replaceChildren();
    fill(body, () => api.get(api.ofCoin(app.state.coin, '/models')), (page) => {
      models = page.models;
      next = page.next;
      return list();
    });
  }

  function list() {
    return models.length
      ? [historyTable(models, activate, explain), next && button('Show older models', older)]
      : [empty('No model yet', 'One is trained as soon as there are prices; “Train now” does it at once.')];
  }

  async function older() {
    const page = await api.get(next);
    models = [...models, ...page.models];
    next = page.next;
    body.replaceChildren(...list().filter(Boolean));
  }

  const element = h('div', { class: 'view' },
    h('header', {}, h('div', { class: 'controls' }, h('h2', {}, 'Models'), h('div', { class: 'end' }, train)),
      h('p', { class: 'lead' }, 'Every night a model is trained anew and, if it would not have done worse than naive, begins to serve. In between, the one that serves moves on over each new day.'),
      said),
    h('section', { class: 'panel', 'aria-label': 'Model history' }, body), detail);
  return { element, update };
}

function historyTable(models, activate, explain) {
  return table('Models, the newest first', [
    { title: 'Model', cell: (model) => [h('span', { class: 'code nowrap' }, model.order), h('span', { class: 'sub' }, `no. ${model.id}`)] },
    { title: 'State', cell: (model) => [chip(model.state), ' ', model.pinned && chip('pinned')] },
    { title: 'Trained', cell: (model) => h('span', { class: 'nowrap' }, format.time(model.trained_at), h('span', { class: 'sub' }, `on days to ${format.date(model.origin)}`)) },
    { title: 'Moved on to', cell: (model) => h('span', { class: 'nowrap' }, format.date(model.advanced_to)) },
    { title: 'AICc', number: true, cell: (model) => (model.aicc == null ? '–' : format.number(model.aicc, 6)) },
    { title: 'Against naive', number: true, cell: (model) => format.ratio(model.scores?.mase_against_naive) },
    { title: 'Size', number: true, cell: (model) => format.bytes(model.size_bytes) },
    { title: 'Why', cell: (model) => h('div', { class: 'reason' }, why(model)) },
    { title: '', cell: (model) => h('div', { class: 'actions' },
      button('Details', () => explain(model), { class: 'quiet', 'aria-label': `Details of model ${model.id}` }),
      model.state === 'active'
        ? button(model.pinned ? 'Unpin' : 'Pin', () => activate(model), { class: 'quiet', 'aria-label': `${model.pinned ? 'Unpin' : 'Pin'} model ${model.id}` })
        : button('Let it serve', () => activate(model), { class: 'quiet', 'aria-label': `Let model ${model.id} serve` })) },
  ], models, { rowClass: (model) => (model.state === 'active' ? 'current' : null) });
}

function why(model) {
  const [newest] = model.activations ?? [];
  return [
    newest ? `${newest.by}, ${format.time(newest.at)}: ${newest.reason}` : model.verdict,
    model.fallback && h('span', { class: 'sub' }, `Stands in for a SARIMA model: ${model.fallback}`),
  ];
}

function recordOf(record) {
  const { diagnostics = {}, coefficients = {}, candidates = [], states = [], activations = [] } = record;
  const test = diagnostics.ljung_box;
  const pairs = [
    ['Verdict', record.verdict],
    ['Observations', format.integer(record.observations)],
    ['Log likelihood', format.number(record.log_likelihood, 6)],
    ['Time to train', `${format.number(record.training_seconds, 3)} s`],
    test && ['Ljung-Box test', `p = ${format.number(test.p_value, 3)} at ${test.lags} lags: ${test.p_value < 0.05 ? 'the residuals still hold a pattern' : 'no pattern left in the residuals'}`],
    diagnostics.missing_days && ['Days missing', format.integer(diagnostics.missing_days)],
    diagnostics.warnings?.length && ['Warnings', diagnostics.warnings.map((warning) => warning.replaceAll('_', ' ')).join(', ')],
    record.intervals && ['Intervals', typeof record.intervals === 'string' ? record.intervals : record.intervals.method],
  ].filter((pair) => pair && pair[1]);
  const names = Object.keys(coefficients);
  return h('section', { class: 'panel', 'aria-labelledby': 'record-title' },
    h('h2', { id: 'record-title', tabindex: '-1' }, `Model ${record.id}: `, h('span', { class: 'code' }, record.order)),
    h('dl', { class: 'pairs' }, pairs.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)])),
    names.length ? table('Coefficients', [
      { title: 'Coefficient', cell: (name) => h('span', { class: 'code' }, name) },
      { title: 'Estimate', number: true, cell: (name) => format.number(coefficients[name].estimate, 4) },
      { title: 'Standard error', number: true, cell: (name) => format.number(coefficients[name].standard_error, 3) },
    ], names, { visibleCaption: true }) : h('p', { class: 'lead' }, 'The model has no coefficients to estimate.'),
    candidates.length ? disclosure(`${format.count(candidates.length, 'candidate')} of the selection`, () => table('Candidates, the best first', [
      { title: 'Order', cell: (candidate) => h('span', { class: 'code' }, candidate.order) },
      { title: 'Constant', cell: (candidate) => candidate.constant },
      { title: 'AICc', number: true, cell: (candidate) => format.number(candidate.aicc, 6) },
      { title: 'Admissible', cell: (candidate) => (candidate.admissible ? 'yes' : 'no') },
    ], candidates)) : null,
    activations.length ? disclosure(`Served ${format.count(activations.length, 'time')}`, () => table('When it was made to serve', [
      { title: 'When', cell: (activation) => h('span', { class: 'nowrap' }, format.time(activation.at)) },
      { title: 'By', cell: (activation) => activation.by },
      { title: 'Why', cell: (activation) => activation.reason },
      { title: 'Pinned', cell: (activation) => (activation.pinned ? 'yes' : 'no') },
    ], activations)) : null,
    states.length ? disclosure(`${format.count(states.length, 'state')}`, () => table('States, the newest first', [
      { title: 'Last day seen', cell: (state) => h('span', { class: 'nowrap' }, format.date(state.origin)) },
      { title: 'Made', cell: (state) => h('span', { class: 'nowrap' }, format.time(state.made_at)) },
      { title: 'Served from', cell: (state) => h('span', { class: 'nowrap' }, format.time(state.served_from)) },
      { title: 'Size', number: true, cell: (state) => format.bytes(state.size_bytes) },
    ], states)) : null);
}
