// History of a coin's models: which one is active, how good each was, and rollback.

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
    startRun(() => request({}), 'training', train, said, element, update));
  const request = (options) => asOperator(() => api.send('POST', api.ofCoin(app.state.coin, '/models'), options));
  const trainOrder = button('Train with an order', chooseOrder);
  let next = null;
  let models = [];

  async function chooseOrder() {
    try {
      const started = await formDialog(`Train ${app.state.coin} with an order`, [
        h('p', { class: 'lead' }, 'The order of a seasonal ARIMA model, (p,d,q)(P,D,Q)m; “auto” lets the service select it.'),
        field('Order', { name: 'order', required: true, value: 'auto', placeholder: '(0,1,1)(0,0,1)7', autofocus: true, spellcheck: 'false' }),
        field('Reason (kept in the history)', { name: 'reason', maxlength: 500 }),
        h('label', { class: 'check' }, h('input', { type: 'checkbox', name: 'activate', checked: true }), 'Activate it if it passes the backtest'),
      ], 'Train', (form) => request({
        order: form.get('order').trim(), activate: form.get('activate') !== null, reason: form.get('reason') || undefined,
      }));
      startRun(() => started, 'training', trainOrder, said, element, update);
    } catch (problem) {
      tellTrouble(said, problem);
    }
  }

  async function activate(model) {
    const isActive = model.state === 'active';
    try {
      await formDialog(isActive ? `Pin model ${model.id}` : `Activate model ${model.id}`, [
        h('p', { class: 'lead' }, h('span', { class: 'code' }, model.order),
          ` of ${format.time(model.trained_at)}. It is advanced to the newest price and serves at once.`),
        field('Reason (kept in the history)', { name: 'reason', required: true, maxlength: 500, autofocus: true }),
        h('label', { class: 'check' }, h('input', { type: 'checkbox', name: 'pinned', checked: model.pinned || isActive }), 'Pin it, so that trainings do not replace it'),
      ], isActive ? 'Save' : 'Activate', (form) => asOperator(() => api.send('PUT', api.ofCoin(model.coin, '/models/active'), {
        id: model.id, reason: form.get('reason'), pinned: form.get('pinned') !== null,
      })));
      app.reload();
      announce(`Model ${model.id} is active now.`);
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
      : [empty('No model yet', 'The service trains one as soon as there are prices. “Train now” trains one at once.')];
  }

  async function older() {
    const page = await api.get(next);
    models = [...models, ...page.models];
    next = page.next;
    body.replaceChildren(...list().filter(Boolean));
  }

  const element = h('div', { class: 'view' },
    h('header', {}, h('div', { class: 'controls' }, h('h2', {}, 'Models'), h('div', { class: 'end' }, trainOrder, train)),
      h('p', { class: 'lead' }, 'Every night the service trains a new model and activates it unless its backtest is worse than naive. Between trainings the active model advances over each new day.'),
      said),
    h('section', { class: 'panel', 'aria-label': 'Model history' }, body), detail);
  return { element, update };
}

function historyTable(models, activate, explain) {
  return table('Models, the newest first', [
    { title: 'Model', cell: (model) => [h('span', { class: 'code nowrap' }, model.order), h('span', { class: 'sub' }, format.modelInWords(model.order).name, `, no. ${model.id}`)] },
    { title: 'State', cell: (model) => [chip(model.state), ' ', model.pinned && chip('pinned')] },
    { title: 'Trained', cell: (model) => h('span', { class: 'nowrap' }, format.time(model.trained_at), h('span', { class: 'sub' }, `on days to ${format.date(model.origin)}`)) },
    { title: 'Advanced to', cell: (model) => h('span', { class: 'nowrap' }, format.date(model.advanced_to)) },
    { title: 'AICc', number: true, cell: (model) => (model.aicc == null ? '–' : format.number(model.aicc, 6)) },
    { title: 'Relative to naive', number: true, cell: (model) => format.ratio(model.scores?.mase_against_naive) },
    { title: 'Size', number: true, cell: (model) => format.bytes(model.size_bytes) },
    { title: 'Reason', cell: (model) => h('div', { class: 'reason' }, why(model)) },
    { title: 'Actions', cell: (model) => h('div', { class: 'actions' },
      button('Details', () => explain(model), { class: 'quiet', 'aria-label': `Details of model ${model.id}` }),
      model.state === 'active'
        ? button(model.pinned ? 'Unpin' : 'Pin', () => activate(model), { class: 'quiet', 'aria-label': `${model.pinned ? 'Unpin' : 'Pin'} model ${model.id}` })
        : button('Activate', () => activate(model), { class: 'quiet', 'aria-label': `Activate model ${model.id}` })) },
  ], models, { rowClass: (model) => (model.state === 'active' ? 'current' : null), cards: true });
}

