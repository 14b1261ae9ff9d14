// Rules that tell when a forecast says something: made on the chart, tried on the past, and what was sent.

import * as api from '../api.js';
import { asOperator, field, formDialog, tellTrouble } from '../account.js';
import { Chart } from '../charts.js';
import { credits } from '../credits.js';
import { fan, plus, today } from '../days.js';
import { ago, announce, button, chip, disclosure, empty, fill, h, id, note, table } from '../dom.js';
import { pause } from '../follow.js';
import * as format from '../format.js';
import { plain } from '../state.js';

/** Days of prices before the forecast that the chart shows. */
const SHOWN = 180;
const LONGEST_AHEAD = 365;
/** Milliseconds between looks at alerts that wait for their first evaluation. */
const EVERY = 2_000;

const KINDS = {
  probability: { title: 'Price on the last day', says: (side) => `is ${side}` },
  touch: { title: 'Price on any day until then', says: (side) => (side === 'above' ? 'reaches or exceeds' : 'reaches or falls below') },
};

const MESSAGES = { 'alert.fired': 'Fired', 'alert.cleared': 'Cleared', 'webhook.test': 'Test' };

export function show(app) {
  const maker = makerOf(app, () => { rules.update(); hooks.update(); });
  const rules = rulesOf(app);
  const hooks = webhooksOf(maker);
  const element = h('div', { class: 'view' },
    h('header', {}, h('h2', {}, 'Alerts'),
      h('p', { class: 'lead' }, 'An alert watches the forecast after every crawl and training. It fires when its condition is met, '
        + 'clears when it no longer is, and sends a message to its webhooks each time.')),
    rules.element, maker.element, hooks.element);
  return {
    element,
    update() {
      rules.update();
      maker.update();
      hooks.update();
    },
  };
}

