// Risk of holdings of several coins, from jointly simulated price paths.

import * as api from '../api.js';
import { Chart } from '../charts.js';
import { coinCombobox } from '../combobox.js';
import { align, between, everyDay, forecastEnd, plus, today } from '../days.js';
import { button, choice, disclosure, fill, h, id, note, table } from '../dom.js';
import * as format from '../format.js';
import { plain } from '../state.js';

const HORIZONS = [7, 30, 90, 365];

/** The service's maximum. */
const MOST_HOLDINGS = 20;

export function show(app) {
  const rows = h('div', { class: 'holdings' });
  const search = coinCombobox('Add a coin to the portfolio', (coin) => {
    if (!holdingsOf(app).some((holding) => holding.coin === coin)) {
      hold([...holdingsOf(app), { coin, amount: 1 }].slice(0, MOST_HOLDINGS));
    }
  }, { keeps: false });
  const horizons = choice('Horizon', HORIZONS.map((value) => ({ value, title: `${value} d`, name: `${value} days` })), null,
    (horizon) => app.go({ horizon }));
  const body = h('div', { class: 'notes' });
  const trouble = h('div', { role: 'status' });
  const inputs = new Map();
  let chart = null;
  let ahead = null;

  function hold(holdings) {
    app.go({ holdings });
  }

  function amountOf({ coin, amount }) {
    const input = inputs.get(coin) ?? h('input', { id: id('amount'), class: 'wide', type: 'number', min: 0, step: 'any', onchange: () => {
      if (input.validity.valid && Number(input.value) > 0) {
        hold(holdingsOf(app).map((holding) => (holding.coin === coin ? { coin, amount: Number(input.value) } : holding)));
      } else {
        input.value = plain(holdingsOf(app).find((holding) => holding.coin === coin).amount);
      }
    } });
    inputs.set(coin, input);
    if (document.activeElement !== input) {
      input.value = plain(amount);
    }
    return h('div', { class: 'control' }, h('label', { class: 'name', for: input.id }, coin), input,
      holdingsOf(app).length > 1 && button('Remove', () => hold(holdingsOf(app).filter((holding) => holding.coin !== coin)),
        { 'aria-label': `Remove ${coin}` }));
  }

  function update() {
    const { horizon } = app.state;
    const holdings = holdingsOf(app);
    const focused = [...inputs.values()].find((input) => input === document.activeElement);
    rows.replaceChildren(...holdings.map(amountOf));
    focused?.focus();
    horizons.set(horizon);
    fill(body, async () => {
      const coins = await Promise.all(holdings.map(({ coin }) => api.get(api.ofCoin(coin))));
      // The service counts days from the latest observation, the page from today.
      const newest = coins.filter(({ model }) => model).map(({ model }) => model.origin).sort().at(-1) ?? today(coins[0]);
      ahead = between(newest, forecastEnd(coins, horizon));
      return { today: today(coins[0]), ...await api.get('/portfolio', { holdings: written(holdings), horizon: ahead }) };
    }, (answer) => parts(answer), 'plot');
  }

  function parts(answer) {
    const options = chartOptions(answer);
    if (chart?.element.isConnected) {
      chart.update(options);
    } else {
      chart = new Chart(options);
    }
    return [
      chart.element,
      h('p', { class: 'words' }, inWords(answer)),
      h('h3', {}, 'Value at risk'),
      riskTable(answer),
      h('h3', {}, `Value on ${format.date(answer.date)}`),
      quantileTable(answer),
      disclosure(`Value as a table (${format.count(answer.days.length, 'day')})`, () => dayTable(answer)),
      note('', `From ${format.integer(answer.paths)} simulated paths of all coins together: each day’s prices have the distribution of the `
        + 'forecast, and coins move together as they did. The holdings stay as they are.'),
    ];
  }

  const scenarios = button('Scenarios CSV', async () => {
    try {
      await api.download('/scenarios', { coins: holdingsOf(app).map(({ coin }) => coin).join(','), horizon: ahead },
        'text/csv', 'scenarios.csv');
      trouble.replaceChildren();
    } catch (problem) {
      trouble.replaceChildren(note('bad', format.prose(problem.detail)));
    }
  });

  const element = h('div', { class: 'view' },
    h('section', { class: 'panel', 'aria-labelledby': 'portfolio-title' },
      h('header', {}, h('h2', { id: 'portfolio-title' }, 'Portfolio'),
        h('div', { class: 'controls' }, h('div', { class: 'control' }, h('span', { class: 'name' }, 'Days ahead'), horizons))),
      h('div', { class: 'controls below' }, rows, h('div', { class: 'coin-choice' }, search)),
      body,
      h('div', { class: 'notes' }, h('div', { class: 'controls' }, scenarios), trouble)));
  return { element, update };
}

