// Charts drawn by uPlot, plus what a canvas lacks: an accessible name, a readout of values, keyboard navigation,
// zooming by wheel and fingers, labels at the edge, and the page's colours in light and dark mode.

import uPlot from '/webjars/uplot/1.6.30/dist/uPlot.esm.js';
import { announce, button, colour, h } from './dom.js';
import { date, number, shortDate, tick, weekday } from './format.js';
import { dayOf, seconds } from './days.js';
import { savePng, saveSvg } from './picture.js';

const DAY = 86_400;
const FEWEST_DAYS_IN_VIEW = 3;
const TALLEST = 420;
const LOWEST = 260;

/** Padding below and above the lines, as a share of their range. */
const HEADROOM = 0.06;

/** In pixels; a minimum keeps the days of stacked charts aligned. */
const NARROWEST_AXIS = 64;

/** Maximum number of labels on an axis. */
const LABELS = 6;

/** In pixels: minimum distance of labels at the edge, and the chart width below which they omit names. */
const BETWEEN_TAGS = 14;
const TAG_SWATCH = 8;
const NARROW = 480;

/** Zoom per pixel of the wheel, and per pixel of a touchpad pinch, which browsers report as a wheel event with Ctrl. */
const WHEEL = 0.002;
const PINCH = 0.012;

/** Milliseconds without a wheel event after which the address is updated. */
const WHEEL_RESTS = 250;

const TODAY = 'Today';

const measuring = document.createElement('canvas').getContext('2d');

const drawn = new Set();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => drawn.forEach((chart) => chart.redraw()));

function translucent(name, alpha) {
  return `color-mix(in srgb, ${colour(name)} ${Math.round(alpha * 100)}%, transparent)`;
}

/** Multiples of a round step between two numbers. */
export function ticks(least, most, labels = LABELS) {
  const rough = (most - least) / labels;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * magnitude).find((candidate) => candidate >= rough * 0.999);
  const first = Math.ceil(least / step - 1e-9);
  const count = Math.floor(most / step + 1e-9) - first + 1;
  return { step, values: Array.from({ length: Math.max(0, count) }, (_, i) => (first + i) * step) };
}

/** Ticks of a logarithmic axis: 1, 2 and 5 times each power of ten, or linear ticks if there is less than one power. */
export function logTicks(least, most) {
  if (most / least < 8) {
    return ticks(least, most).values;
  }
  const values = [];
  for (let power = Math.floor(Math.log10(least)); 10 ** power <= most; power++) {
    values.push(...[1, 2, 5].map((factor) => factor * 10 ** power).filter((value) => value >= least && value <= most));
  }
  return values;
}

/**
 * A chart of lines and bands over days or plain numbers.
 *
 * Options: `name` (of the element, for scripts), `label` (for people), `axis` (seconds of days, or numbers), `lines`
 * (each `label`, `values`, `colour`, and optionally `dash`, `width`, `bars`, `tag`), `bands` (each `label`, `lower`,
 * `upper`, `colour`, `alpha`, and optionally `tag`; widest first, the others are drawn on top), `marks` (each `day`,
 * `kind`, `label`, `value`), `gaps` (each `from`, `to`), `awaited` (days that have no price yet: `from`, `to`,
 * `label`), `today` and `origin` (days), `view` and `home` (`from`, `to`; the visible range, and the range without
 * zoom), `log`, `format` (of a value), `xName` (if the axis has no days), `names` (of the positions on such an axis),
 * `height`, `onzoom`, `onreset`, `rule` (a value to draw a line at), `onrule` (called with the value to which the
 * reader moves that line), `ruleName`.
 *
 * A `tag` formats a value at the chart's right edge; it is called with the value and whether there is room for a name.
 */