/** The form of a new alert beside the chart on which its price can be dragged. */
function makerOf(app, onchange) {
  const titleId = id('alert');
  const plot = h('div');
  const said = h('div', { role: 'status' });
  const past = h('div', { class: 'notes', 'aria-live': 'polite' });
  const kind = h('select', { onchange: stale }, Object.entries(KINDS).map(([value, { title }]) => h('option', { value }, title)));
  const side = h('select', { onchange: stale }, h('option', { value: 'above' }, 'above'), h('option', { value: 'below' }, 'below'));
  const price = h('input', { class: 'wide', type: 'number', min: 0, step: 'any', required: true, onchange: () => setPrice(Number(price.value)) });
  const days = h('input', { type: 'number', min: 1, max: LONGEST_AHEAD, value: 30, required: true, onchange: () => { if (days.reportValidity()) { update(); stale(); } } });
  const probability = h('input', { type: 'number', min: 1, max: 100, step: 'any', value: 50, required: true, onchange: stale });
  const name = h('input', { type: 'text', maxlength: 100, placeholder: 'as the condition reads' });
  const webhooks = h('fieldset', { hidden: true });
  let chart = null;
  let loaded = null;
  let sideChosen = false;
  side.addEventListener('change', () => { sideChosen = true; });

  /** The unit stands beside the label, so that the control is named without it. */
  const labelled = (text, input, unit) => {
    input.id = id('alert');
    return h('div', { class: 'control' }, h('label', { class: 'name', for: input.id }, text), input, unit ?? null);
  };
  const unit = h('span');
  const form = h('form', { class: 'notes', onsubmit: (event) => { event.preventDefault(); save(); } },
    h('div', { class: 'controls' },
      labelled('Watch', kind), labelled('Side', side), labelled('Price', price, unit),
      labelled('Days ahead', days), labelled('Probability at least', probability, h('span', {}, '%')), labelled('Name', name)),
    webhooks,
    h('div', { class: 'controls' },
      button('See what it would have done', tryOut),
      h('button', { type: 'submit', class: 'primary' }, 'Save alert')),
    said);
  const element = h('section', { class: 'panel', 'aria-labelledby': titleId },
    h('h2', { id: titleId }, 'New alert'),
    h('p', { class: 'lead' }, 'Drag the line on the chart, move it with the arrow keys, or type a price.'),
    plot, form, past);

  function update() {
    const { coin } = app.state;
    if (!coin) {
      plot.replaceChildren(empty('No coin yet', 'An alert needs a coin with a forecast.'));
      return;
    }
    // The price of another coin must not be saved for this one.
    if (loaded && loaded.forecast.coin !== coin) {
      loaded = null;
      price.value = '';
      stale();
    }
    const ahead = Number(days.value);
    fill(plot, async () => {
      const status = await api.get(api.ofCoin(coin));
      const [history, forecast] = await Promise.all([
        api.get(api.ofCoin(coin, '/prices')),
        api.get(api.ofCoin(coin, '/forecast'), { horizon: ahead, level: '80,95' }),
      ]);
      return { status, prices: history.prices, forecast };
    }, (answer) => {
      const isOther = !loaded;
      loaded = answer;
      unit.textContent = format.unit();
      if (isOther) {
        price.value = plain(rounded(app.state.above ?? answer.prices.at(-1).price));
        sideChosen = false;
        stale();
      }
      chart = null;
      return [draw(), credits(answer.prices)];
    }, 'plot');
  }

  function draw() {
    const { status, prices, forecast } = loaded;
    const shown = prices.slice(-SHOWN);
    const end = forecast.days.at(-1).day;
    const lines = fan(shown, forecast, end);
    const options = {
      name: 'alert',
      coin: forecast.coin,
      label: `Price and forecast in ${format.unit()} from ${format.date(shown[0].date)} to ${format.date(end)}, with the alert's price`,
      axis: lines.axis,
      bands: lines.limits.map(({ level, lower, upper }) => ({ label: `${level}%`, lower, upper, colour: 'fan', alpha: 0.14 })),
      lines: [
        { label: 'Price', values: lines.history, colour: 'ink' },
        { label: 'Median forecast', values: lines.median, colour: 'fan', dash: [6, 4] },
      ],
      today: today(status) <= end ? today(status) : undefined,
      format: format.money,
      rule: Number(price.value),
      ruleName: 'Price of the alert',
      onrule: (value) => setPrice(rounded(value)),
      height: 300,
    };
    if (chart) {
      chart.update(options);
    } else {
      chart = new Chart(options);
    }
    return chart.element;
  }

  function setPrice(value) {
    if (!(value > 0) || !loaded) {
      price.reportValidity();
      return;
    }
    price.value = plain(value);
    if (!sideChosen) {
      side.value = value >= loaded.prices.at(-1).price ? 'above' : 'below';
    }
    stale();
    draw();
  }

  /** What was said of another rule is not said of this one. */
  function stale() {
    past.turn = null;
    past.replaceChildren();
  }

  function condition() {
    return {
      kind: kind.value, [side.value]: Number(price.value), days: Number(days.value), at_least: Number((Number(probability.value) / 100).toFixed(6)),
    };
  }

  function inWords() {
    return `${app.state.coin}: price ${KINDS[kind.value].says(side.value)} ${format.money(Number(price.value))} ${kind.value === 'touch' ? 'within' : 'in'} ${
      format.count(Number(days.value), 'day')}, at least ${plain(Number(probability.value))}%`;
  }

  function rule() {
    const chosen = [...webhooks.querySelectorAll('input:checked')].map(({ value }) => Number(value));
    return { name: name.value.trim() || inWords().slice(0, 100), coins: [app.state.coin], condition: condition(), webhooks: chosen };
  }

  async function tryOut() {
    if (!form.reportValidity()) {
      return;
    }
    said.replaceChildren();
    past.replaceChildren();
    const before = api.signedIn();
    const asked = rule();
    try {
      // Signed in by the first, if need be.
      const now = await asOperator(() => api.send('POST', '/alerts?dry_run=true', asked));
      if (api.signedIn() !== before) {
        onchange();
      }
      await fill(past, () => api.send('POST', '/alerts/backtest', { coin: asked.coins[0], condition: asked.condition, relative: true }),
        (answer) => outcome(now, answer), 'lines');
    } catch (problem) {
      tellTrouble(said, problem);
    }
  }

  async function save() {
    said.replaceChildren();
    try {
      const { alert } = await asOperator(() => api.send('POST', '/alerts', rule()));
      name.value = '';
      announce(`The alert ${alert.name} is saved.`);
      said.replaceChildren(note('good', `Saved “${alert.name}”. Its first evaluation has begun.`));
      api.forget('/alerts');
      onchange();
    } catch (problem) {
      tellTrouble(said, problem);
    }
  }

  return {
    element,
    update,
    /** The webhooks that a new alert may send to. */
    offer(all) {
      webhooks.hidden = !all.length;
      const before = new Set([...webhooks.querySelectorAll('input:not(:checked)')].map(({ value }) => value));
      webhooks.replaceChildren(h('legend', {}, 'Send messages to'), ...all.map((webhook) => h('label', { class: 'check' },
        h('input', { type: 'checkbox', value: webhook.id, checked: !before.has(String(webhook.id)) }), webhook.name)));
    },
  };
}

