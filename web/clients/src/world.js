// Users of one scenario: by name, with their own library each, stopped at the end.
import { JsSipUser } from './jssip.js';
import { SipJsUser } from './sipjs.js';
import { scenarios } from './scenarios.js';
import { pictures } from './pictures.js';
import { keys } from './keys.js';
import { eventually } from './waiting.js';

export const TONES = [500, 900, 1500];
const NEAR = 60;

class World {
  #users = [];

  constructor(platform, settings, kinds) {
    this.platform = platform;
    this.settings = settings;
    this.kinds = kinds;
  }

  /** Registers a user: the n-th speaks the n-th tone, with the n-th library unless one is named. */
  async registered(name, ...how) {
    const n = how.at(-1);
    const kind = how.length === 2 ? how[0] : this.kinds[n % this.kinds.length];
    const User = kind === 'jssip' ? JsSipUser : SipJsUser;
    const user = new User(
      this.platform,
      { url: this.settings.url, domain: this.settings.domain, user: name, password: this.settings.passwords[name] },
      TONES[n]);
    this.#users.push(user);
    await user.register();
    return user;
  }

  hears(call, n) {
    return eventually(`the tone of ${TONES[n]} Hz`, async () => {
      const { hz, level } = await call.listen();
      return Math.abs(hz - TONES[n]) < NEAR && level > -50;
    });
  }

  async end() {
    for (const user of this.#users) await user.stop();
  }
}

/** Runs one scenario; fails with the first thing that is not as it should be. */
export async function run(platform, name, settings, kinds) {
  const world = new World(platform, settings, kinds);
  try {
    await ({ ...scenarios, ...pictures, ...keys })[name](world);
  } finally {
    await world.end();
  }
}