/** Formats an amount of money to the cent, smaller amounts with the digits of a price. */
function worth(value) {
  return format.money(Math.abs(value) >= 1 ? Math.round(value * 100) / 100 : value);
}

/** The holdings in the address, or 1 of the current coin. */
function holdingsOf({ state }) {
  return state.holdings.length ? state.holdings : [{ coin: state.coin, amount: 1 }];
}

function written(holdings) {
  return holdings.map(({ coin, amount }) => `${coin}:${plain(amount, 18)}`).join(',');
}

function chartOptions({ days, value, horizon, today: now }) {
  const start = plus(days[0].date, -1);
  const axis = everyDay(start, days.at(-1).date);
  const root = { date: start, median: value, lower_80: value, upper_80: value, lower_95: value, upper_95: value };
  const values = (name) => align(axis, [root, ...days], (row) => row[name], (row) => row.date);
  const tag = (name) => (number, isWide) => (isWide ? `${name} ${format.shortMoney(number)}` : format.shortMoney(number));
  return {
    name: 'portfolio',
    label: `Value of the portfolio over the ${format.count(horizon, 'day')} to ${format.date(days.at(-1).date)}, with 80% and 95% intervals`,
    axis,
    bands: [95, 80].map((level) => ({
      label: `${level}%`, lower: values(`lower_${level}`), upper: values(`upper_${level}`), colour: 'fan', alpha: 0.14, tag: tag(`${level}%`),
    })),
    lines: [{ label: 'Median value', values: values('median'), colour: 'fan', dash: [6, 4], tag: tag('median') }],
    rule: value,
    today: now,
    format: worth,
  };
}

function inWords({ value, days, date, risk }) {
  const last = days.at(-1);
  const [first] = risk;
  return `The holdings are worth ${worth(value)}. On ${format.date(date)} they are worth between ${worth(last.lower_80)} and `
    + `${worth(last.upper_80)} with a probability of 80%. The chance of losing more than ${worth(first.value_at_risk)} is `
    + `${format.percent(100 - first.level)}; if that happens, the mean loss is ${worth(first.expected_shortfall)}.`;
}

function riskTable({ holdings, risk }) {
  return table('Losses by level, and each coin’s part of the expected shortfall', [
    { title: 'Coin', cell: ({ coin }) => coin },
    { title: 'Amount', number: true, cell: ({ amount }) => format.number(amount, 6) },
    { title: 'Last price', number: true, cell: (row) => format.money(row.last_price) },
    { title: 'Value', number: true, cell: (row) => worth(row.value) },
    { title: 'Share of value', number: true, cell: (row) => format.percent(row.share) },
    ...risk.map((level, k) => ({
      title: `Part of the ${format.percent(level.level)} shortfall`,
      number: true,
      cell: (row) => (row.parts ? [worth(row.parts[k].loss), h('span', { class: 'sub' }, format.percent(row.parts[k].share))]
        : [worth(level.expected_shortfall), h('span', { class: 'sub' }, `value at risk ${worth(level.value_at_risk)}`)]),
    })),
  ], [
    ...holdings.map((holding, i) => ({ ...holding, parts: risk.map(({ contributions }) => contributions[i]) })),
    { coin: 'All', amount: null, last_price: null, value: holdings.reduce((sum, holding) => sum + holding.value, 0), share: 100 },
  ]);
}

function quantileTable({ quantiles, value }) {
  return table('Value and profit by probability', [
    { title: 'Probability of a lower value', cell: ({ quantile }) => format.percent(quantile) },
    { title: 'Value', number: true, cell: (row) => worth(row.value) },
    { title: 'Profit or loss', number: true, cell: ({ profit }) => [worth(profit), h('span', { class: 'sub' }, format.change(profit / value))] },
  ], quantiles);
}

function dayTable({ days }) {
  return table('Value by day', [
    { title: 'Day', cell: ({ date }) => h('span', { class: 'nowrap' }, format.date(date)) },
    { title: 'Median', number: true, cell: ({ median }) => worth(median) },
    { title: '80% interval', number: true, cell: (row) => `${worth(row.lower_80)} to ${worth(row.upper_80)}` },
    { title: '95% interval', number: true, cell: (row) => `${worth(row.lower_95)} to ${worth(row.upper_95)}` },
  ], days);
}