function rounded(value) {
  return Number(value.toPrecision(4));
}

/** What a rule says now and would have said. */
function outcome({ now }, backtest) {
  const { met, alerts } = backtest;
  const fact = (title, value, small) => h('div', {}, h('dt', {}, title), h('dd', {}, value, h('small', {}, small)));
  const came = ({ decided, came_true: cameTrue, share, expected }) => (decided
    ? [format.percent(share * 100), `${format.integer(cameTrue)} of ${format.integer(decided)}; expected ${format.percent(expected * 100)}`]
    : ['–', 'none decided']);
  return [
    h('h3', {}, 'What it would have done'),
    ...now.map((finding) => note(finding.standing === 'met' ? 'warn' : '', `Now: ${format.prose(finding.text)}.`)),
    h('dl', { class: 'figures' },
      fact('Days asked', format.integer(backtest.days), `${format.date(backtest.from)} to ${format.date(backtest.to)}`),
      fact('Condition met', format.percent((100 * met.count) / backtest.days), `on ${format.count(met.count, 'day')}`),
      fact('Would have fired', format.count(alerts.count, 'time'), 'having been clear before'),
      fact('Alerts that came true', ...came(alerts)),
      fact('Days that came true', ...came(met))),
    h('p', { class: 'lead' }, `Asked: ${backtest.description}. The price is as far from each day’s price as it is from the newest one.`),
    backtest.fired.length ? disclosure(`${format.count(backtest.fired.length, 'alert')} of the past`, () => table('Alerts of the past, the newest first', [
      { title: 'Fired', cell: (fired) => h('span', { class: 'nowrap' }, format.date(fired.day)) },
      { title: 'Cleared', cell: (fired) => h('span', { class: 'nowrap' }, fired.cleared ? format.date(fired.cleared) : 'not yet') },
      { title: 'Price', number: true, cell: (fired) => format.money(fired.price) },
      { title: 'Probability', number: true, cell: (fired) => format.percent(fired.value * 100) },
      { title: 'Decided by', cell: (fired) => h('span', { class: 'nowrap' }, fired.by ? format.date(fired.by) : '–') },
      { title: 'Came true', cell: (fired) => (fired.came_true === null ? 'not known yet' : fired.came_true ? 'yes' : 'no') },
    ], backtest.fired, { cards: true })) : null,
    disclosure('How this was measured', () => h('div', { class: 'notes' }, backtest.notes.map((text) => h('p', { class: 'words' }, format.prose(text))))),
  ];
}

