// The page's frame: which coin, which view, and the address that says so.

import * as api from './api.js';
import { showAccount } from './account.js';
import { coinCombobox } from './combobox.js';
import { addCoin } from './coins.js';
import { changeOver } from './days.js';
import { chip, empty, failure, fill, h, note, skeleton } from './dom.js';
import * as format from './format.js';
import { VIEWS, read, write } from './state.js';

/** A price older than this is worth a word: the newest completed day is a day old. */
const FRESH_DAYS = 2;

const TITLES = {
  forecast: 'Forecast',
  compare: 'Compare',
  backtest: 'Backtest',
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
  /** Changes the state and the address; the reader can go back, unless the change is not worth it. */
  go(patch, { replace = false } = {}) {
    const before = app.state;
    app.state = { ...before, ...patch };
    const address = location.pathname + write(app.state);
    if (address !== location.pathname + location.search) {
      history[replace ? 'replaceState' : 'pushState'](null, '', address);
    }
    show(before);
  },
  /** Shows the view anew, after something has changed on the service. */
  reload() {
    api.forget();
    current = null;
    show(null);
  },
};

let current = null;
let turn = 0;

addEventListener('popstate', () => {
  const before = app.state;
  app.state = read(location.search);
  show(before);
});

document.getElementById('coin-choice').append(combobox);
showAccount();
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

/** The coin that most come for, or else one that has a forecast. */
async function firstCoin() {
  const [best, some] = await Promise.all([api.get('/coins', { search: 'bitcoin', limit: 1 }), api.get('/coins', { limit: 50 })]);
  return best.coins.find(({ model }) => model) ?? some.coins.find(({ model }) => model) ?? some.coins[0];
}

function showNoCoins() {
  heading.replaceChildren(h('h1', {}, 'No coins yet'));
  content.replaceChildren(h('div', { class: 'panel' },
    empty('There is nothing to forecast yet', 'Add a coin by its id on CoinGecko. Its prices are fetched and its model is trained at once, which takes about a minute.'),
    addCoin((coin) => app.go({ coin }))));
}

async function show(before) {
  const { coin, view } = app.state;
  showNavigation();
  if (!before || before.coin !== coin) {
    showHeading();
  }
  if (current && before?.coin === coin && before?.view === view) {
    current.update();
    return;
  }
  current = null;
  const mine = ++turn;
  content.setAttribute('aria-busy', 'true');
  const module = await import(`./views/${view}.js`);
  if (mine !== turn) {
    return;
  }
  content.removeAttribute('aria-busy');
  current = module.show(app);
  content.replaceChildren(current.element);
  current.update();
  if (before && before.view !== view) {
    // Readers of the page hear where they are, and go on from there.
    const title = content.querySelector('h2');
    title?.setAttribute('tabindex', '-1');
    title?.focus({ preventScroll: true });
  }
}

function showNavigation() {
  const { view } = app.state;
  const links = VIEWS.map((name) => h('li', {}, h('a', {
    href: location.pathname + write({ ...app.state, view: name, from: null, to: null, table: false }),
    'aria-current': name === view ? 'page' : null,
    onclick: (event) => {
      if (!event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0) {
        event.preventDefault();
        app.go({ view: name, from: null, to: null, table: false });
      }
    },
  }, TITLES[name])));
  const focused = [...nav.querySelectorAll('a')].indexOf(document.activeElement);
  const scrolled = nav.firstElementChild?.scrollLeft ?? 0;
  nav.replaceChildren(h('ul', {}, links));
  nav.firstElementChild.scrollLeft = scrolled;
  if (focused >= 0) {
    nav.querySelectorAll('a')[focused].focus();
  }
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
      fact(`Price on ${format.date(last.date)}, 00:00 UTC`, format.usd(last.price), 'big'),
      moved('1 day', 1), moved('30 days', 30), moved('1 year', 365),
      fact('Model', status.model ? h('span', { class: 'code' }, status.model.order) : 'none yet')),
    ...warnings(status),
  ];
}

function warnings(status) {
  const warning = [];
  if (status.freshness_days > FRESH_DAYS) {
    warning.push(`The newest price is ${format.count(status.freshness_days, 'day')} old (${format.date(status.last_day)}). `
      + 'Newer ones have not been crawled yet; the view Runs tells why.');
  }
  if (status.state === 'paused') {
    warning.push('This coin is paused: it is neither crawled nor trained, and its forecasts grow old.');
  }
  if (status.state === 'delisted') {
    warning.push(`CoinGecko does not know this coin any more since ${format.date(status.delisted_on)}: no new prices will come.`);
  }
  return warning.map((text) => note('warn', text));
}
