// Keys between a library and a phone that presses and hears RTP events. The libraries' own keys go
// by INFO.
import { same } from './waiting.js';

/** The same session description without RTP events: who says it takes keys by INFO alone. */
function withoutEvents(sdp) {
  const types = [...sdp.matchAll(/^a=rtpmap:(\d+) telephone-event\/.*\r\n/gm)].map(([, type]) => type);
  return types
    .reduce((left, type) => left.replace(new RegExp(`^a=(rtpmap|fmtp):${type} .*\r\n`, 'gm'), ''), sdp)
    .replace(/^m=audio (\d+) (\S+) (.*)$/m, (_, port, profile, all) =>
      `m=audio ${port} ${profile} ${all.trim().split(' ').filter((type) => !types.includes(type)).join(' ')}`);
}

async function calling(world) {
  const alice = await world.registered('alice', 0);
  alice.changes({ says: withoutEvents });
  const out = alice.call('bob');
  await out.until('confirmed');
  await world.hears(out, 1);
  return out;
}

export const keys = {
  /** The phone presses 7 and # once it hears the tone. */
  async keysComeByInfo(world) {
    const out = await calling(world);
    for (const key of ['7', '#']) {
      same(await out.keys.next(`the key ${key}`, 30000), key, 'what was pressed');
    }
    await world.hears(out, 1);
    out.hangUp();
    await out.until('ended');
    same(out.keys.size, 0, 'keys nobody pressed');
  },

  async keysGoByInfo(world) {
    const out = await calling(world);
    same(await out.press('5'), 200, 'the answer to INFO');
    await new Promise((done) => setTimeout(done, 1000));
    same(await out.press('*'), 200, 'the answer to INFO');
    await new Promise((done) => setTimeout(done, 1000));
    await world.hears(out, 1);
    out.hangUp();
    await out.until('ended');
  },
};