export class Chart {
  constructor(options) {
    this.reading = h('p', { class: 'reading' });
    this.plot = h('div', { class: 'plot', tabindex: '0', role: 'group', 'aria-roledescription': 'chart' });
    const save = (kind, how) => button(kind, () => how(this), { class: 'quiet', 'aria-label': `Save this chart as ${kind}` });
    this.element = h('div', { class: 'chart', 'data-chart': options.name },
      h('div', { class: 'above' }, this.reading, h('div', { class: 'save' }, save('PNG', savePng), save('SVG', saveSvg))), this.plot);
    this.plot.addEventListener('keydown', (event) => this.#key(event));
    this.plot.addEventListener('blur', () => this.#point(null));
    this.plot.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    this.fingers = new Map();
    ['pointerdown', 'pointermove', 'pointerup', 'pointercancel'].forEach((type) =>
      this.plot.addEventListener(type, (event) => event.pointerType === 'touch' && this.#touch(event)));
    this.observer = new ResizeObserver(() => this.#fit());
    this.observer.observe(this.plot);
    drawn.add(this);
    this.update(options);
  }

  update(options) {
    this.options = { lines: [], bands: [], marks: [], gaps: [], format: (value) => number(value), ...options };
    this.live = null;
    this.plot.classList.toggle('zooms', Boolean(options.onzoom));
    if (options.onrule && !this.handle) {
      this.handle = this.#makeHandle();
      this.plot.append(this.handle);
    }
    this.plot.setAttribute('aria-label',
      `${options.label}. Arrow keys read values${options.onzoom ? ', plus and minus zoom' : ''}.`);
    this.redraw();
  }

  /** Keeps the current readout if its position still exists. */
  redraw() {
    const place = this.place;
    this.u?.destroy();
    this.u = null;
    const width = this.plot.clientWidth;
    if (width) {
      this.u = new uPlot(this.#settings(width, place), this.#data(), this.plot);
      this.u.root.setAttribute('aria-hidden', 'true');
    }
    this.#read(null);
  }

  close() {
    this.observer.disconnect();
    drawn.delete(this);
    this.u?.destroy();
  }

  /** What the reader drags the rule by: a slider over the whole width, as high as a finger needs it. */
  #makeHandle() {
    const handle = h('div', { class: 'rule-handle', role: 'slider', tabindex: '0', 'aria-orientation': 'vertical' });
    const to = (value) => this.options.onrule(Math.max(this.u.scales.y.min, Math.min(this.u.scales.y.max, value)));
    handle.addEventListener('pointerdown', (event) => {
      handle.setPointerCapture(event.pointerId);
      event.preventDefault();
      handle.focus();
    });
    handle.addEventListener('pointermove', (event) => {
      if (handle.hasPointerCapture(event.pointerId)) {
        const { top, height } = this.u.over.getBoundingClientRect();
        const value = this.u.posToVal(Math.max(0, Math.min(height, event.clientY - top)), 'y');
        this.options.rule = value;
        this.u.redraw(false);
        this.moved = value;
      }
    });
    const drop = () => {
      if (this.moved !== undefined) {
        to(this.moved);
        this.moved = undefined;
      }
    };
    handle.addEventListener('pointerup', drop);
    handle.addEventListener('pointercancel', drop);
    handle.addEventListener('keydown', (event) => {
      const step = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 5, PageDown: -5 }[event.key];
      if (step && this.u && !event.altKey && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        event.stopPropagation();
        this.options.onrule(this.options.rule * (1 + step / 100));
      }
    });
    return handle;
  }

  #placeHandle(u) {
    const { rule, ruleName, format } = this.options;
    if (!this.handle) {
      return;
    }
    const [over, plot] = [u.over.getBoundingClientRect(), this.plot.getBoundingClientRect()];
    this.handle.style.top = `${over.top - plot.top + u.valToPos(rule, 'y')}px`;
    this.handle.style.left = `${over.left - plot.left}px`;
    this.handle.style.width = `${over.width}px`;
    this.handle.replaceChildren(h('span', {}, format(rule)));
    Object.entries({ label: ruleName, valuenow: rule, valuemin: 0, valuetext: format(rule) })
      .forEach(([name, value]) => this.handle.setAttribute(`aria-${name}`, value));
  }

  #fit() {
    if (!this.element.isConnected) {
      if (this.u) {
        this.close();
      }
    } else if (!this.u) {
      this.redraw();
    } else if (this.u.width !== this.plot.clientWidth) {
      this.u.setSize({ width: this.plot.clientWidth, height: this.#height() });
    }
  }

  #height() {
    return this.options.height ?? Math.max(LOWEST, Math.min(TALLEST, Math.round(this.plot.clientWidth * 0.45)));
  }

  get #isTime() {
    return this.options.xName === undefined;
  }

  #data() {
    const { axis, lines, bands } = this.options;
    return [axis, ...bands.flatMap(({ lower, upper }) => [upper, lower]), ...lines.map(({ values }) => values)];
  }

  #settings(width, place) {
    const { lines, bands, log, view, axis } = this.options;
    const text = colour('muted');
    const font = `12px ${getComputedStyle(document.body).fontFamily}`;
    const grid = { stroke: colour('grid'), width: 1 };
    const edge = ({ colour: name, label }) => ({
      label, scale: 'y', stroke: translucent(name, 0.35), width: 1, points: { show: false },
    });
    this.range = view && this.#isTime
      ? [seconds(view.from), seconds(view.to)]
      : this.options.names ? [-0.5, axis.length - 0.5]
        : lines.some(({ bars }) => bars) && axis.length > 1 ? [axis[0] - (axis[1] - axis[0]) / 2, axis.at(-1) + (axis[1] - axis[0]) / 2]
          : [axis[0], axis.at(-1) + (axis.length > 1 ? 0 : 1)];
    measuring.font = font;
    const room = Math.max(0, ...this.#edge(...this.range, width).map(({ text: tag }) => measuring.measureText(tag).width));
    return {
      width,
      height: this.#height(),
      padding: [12, room ? room + TAG_SWATCH + 14 : 12, 0, 0],
      tzDate: (second) => uPlot.tzDate(new Date(second * 1000), 'Etc/UTC'),
      legend: { show: false },
      cursor: {
        y: false,
        drag: { x: Boolean(this.options.onzoom), y: false, setScale: false },
        points: { size: 7 },
        bind: { dblclick: () => () => { this.options.onreset?.(); return null; } },
      },
      select: { show: Boolean(this.options.onzoom) },
      scales: {
        x: { time: this.#isTime, range: () => this.live ?? this.range },
        y: { distr: log ? 3 : 1, range: (u, least, most) => this.#bounds(least, most) },
      },
      axes: [
        {
          stroke: text, font, grid: { show: false }, ticks: { stroke: colour('grid'), width: 1, size: 4 }, size: 30, space: 64,
          values: (u, splits, i, space, step) => this.#noted('x', splits, splits.map((split, nth) => (this.#isTime
            ? shortDate(dayOf(split), step / DAY, nth > 0 ? dayOf(splits[nth - 1]) : null)
            : this.options.names ? this.options.names[split] ?? '' : Number.isInteger(split) ? split : ''))),
        },
        {
          stroke: text, font, grid, ticks: { show: false },
          size: (u, values) => Math.max(NARROWEST_AXIS, 8 * Math.max(0, ...(values ?? []).map((value) => value.length)) + 12),
          filter: (u, splits) => splits,
          splits: (u, i, least, most) => (log ? logTicks(least, most) : ticks(least, most).values),
          values: (u, splits) => this.#noted('y', splits, this.#labels(splits)),
        },
      ],
      bands: bands.map(({ colour: name, alpha }, i) => ({
        series: [1 + 2 * i, 2 + 2 * i], fill: translucent(name, alpha),
      })),
      series: [
        {},
        ...bands.flatMap((band) => [edge(band), edge(band)]),
        ...lines.map(({ label, colour: name, dash, bars, width: lineWidth = 1.75 }) => ({
          label, scale: 'y', stroke: colour(name), width: lineWidth, dash,
          points: { show: false },
          ...(bars ? { paths: uPlot.paths.bars({ size: [0.7, this.options.names ? 90 : 24] }), fill: translucent(name, 0.5), width: 0 } : {}),
        })),
      ],
      hooks: {
        ready: [() => axis.includes(place) && this.#point(axis.indexOf(place))],
        drawAxes: [(u) => this.#drawBehind(u)],
        draw: [(u) => this.#drawMarks(u), (u) => this.#placeHandle(u)],
        setCursor: [(u) => this.#read(u.cursor.idx)],
        setSelect: [(u) => this.#select(u)],
      },
    };
  }

  /** Remembers the ticks of an axis for exported pictures. */
  #noted(axis, splits, labels) {
    this.ticks = { ...this.ticks, [axis]: splits.map((value, i) => ({ value, label: String(labels[i]) })) };
    return labels;
  }

  #labels(splits) {
    const step = this.options.log || splits.length < 2 ? 0 : splits[1] - splits[0];
    return splits.map((split) => (step ? tick(split, step) : number(split, 3)).replace('-', '−'));
  }

  /** The range of the visible values with padding, including the rule if there is one. */
  #bounds(least, most) {
    const { rule, log } = this.options;
    if (least === null || least === undefined) {
      return log ? [1, 10] : [0, 1];
    }
    const low = rule === undefined ? least : Math.min(least, rule);
    const high = rule === undefined ? most : Math.max(most, rule);
    if (log) {
      const room = Math.max(1.01, (high / low) ** HEADROOM);
      return [low / room, high * room];
    }
    const room = (high - low || Math.abs(high) || 1) * HEADROOM;
    return [low >= 0 && low - room < 0 ? 0 : low - room, high + room];
  }

  #drawBehind(u) {
    const { gaps, origin, rule, today, awaited } = this.options;
    const { ctx, bbox } = u;
    const x = (value) => u.valToPos(value, 'x', true);
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.fillStyle = translucent('warn', 0.18);
    for (const { from, to } of gaps) {
      const left = x(seconds(from) - DAY / 2);
      ctx.fillRect(left, bbox.top, Math.max(2, x(seconds(to) + DAY / 2) - left), bbox.height);
    }
    ctx.font = `${12 * devicePixelRatio}px ${getComputedStyle(document.body).fontFamily}`;
    ctx.textBaseline = 'top';
    if (awaited) {
      const [left, right] = [x(seconds(awaited.from)), x(seconds(awaited.to))];
      ctx.fillStyle = translucent('muted', 0.13);
      ctx.fillRect(left, bbox.top, right - left, bbox.height);
    }
    ctx.strokeStyle = colour('muted');
    ctx.lineWidth = devicePixelRatio;
    if (today) {
      const at = x(seconds(today));
      ctx.beginPath();
      ctx.moveTo(at, bbox.top);
      ctx.lineTo(at, bbox.top + bbox.height);
      ctx.stroke();
      ctx.fillStyle = colour('muted');
      const fits = at + (ctx.measureText(TODAY).width + 8 * devicePixelRatio) < bbox.left + bbox.width;
      ctx.textAlign = fits ? 'left' : 'right';
      ctx.fillText(TODAY, at + (fits ? 4 : -4) * devicePixelRatio, bbox.top + 2 * devicePixelRatio);
    }
    ctx.setLineDash([3 * devicePixelRatio, 4 * devicePixelRatio]);
    ctx.beginPath();
    if (origin) {
      ctx.moveTo(x(seconds(origin)), bbox.top);
      ctx.lineTo(x(seconds(origin)), bbox.top + bbox.height);
    }
    if (rule !== undefined) {
      const y = u.valToPos(rule, 'y', true);
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
    }
    ctx.stroke();
    ctx.restore();
  }

  /** Draws anomalies as rings and jumps as diamonds, so that they differ without colour too. */
  #drawMarks(u) {
    const { ctx, bbox } = u;
    const size = 4.5 * devicePixelRatio;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.lineWidth = 1.75 * devicePixelRatio;
    ctx.setLineDash([]);
    for (const { day, value, kind } of this.options.marks) {
      const x = u.valToPos(seconds(day), 'x', true);
      const y = u.valToPos(value, 'y', true);
      ctx.strokeStyle = colour(kind === 'anomaly' ? 'bad' : 'warn');
      ctx.fillStyle = colour('surface');
      ctx.beginPath();
      if (kind === 'anomaly') {
        ctx.arc(x, y, size, 0, 2 * Math.PI);
      } else {
        const reach = size * 1.35;
        ctx.moveTo(x, y - reach);
        ctx.lineTo(x + reach, y);
        ctx.lineTo(x, y + reach);
        ctx.lineTo(x - reach, y);
        ctx.closePath();
      }
      ctx.fill();
      ctx.stroke();
    }
    ctx.restore();
    ctx.save();
    ctx.font = `${12 * devicePixelRatio}px ${getComputedStyle(document.body).fontFamily}`;
    ctx.textBaseline = 'middle';
    ctx.textAlign = 'left';
    for (const { y, text, colour: name } of this.tags()) {
      const left = bbox.left + bbox.width + 5 * devicePixelRatio;
      const middle = bbox.top + y * devicePixelRatio;
      ctx.fillStyle = colour(name);
      ctx.fillRect(left, middle - devicePixelRatio, TAG_SWATCH * devicePixelRatio, 2 * devicePixelRatio);
      ctx.fillStyle = colour('ink');
      ctx.fillText(text, left + (TAG_SWATCH + 4) * devicePixelRatio, middle);
    }
    ctx.restore();
  }

