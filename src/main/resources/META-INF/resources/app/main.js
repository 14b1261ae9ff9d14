// The page's frame: coin, view, and the address that represents both.

import * as api from './api.js';
import { resumeAccount } from './account.js';
import { coinCombobox } from './combobox.js';
import { addCoin } from './coins.js';
import { changeOver } from './days.js';
import { chip, empty, failure, fill, h, note, skeleton } from './dom.js';
import * as format from './format.js';
import { VIEWS, read, write } from './state.js';
import * as alerts from './views/alerts.js';
import * as analyses from './views/analyses.js';
import * as backtest from './views/backtest.js';
import * as compare from './views/compare.js';
import * as portfolio from './views/portfolio.js';
import * as data from './views/data.js';
import * as explain from './views/explain.js';
import * as forecast from './views/forecast.js';
import * as models from './views/models.js';
import * as runs from './views/runs.js';

/** Prices older than this get a warning; the latest complete day is one day old. */
const FRESH_DAYS = 2;

/** Imported eagerly, so that a view opened during an outage can show its own error. */
const MODULES = { forecast, compare, portfolio, backtest, alerts, models, data, explain, analyses, runs };

const TITLES = {
  forecast: 'Forecast',
  compare: 'Compare',
  portfolio: 'Portfolio',
  backtest: 'Backtest',
  alerts: 'Alerts',
  models: 'Models',
  data: 'Data quality',
  explain: 'Decomposition',
  analyses: 'Analyses',
  runs: 'Runs',
};

const content = document.getElementById('content');
const heading = document.getElementById('heading');
const nav = document.getElementById('views');
const combobox = coinCombobox('Coin', (coin) => app.go({ coin, from: null, to: null, above: null }));

const app = {
  state: read(location.search),
  /** Changes state and address; adds a history entry unless `replace` is set. */
  go(patch, { replace = false } = {}) {
    const before = app.state;
    app.state = { ...before, ...patch };
    const address = location.pathname + write(app.state);
    if (address !== location.pathname + location.search) {
      history[replace ? 'replaceState' : 'pushState'](null, '', address);
    }
    show(before);
  },
  /** Renders the view again after a change on the service. */
  reload() {
    api.forget();
    current = null;
    show(null);
  },
};

let current = null;

addEventListener('popstate', () => {
  const before = app.state;
  app.state = read(location.search);
  show(before);
});

document.getElementById('coin-choice').append(combobox);
resumeAccount();
start();

async function start() {
  if (!app.state.coin) {
    content.replaceChildren(skeleton('plot'));
    try {
      const coin = await firstCoin();
      if (!coin && app.state.view !== 'runs') {
        showNoCoins();
        return;
      }
      app.state = { ...app.state, coin: coin?.id ?? null };
      history.replaceState(null, '', location.pathname + write(app.state));
    } catch (problem) {
      content.replaceChildren(failure(problem, () => location.reload()));
      return;
    }
  }
  show(null);
}

/** Bitcoin if it has a forecast, or else the first coin with one. */
async function firstCoin() {
  const [best, some] = await Promise.all([api.get('/coins', { search: 'bitcoin', limit: 1 }), api.get('/coins', { limit: 50 })]);
  return best.coins.find(({ model }) => model) ?? some.coins.find(({ model }) => model) ?? some.coins[0];
}

function showNoCoins() {
  heading.replaceChildren(h('h1', {}, 'No coins yet'));
  content.replaceChildren(h('div', { class: 'panel' },
    empty('No forecasts yet', 'Add a coin by its id on CoinGecko. The service then fetches its prices and trains its model, which takes about a minute.'),
    addCoin((coin) => app.go({ coin }))));
}

function show(before) {
  const { coin, view } = app.state;
  showNavigation();
  if (!before || before.coin !== coin) {
    showHeading();
  }
  if (current && before?.coin === coin && before?.view === view) {
    current.update();
    return;
  }
  current = MODULES[view].show(app);
  content.replaceChildren(current.element);
  current.update();
  if (before && before.view !== view) {
    // Moves the focus to the new view's title, so that screen readers announce it and continue there.
    const title = content.querySelector('h2');
    title?.setAttribute('tabindex', '-1');
    title?.focus({ preventScroll: true });
  }
}