function why(model) {
  const [newest] = model.activations ?? [];
  return [
    newest ? `${newest.by}, ${format.time(newest.at)}: ${format.prose(newest.reason)}` : format.prose(model.verdict),
    model.fallback && h('span', { class: 'sub' }, `Replaces a SARIMA model: ${format.prose(model.fallback)}`),
  ];
}

/** Differencing reduces the number of observations: a random walk over 1,461 days has 1,460 changes. */
function observations({ observations: count, order }) {
  const [, d, seasonal, season] = /^\(\d+,(\d+),\d+\)(?:\(\d+,(\d+),\d+\)(\d+))?/.exec(order) ?? [];
  const lost = Number(d ?? 0) + Number(seasonal ?? 0) * Number(season ?? 0);
  return lost ? `${format.integer(count)} (differencing uses up ${format.count(lost, 'day')})` : format.integer(count);
}

function recordOf(record) {
  const { diagnostics = {}, coefficients = {}, candidates = [], states = [], activations = [] } = record;
  const test = diagnostics.ljung_box;
  const pairs = [
    ['Verdict', format.prose(record.verdict)],
    ['Observations in the likelihood', observations(record)],
    ['Log likelihood', format.number(record.log_likelihood, 6)],
    ['Training time', `${format.number(record.training_seconds, 3)} s`],
    test && ['Ljung-Box test', `p = ${format.number(test.p_value, 3)} at ${test.lags} lags: ${test.p_value < 0.05 ? 'the residuals are autocorrelated' : 'no autocorrelation found in the residuals'}`],
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
    ], names, { visibleCaption: true }) : h('p', { class: 'lead' }, 'The model has no coefficients.'),
    candidates.length ? disclosure(`${format.count(candidates.length, 'candidate')} of the selection`, () => table('Candidates, the best first', [
      { title: 'Order', cell: (candidate) => h('span', { class: 'code' }, candidate.order) },
      { title: 'Constant', cell: (candidate) => candidate.constant },
      { title: 'AICc', number: true, cell: (candidate) => format.number(candidate.aicc, 6) },
      { title: 'Admissible', cell: (candidate) => (candidate.admissible ? 'yes' : 'no') },
    ], candidates)) : null,
    activations.length ? disclosure(`Activated ${format.count(activations.length, 'time')}`, () => table('Activations', [
      { title: 'When', cell: (activation) => h('span', { class: 'nowrap' }, format.time(activation.at)) },
      { title: 'By', cell: (activation) => activation.by },
      { title: 'Reason', cell: (activation) => format.prose(activation.reason) },
      { title: 'Pinned', cell: (activation) => (activation.pinned ? 'yes' : 'no') },
    ], activations)) : null,
    states.length ? disclosure(`${format.count(states.length, 'state')}`, () => table('States, the newest first', [
      { title: 'Last day seen', cell: (state) => h('span', { class: 'nowrap' }, format.date(state.origin)) },
      { title: 'Made', cell: (state) => h('span', { class: 'nowrap' }, format.time(state.made_at)) },
      { title: 'Served from', cell: (state) => h('span', { class: 'nowrap' }, format.time(state.served_from)) },
      { title: 'Size', number: true, cell: (state) => format.bytes(state.size_bytes) },
    ], states)) : null);
}
