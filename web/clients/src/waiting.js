// Waiting for what comes, with a limit that names what was waited for.

/** Fails after `ms` unless `promise` is settled before. */
export function within(ms, what, promise) {
  let timer;
  const limit = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error(`waited ${ms} ms for ${what}`)), ms);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

/** Things that come, for one who asks for the next of them. */
export class Arrivals {
  #here = [];
  #asked = [];

  put(thing) {
    const asked = this.#asked.shift();
    if (asked) asked(thing);
    else this.#here.push(thing);
  }

  next(what, ms = 15000) {
    if (this.#here.length) return Promise.resolve(this.#here.shift());
    return within(ms, what, new Promise((done) => this.#asked.push(done)));
  }

  get size() {
    return this.#here.length;
  }
}

/** Words that are said once, and promises of them. */
export class Words {
  #said = new Map();
  #asked = new Map();

  say(word, value = true) {
    if (this.#said.has(word)) return;
    this.#said.set(word, value);
    for (const done of this.#asked.get(word) ?? []) done(value);
  }

  heard(word) {
    return this.#said.has(word);
  }

  until(word, ms = 15000) {
    if (this.#said.has(word)) return Promise.resolve(this.#said.get(word));
    const waiting = new Promise((done) => {
      this.#asked.set(word, [...(this.#asked.get(word) ?? []), done]);
    });
    return within(ms, word, waiting);
  }
}

/** Asks again and again until the answer is true. */
export async function eventually(what, question, ms = 15000) {
  const end = Date.now() + ms;
  while (!(await question())) {
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

export function check(truth, what) {
  if (!truth) throw new Error(`not so: ${what}`);
}

export function same(got, wanted, what) {
  if (got !== wanted) throw new Error(`${what}: ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`);
}