/** The rules of all coins, how they stand, and what can be done with them. */
function rulesOf(app) {
  const body = h('div', { class: 'notes' });
  const said = h('div', { role: 'status' });
  const history = h('div');
  const element = h('section', { class: 'panel', 'aria-label': 'Alerts' }, body, said, history);
  let isFollowing = false;

  function update() {
    const { coin } = app.state;
    // The coin's answer has the currency, by which the texts of alerts are formatted.
    const currency = coin ? api.get(api.ofCoin(coin)).catch(() => null) : null;
    fill(body, () => Promise.all([api.get('/alerts'), currency]), ([{ alerts }]) => {
      followEvaluation(alerts);
      return alerts.length ? list(alerts)
        : empty('No alerts yet', 'Make one below: choose a price on the chart, see what the alert would have done, then save it.');
    });
  }

  /** The service evaluates new alerts within seconds. */
  async function followEvaluation(alerts) {
    if (isFollowing || !alerts.some(isWaiting)) {
      return;
    }
    isFollowing = true;
    let known = alerts;
    do {
      await pause(EVERY);
      // The control that opened a dialog must still exist when it is closed.
      if (document.visibilityState === 'visible' && !document.querySelector('dialog[open]')) {
        api.forget('/alerts');
        known = await api.get('/alerts').then((answer) => answer.alerts, () => known);
      }
    } while (element.isConnected && known.some(isWaiting));
    isFollowing = false;
    if (element.isConnected) {
      update();
    }
  }

  async function change(action, words) {
    said.replaceChildren();
    try {
      await asOperator(action);
      announce(words);
      history.replaceChildren();
      api.forget('/alerts');
      update();
    } catch (problem) {
      tellTrouble(said, problem);
    }
  }

  async function remove(alert) {
    try {
      await formDialog(`Delete the alert “${alert.name}”`, [
        h('p', { class: 'lead' }, 'Its history is deleted too. If it fires now, its webhooks are told that it has cleared.'),
      ], 'Delete', () => asOperator(() => api.send('DELETE', `/alerts/${alert.id}`)));
      api.forget('/alerts');
      announce(`The alert ${alert.name} is deleted.`);
      history.replaceChildren();
      update();
    } catch (problem) {
      tellTrouble(said, problem);
    }
  }

  function showHistory(alert) {
    history.replaceChildren();
    fill(history, () => api.get(`/alerts/${alert.id}/history`), ({ events }) => h('div', { class: 'notes' },
      h('h3', { tabindex: '-1' }, `History of “${alert.name}”`),
      events.length ? table('Events, the newest first', [
        { title: 'When', cell: (event) => h('span', { class: 'nowrap' }, format.time(event.at)) },
        { title: 'Coin', cell: (event) => event.coin },
        { title: 'Event', cell: (event) => chip(event.event) },
        { title: 'Why', cell: (event) => h('div', { class: 'reason' }, format.prose(event.text)) },
      ], events, { cards: true }) : h('p', { class: 'lead' }, 'It has never fired.'))).then(() => history.querySelector('h3')?.focus());
  }

  function list(alerts) {
    return table('Alerts', [
      { title: 'Alert', cell: (alert) => [alert.name, h('span', { class: 'sub' }, format.prose(alert.description))] },
      { title: 'Coins', cell: (alert) => (alert.coins.length ? alert.coins.join(', ') : 'all') },
      { title: 'State', cell: (alert) => [chip(stateOf(alert)), alert.firing.length && alert.coins.length !== 1 ? h('span', { class: 'sub' }, alert.firing.join(', ')) : null] },
      { title: 'Evaluated', cell: (alert) => (alert.evaluated_at ? ago(alert.evaluated_at) : 'not yet') },
      { title: 'Actions', cell: (alert) => h('div', { class: 'actions' },
        button('History', () => showHistory(alert), { class: 'quiet', 'aria-label': `History of ${alert.name}` }),
        alert.enabled
          ? button('Disable', () => change(() => api.send('PUT', `/alerts/${alert.id}`, { enabled: false }), `The alert ${alert.name} is disabled.`), { class: 'quiet', 'aria-label': `Disable ${alert.name}` })
          : button('Enable', () => change(() => api.send('PUT', `/alerts/${alert.id}`, { enabled: true }), `The alert ${alert.name} is enabled.`), { class: 'quiet', 'aria-label': `Enable ${alert.name}` }),
        button('Delete', () => remove(alert), { class: 'quiet', 'aria-label': `Delete ${alert.name}` })) },
    ], alerts, { cards: true });
  }

  return { element, update };
}

function stateOf(alert) {
  return !alert.enabled ? 'disabled' : alert.firing.length ? 'firing' : isWaiting(alert) ? 'waiting' : 'clear';
}

function isWaiting(alert) {
  return alert.enabled && !alert.evaluated_at;
}