  /** Labels for the right edge of a range of days: each line's last value, and the limits if they end there. */
  #edge(from, to, width) {
    const { axis, lines, bands } = this.options;
    const isWide = width >= NARROW;
    const last = axis.findLastIndex((value) => value <= to + DAY / 2);
    const tags = bands.filter(({ tag, upper, lower }) => tag && upper[last] != null && upper[last] !== lower[last])
      .flatMap(({ tag, upper, lower, colour: name }) =>
        [upper[last], lower[last]].map((value) => ({ value, text: tag(value, isWide), colour: name })));
    for (const { tag, values, colour: name } of lines) {
      const i = tag ? values.findLastIndex((value, at) => value != null && at <= last) : -1;
      if (i >= 0 && axis[i] >= from) {
        tags.push({ value: values[i], text: tag(values[i], isWide), colour: name });
      }
    }
    return tags;
  }

  /** The labels with their positions in pixels from the plot's top, moved apart where they would overlap. */
  tags() {
    const { u } = this;
    const tags = this.#edge(u.scales.x.min, u.scales.x.max, u.width)
      .map((tag) => ({ ...tag, y: u.valToPos(tag.value, 'y') }))
      .sort((a, b) => a.y - b.y);
    tags.forEach((tag, i) => { tag.y = Math.max(tag.y, i ? tags[i - 1].y + BETWEEN_TAGS : 0); });
    let lowest = u.over.clientHeight;
    [...tags].reverse().forEach((tag) => {
      tag.y = Math.min(tag.y, lowest);
      lowest = tag.y - BETWEEN_TAGS;
    });
    return tags;
  }

  #select(u) {
    if (u.select.width < 8) {
      return;
    }
    const from = u.posToVal(u.select.left, 'x');
    const to = u.posToVal(u.select.left + u.select.width, 'x');
    u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
    this.#zoom(from, to);
  }

  #zoom(from, to) {
    if (to - from >= FEWEST_DAYS_IN_VIEW * DAY) {
      this.options.onzoom?.(dayOf(from), dayOf(to));
    }
  }

  /** Wheel up zooms in around the pointer. Wheel down zooms out, or scrolls the page if the chart is not zoomed. */
  #wheel(event) {
    const { onzoom, view, home } = this.options;
    const isZoomed = this.live || view?.from !== home?.from || view?.to !== home?.to;
    if (!onzoom || !this.u || event.altKey || (event.deltaY > 0 && !isZoomed)) {
      return;
    }
    event.preventDefault();
    const [from, to] = this.live ?? this.range;
    const at = this.u.posToVal(event.clientX - this.u.over.getBoundingClientRect().left, 'x');
    const factor = Math.exp(Math.max(-0.5, Math.min(0.5, event.deltaY * (event.ctrlKey ? PINCH : WHEEL))));
    this.#move(at - (at - from) * factor, at + (to - at) * factor);
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.#settle(), WHEEL_RESTS);
  }

  /** Pinch: each of two fingers keeps the day that it touched. */
  #touch(event) {
    const { fingers, u } = this;
    if (!u || !this.options.onzoom) {
      return;
    }
    const left = u.over.getBoundingClientRect().left;
    const x = event.clientX - left;
    if (event.type === 'pointerdown') {
      fingers.set(event.pointerId, { x, at: u.posToVal(x, 'x') });
      // When a second finger arrives, both keep the days that are under them now.
      fingers.forEach((finger) => { finger.at = u.posToVal(finger.x, 'x'); });
    } else if (event.type === 'pointermove' && fingers.has(event.pointerId)) {
      fingers.get(event.pointerId).x = x;
      const [a, b] = fingers.values();
      if (b && Math.abs(a.x - b.x) > 8) {
        const perPixel = (a.at - b.at) / (a.x - b.x);
        if (perPixel > 0) {
          this.#move(a.at - a.x * perPixel, a.at + (u.over.clientWidth - a.x) * perPixel);
        }
      }
    } else {
      fingers.delete(event.pointerId);
      this.#settle();
    }
  }

  /** Changes the visible days immediately; the address is updated when the gesture ends. */
  #move(from, to) {
    const { axis } = this.options;
    if (to - from >= FEWEST_DAYS_IN_VIEW * DAY) {
      this.live = [Math.max(axis[0], from), Math.min(axis.at(-1), to)];
      this.u.setScale('x', { min: this.live[0], max: this.live[1] });
    }
  }

  #settle() {
    if (!this.live || !this.element.isConnected) {
      return;
    }
    const [from, to] = this.live;
    const { home, onreset } = this.options;
    // Snap to the full range when close to it, because a wheel is not exact to the day.
    const near = 0.02 * (to - from);
    if (home && from <= seconds(home.from) + near && to >= seconds(home.to) - near) {
      onreset?.();
    } else {
      this.#zoom(from, to);
    }
  }

  #key(event) {
    const { axis, view } = this.options;
    if (event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    if (!this.u) {
      this.redraw();
    }
    const inView = (value) => !view || !this.#isTime || (value >= seconds(view.from) && value <= seconds(view.to));
    const first = axis.findIndex(inView);
    const last = axis.findLastIndex(inView);
    const step = event.shiftKey ? 7 : 1;
    const at = this.at ?? last + 1;
    const moves = { ArrowLeft: at - step, ArrowRight: at + step, Home: first, End: last };
    if (event.key in moves) {
      const to = Math.max(first, Math.min(last, moves[event.key]));
      this.#point(to);
      announce(this.reading.textContent);
    } else if (event.key === 'Escape') {
      this.#point(null);
    } else if (this.options.onzoom && (event.key === '+' || event.key === '-')) {
      const [from, to] = [seconds(view.from), seconds(view.to)];
      const middle = this.at === null || this.at === undefined ? (from + to) / 2 : axis[this.at];
      const half = ((to - from) / 2) * (event.key === '+' ? 0.5 : 2);
      this.#zoom(Math.max(axis[0], middle - half), Math.min(axis.at(-1), middle + half));
    } else {
      return;
    }
    event.preventDefault();
  }

  #point(i) {
    if (this.u) {
      this.u.setCursor(i === null
        ? { left: -10, top: -10 }
        : { left: this.u.valToPos(this.options.axis[i], 'x'), top: this.u.over.clientHeight / 2 });
    }
  }

  /** Updates the readout: the values at a position of the axis, or the legend without one. */
  #read(i) {
    this.at = i;
    this.place = this.options.axis[i];
    const { axis, lines, bands, marks, format, xName, names, awaited } = this.options;
    const parts = [];
    const swatch = (name, kind) => h('span', { class: `swatch ${kind} ${name}` });
    if (i === null || i === undefined) {
      parts.push(...lines.map((line) => h('span', {}, swatch(line.colour, line.dash ? 'dashed' : 'line'), line.label)));
      parts.push(...bands.map((band, i) => h('span', {}, swatch(band.colour, `area b${Math.min(i, 4)}`), band.label)));
      parts.push(awaited && h('span', {}, h('span', { class: 'swatch area awaited' }), awaited.label));
    } else {
      const day = this.#isTime ? dayOf(axis[i]) : null;
      parts.push(h('strong', {}, day ? `${weekday(day)} ${date(day)}` : names?.[i] ?? `${xName} ${axis[i]}`));
      for (const line of lines.filter(({ values }) => values[i] !== null && values[i] !== undefined)) {
        parts.push(h('span', {}, swatch(line.colour, line.dash ? 'dashed' : 'line'), `${line.label} `, h('b', {}, format(line.values[i]))));
      }
      for (const band of bands.filter(({ lower, upper }) => lower[i] !== null && upper[i] !== lower[i])) {
        parts.push(h('span', {}, `${band.label} `, h('b', {}, `${format(band.lower[i])} to ${format(band.upper[i])}`)));
      }
      parts.push(...marks.filter((mark) => mark.day === day).map((mark) => h('span', { class: `mark ${mark.kind}` }, mark.label)));
      parts.push(awaited && day > awaited.from && day <= awaited.to && h('span', {}, awaited.label));
    }
    this.reading.replaceChildren(...parts.filter(Boolean).flatMap((part) => [part, ' ']));
  }
}