/** A link to a view of the coin that opens without reloading the page. */
function link(name, properties = {}) {
  const patch = { view: name, from: null, to: null, table: false };
  return h('a', {
    ...properties,
    href: location.pathname + write({ ...app.state, ...patch }),
    onclick: (event) => {
      if (!event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0) {
        event.preventDefault();
        app.go(patch);
      }
    },
  }, TITLES[name]);
}

function showNavigation() {
  const { view } = app.state;
  const links = VIEWS.map((name) => h('li', {}, link(name, { 'aria-current': name === view ? 'page' : null })));
  const focused = [...nav.querySelectorAll('a')].indexOf(document.activeElement);
  const list = h('ul', {}, links);
  nav.replaceChildren(list);
  if (focused >= 0) {
    nav.querySelectorAll('a')[focused].focus();
  }
  // On a phone only half of them fit.
  const { offsetLeft, offsetWidth } = list.children[VIEWS.indexOf(view)];
  list.scrollLeft = offsetLeft - list.offsetLeft - (list.clientWidth - offsetWidth) / 2;
}

function showHeading() {
  const { coin } = app.state;
  heading.replaceChildren();
  if (!coin) {
    heading.replaceChildren(h('h1', {}, 'ecoin forecaster'));
    document.title = 'ecoin forecaster';
    return;
  }
  fill(heading, async () => {
    const [status, history] = await Promise.all([api.get(api.ofCoin(coin)), api.get(api.ofCoin(coin, '/prices'))]);
    return { status, prices: history.prices };
  }, ({ status, prices }) => {
    combobox.show(status);
    document.title = `${format.coinName(status)} – ecoin forecaster`;
    return headingOf(status, prices);
  }, 'title');
}

function headingOf(status, prices) {
  const last = prices.at(-1);
  const model = status.model && format.modelInWords(status.model.order);
  const fact = (title, value, className) => h('div', {}, h('dt', {}, title), h('dd', { class: className }, value));
  const moved = (title, days) => {
    const change = changeOver(prices, days);
    return change === null ? null : fact(title, format.change(change), change < 0 ? 'down' : 'up');
  };
  return [
    h('div', { class: 'title' },
      h('h1', {}, format.coinName(status)),
      status.symbol ? h('span', { class: 'symbol' }, status.symbol) : null,
      status.state === 'active' ? null : chip(status.state)),
    last && h('dl', { class: 'facts' },
      fact(`Price on ${format.date(last.date)}, 00:00 UTC`, format.money(last.price), 'big'),
      moved('1 day', 1), moved('30 days', 30), moved('1 year', 365),
      fact('Model', model
        ? [model.name, ' ', h('small', { class: 'code' }, status.model.order), h('small', { class: 'meaning' }, model.meaning)]
        : 'none yet')),
    ...warnings(status, prices),
  ];
}

function warnings(status, prices) {
  const old = `The newest price is ${format.count(status.freshness_days, 'day')} old (${format.date(status.last_day)}). `;
  const isSample = prices.at(-1)?.source === 'sample';
  return [
    status.freshness_days > FRESH_DAYS && (isSample
      ? note('', old, 'It is the last of the sample that comes with the service; the crawl adds newer prices once it reaches CoinGecko. See ', link('runs'), '.')
      : note('warn', old, 'Newer prices have not been crawled yet; ', link('runs'), ' shows why.')),
    status.state === 'paused' && note('warn', 'This coin is paused: it is neither crawled nor trained, so its forecasts become out of date.'),
    status.state === 'delisted' && note('warn', `CoinGecko no longer lists this coin (since ${format.date(status.delisted_on)}), so it gets no new prices.`),
  ].filter(Boolean);
}