/** Where messages go, and what became of them; only the operator may see that. */
function webhooksOf(maker) {
  const titleId = id('webhooks');
  const body = h('div', { class: 'notes' });
  const said = h('div', { role: 'status' });
  const log = h('div');
  const element = h('section', { class: 'panel', 'aria-labelledby': titleId },
    h('div', { class: 'controls' }, h('h2', { id: titleId }, 'Webhooks'), h('div', { class: 'end' }, button('Add webhook', add))),
    body, said, log);
  let shown = null;
  let isOperator = false;

  function update() {
    // Not asked for in vain: that would only be refused.
    fill(body, async () => (isOperator || (await api.get('/session')).name ? api.get('/webhooks') : { webhooks: null }), ({ webhooks }) => {
      maker.offer((webhooks ?? []).filter(({ enabled }) => enabled));
      if (!webhooks) {
        return [h('p', { class: 'lead' }, 'Only the operator can see where messages go.'), h('div', {}, button('Show webhooks', signIn))];
      }
      return webhooks.length ? list(webhooks)
        : empty('No webhooks yet', 'Add the address of a service that takes messages, such as an incoming webhook of a chat.');
    });
    if (shown) {
      showLog(shown);
    }
  }

  async function signIn() {
    isOperator = Boolean(await act(() => api.get('/webhooks')));
    update();
  }

  async function act(action, words) {
    said.replaceChildren();
    try {
      const answer = await asOperator(action);
      if (words) {
        announce(words);
        said.replaceChildren(note('good', words));
      }
      api.forget('/webhooks');
      update();
      return answer;
    } catch (problem) {
      tellTrouble(said, problem);
      return null;
    }
  }

  async function add() {
    try {
      const added = await formDialog('Add a webhook', [
        field('Name', { name: 'name', required: true, maxlength: 100, autofocus: true }),
        field('Address', { name: 'url', type: 'url', required: true, placeholder: 'https://' }),
        h('label', { class: 'field' }, 'Format', h('select', { name: 'format' },
          ['json', 'slack', 'mattermost', 'discord'].map((value) => h('option', { value }, value === 'json' ? 'JSON, signed' : value)))),
      ], 'Add', (form) => asOperator(() => api.send('POST', '/webhooks', {
        name: form.get('name').trim(), url: form.get('url').trim(), format: form.get('format'),
      })));
      api.forget('/webhooks');
      said.replaceChildren(note('good', `Added “${added.name}”. Its secret is shown only now: `, h('span', { class: 'code secret' }, added.secret)));
      update();
    } catch (problem) {
      tellTrouble(said, problem);
    }
  }

  async function remove(webhook) {
    try {
      await formDialog(`Delete the webhook “${webhook.name}”`, [
        h('p', { class: 'lead' }, 'Its deliveries are deleted too, and alerts no longer send to it.'),
      ], 'Delete', () => asOperator(() => api.send('DELETE', `/webhooks/${webhook.id}`)));
      if (shown?.id === webhook.id) {
        shown = null;
        log.replaceChildren();
      }
      api.forget('/webhooks');
      update();
    } catch (problem) {
      tellTrouble(said, problem);
    }
  }

  function showLog(webhook) {
    if (shown?.id !== webhook.id) {
      log.replaceChildren();
    }
    shown = webhook;
    api.forget(`/webhooks/${webhook.id}/deliveries`);
    return fill(log, () => api.get(`/webhooks/${webhook.id}/deliveries`), ({ deliveries }) => h('div', { class: 'notes' },
      h('div', { class: 'controls' }, h('h3', { tabindex: '-1' }, `Deliveries to “${webhook.name}”`), button('Refresh', () => { api.forget('/webhooks'); update(); })),
      deliveries.length ? table('Deliveries, the newest first', [
        { title: 'Message', cell: (delivery) => [MESSAGES[delivery.type] ?? delivery.type, delivery.coin && h('span', { class: 'sub' }, delivery.coin)] },
        { title: 'State', cell: (delivery) => chip(delivery.state) },
        { title: 'Sent', cell: (delivery) => (delivery.attempted_at ? format.time(delivery.attempted_at) : 'not yet') },
        { title: 'Answer', cell: (delivery) => h('div', { class: 'reason' }, delivery.status ? `HTTP ${delivery.status}` : '–',
          delivery.error && h('span', { class: 'sub' }, format.prose(delivery.error))) },
        { title: 'Took', number: true, cell: (delivery) => (delivery.duration_ms === null ? '–' : `${format.integer(delivery.duration_ms)} ms`) },
        { title: 'Attempts', number: true, cell: (delivery) => format.integer(delivery.attempts) },
      ], deliveries, { cards: true }) : h('p', { class: 'lead' }, 'Nothing was sent yet.')));
  }

  function list(webhooks) {
    return table('Webhooks', [
      { title: 'Webhook', cell: (webhook) => [webhook.name, h('span', { class: 'sub address' }, webhook.url)] },
      { title: 'Format', cell: (webhook) => webhook.format },
      { title: 'State', cell: (webhook) => [chip(webhook.enabled ? 'enabled' : 'disabled'), webhook.disabled_why && h('span', { class: 'sub' }, format.prose(webhook.disabled_why))] },
      { title: 'Waiting', number: true, cell: (webhook) => format.integer(webhook.waiting) },
      { title: 'Actions', cell: (webhook) => h('div', { class: 'actions' },
        button('Send a test', () => act(() => api.send('POST', `/webhooks/${webhook.id}/test`), `A test to ${webhook.name} is on its way.`).then((sent) => sent && showLog(webhook)), { class: 'quiet', 'aria-label': `Send a test to ${webhook.name}` }),
        button('Deliveries', () => showLog(webhook).then(() => log.querySelector('h3')?.focus()), { class: 'quiet', 'aria-label': `Deliveries to ${webhook.name}` }),
        button(webhook.enabled ? 'Disable' : 'Enable', () => act(() => api.send('PUT', `/webhooks/${webhook.id}`, { enabled: !webhook.enabled })), { class: 'quiet', 'aria-label': `${webhook.enabled ? 'Disable' : 'Enable'} ${webhook.name}` }),
        button('Delete', () => remove(webhook), { class: 'quiet', 'aria-label': `Delete ${webhook.name}` })) },
    ], webhooks, { cards: true });
  }

  return { element, update };
}
