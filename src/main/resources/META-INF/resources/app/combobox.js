// Selects one of many coins: the combobox pattern with a listbox of the ARIA Authoring Practices; the service supplies
// the options while the user types.

import * as api from './api.js';
import { offerCoin } from './coins.js';
import { announce, h, id } from './dom.js';
import { coinName, count, integer } from './format.js';

const SHOWN = 50;
const PAUSE = 150;
/** Syntax of CoinGecko's ids. */
const ID = /^[a-z0-9][a-z0-9._-]*$/;
const SVG = 'http://www.w3.org/2000/svg';

/**
 * A field that finds coins.
 *
 * @param label purpose of the selection
 * @param onchoose called with the id of a coin
 * @param keeps whether the field keeps the selected coin, or is cleared for the next one
 */
export function coinCombobox(label, onchoose, { keeps = true } = {}) {
  const listId = id('coins');
  const inputId = id('coin');
  let options = [];
  let active = -1;
  let asked = 0;
  let shown = '';
  /** While the user types, updates do not overwrite the text. */
  let isTyping = false;

  const list = h('ul', { id: listId, role: 'listbox', 'aria-label': label });
  const message = h('p', { class: 'message' });
  const popup = h('div', { class: 'popup', hidden: true }, list, message);
  const input = h('input', {
    id: inputId, type: 'text', role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': listId,
    autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', placeholder: 'Search coins',
    oninput: () => {
      isTyping = true;
      wait();
    }, onclick: () => open(), onkeydown: (event) => key(event), onblur: () => leave(),
    onfocus: () => input.select(),
  });
  const element = h('div', { class: 'combobox' },
    h('label', { for: inputId, class: 'hidden' }, label), input, lens(), popup);
  let timer = null;

  function wait() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = null;
      open(input.value);
    }, PAUSE);
  }

  /** Shows the matching coins. Without a text, such as after a click on the selected coin, shows the first of all. */
  async function open(text = input.value === shown ? '' : input.value) {
    const turn = ++asked;
    try {
      const answer = await api.get('/coins', { search: text.trim() || null, limit: SHOWN + 1 });
      if (turn === asked && document.activeElement === input) {
        show(answer.coins, null, text.trim().toLowerCase());
      }
    } catch (problem) {
      if (turn === asked) {
        show([], problem.detail);
      }
    }
  }

  function show(coins, trouble, text = '') {
    options = coins.slice(0, SHOWN);
    active = -1;
    const isMore = coins.length > SHOWN;
    const isNew = !coins.length && !trouble && ID.test(text);
    if (isNew) {
      options = [{ id: text, isNew }];
    }
    list.replaceChildren(...options.map((coin, i) =>
      h('li', { role: 'option', id: `${listId}-${i}`, 'aria-selected': 'false', onmousedown: (event) => event.preventDefault(), onclick: () => choose(i) },
        h('span', {}, isNew ? `Add ${coin.id}` : coinName(coin)),
        h('span', { class: 'id' }, isNew ? 'by its id on CoinGecko' : coin.symbol ? `${coin.symbol.toUpperCase()} · ${coin.id}` : coin.id),
        !isNew && h('span', { class: 'fresh' }, coin.days_stored ? `${integer(coin.days_stored)} days` : 'no prices yet'))));
    const said = trouble ?? (coins.length ? (isMore ? `The first ${SHOWN}. Type more to narrow the list.` : '') : 'No coin matches.');
    message.textContent = said;
    message.hidden = !said;
    popup.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    input.removeAttribute('aria-activedescendant');
    announce(trouble ?? (isNew ? `No coin matches. Add ${text}?` : isMore ? `More than ${SHOWN} coins` : count(options.length, 'coin')));
  }

  function close() {
    asked++;
    clearTimeout(timer);
    timer = null;
    popup.hidden = true;
    active = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  function mark(i) {
    list.children[active]?.setAttribute('aria-selected', 'false');
    active = i;
    const option = list.children[i];
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', option.id);
  }

  async function choose(i) {
    const coin = options[i];
    isTyping = false;
    close();
    if (coin.isNew) {
      try {
        await offerCoin(coin.id);
      } catch {
        // The user declined to add the coin.
        return;
      }
    }
    element.show(keeps ? coin : null);
    onchoose(coin.id);
  }

  function leave() {
    isTyping = false;
    close();
    input.value = shown;
  }

  async function key(event) {
    const isOpen = !popup.hidden;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!isOpen) {
        await open();
      }
      if (options.length) {
        const down = event.key === 'ArrowDown';
        mark(active < 0 ? (down ? 0 : options.length - 1) : (active + (down ? 1 : -1) + options.length) % options.length);
      }
    } else if (event.key === 'Enter' && (isOpen || timer)) {
      event.preventDefault();
      if (timer) {
        clearTimeout(timer);
        timer = null;
        await open(input.value);
      }
      if (options.length) {
        choose(Math.max(0, active));
      }
    } else if (event.key === 'Escape') {
      if (isOpen) {
        close();
      }
      isTyping = false;
      input.value = shown;
    }
  }

  /** Shows a coin as selected, or none. */
  element.show = (coin) => {
    shown = coin ? coinName(coin) : '';
    if (!isTyping) {
      input.value = shown;
    }
  };
  return element;
}

function lens() {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'lens');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', 'M7 2a5 5 0 1 0 0 10A5 5 0 0 0 7 2Zm3.6 8.6L14 14');
  path.setAttribute('fill', 'none');
  path.setAttribute('stroke', 'currentColor');
  path.setAttribute('stroke-width', '1.6');
  svg.append(path);
  return svg;
}
