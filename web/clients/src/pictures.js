// Calls with pictures, in a page only: between two browsers, over a path that loses packets, with
// simulcast, and to phones. What is decoded is counted by WebRTC itself.
import { check, eventually, same } from './waiting.js';

const PATIENCE = 40000;

async function one(call, type, kind) {
  return (await call.statistics(type, kind))[0] ?? {};
}

/** Waits for so many more pictures than there were. */
async function seesMore(call, frames, what) {
  const before = (await one(call, 'inbound-rtp', 'video')).framesDecoded ?? 0;
  await eventually(`${frames} more frames at ${what}`, async () =>
    ((await one(call, 'inbound-rtp', 'video')).framesDecoded ?? 0) >= before + frames, PATIENCE);
}

async function watching(world, change = () => ({}), prepare) {
  const alice = await world.registered('alice', 'jssip', 0);
  const bob = await world.registered('bob', 'jssip', 1);
  alice.changes(change('alice'));
  bob.changes(change('bob'));
  const out = alice.call('bob', {
    stream: await world.platform.toneAndPicture(alice.hz),
    prepare,
  });
  const into = await bob.incoming.next('the call');
  await into.answer({ stream: await world.platform.toneAndPicture(bob.hz) });
  await out.until('confirmed');
  return { out, into };
}

async function ends(out, into) {
  out.hangUp();
  await into.until('ended');
}

/** Leads a browser's media through another address: the only one it is told, and tells none. */
function through(path) {
  const [host, port] = path.split(':');
  return {
    says: (sdp) => sdp.replace(/a=candidate:.*\r\n/g, ''),
    hears: (sdp) => sdp.replace(
      /(a=candidate:\S+ \d udp \d+) \S+ \d+ typ host/gi, `$1 ${host} ${port} typ host`),
  };
}

export const pictures = {
  async aVideoCall(world) {
    const { out, into } = await watching(world);
    await seesMore(out, 30, 'the caller');
    await seesMore(into, 30, 'the callee');
    await world.hears(out, 1);
    await world.hears(into, 0);
    for (const call of [out, into]) {
      const sdp = call.session.connection.remoteDescription.sdp;
      same(sdp.match(/^m=/gm).length, 2, 'media lines');
      check(/^a=group:BUNDLE \S+ \S+\r?$/m.test(sdp), `one bundle: ${sdp}`);
      check(/transport-wide-cc/.test(sdp), 'the extension for transport-wide feedback');
      same((await call.statistics('transport')).length, 1, 'transports');
    }
    await ends(out, into);
  },

  /** The same without transport-wide feedback: browsers then estimate at the receiver (REMB). */
  async aVideoCallWithRemb(world) {
    const without = (sdp) => sdp
      .replace(/a=rtcp-fb:\d+ transport-cc\r\n/g, '')
      .replace(/a=extmap:\d+ \S*transport-wide-cc\S*\r\n/g, '');
    const { out, into } = await watching(world, () => ({ says: without }));
    await seesMore(out, 30, 'the caller');
    await seesMore(into, 30, 'the callee');
    check(/goog-remb/.test(into.session.connection.remoteDescription.sdp), 'goog-remb is offered');
    await ends(out, into);
  },

  /** Packets are lost between the caller and the relay: asked for again, or a whole picture is. */
  async aVideoCallWithLoss(world) {
    const { out, into } = await watching(
      world, (who) => (who === 'alice' ? through(world.settings.path) : {}));
    for (const [seer, sender] of [[into, out], [out, into]]) {
      await seesMore(seer, 30, 'one who sees through a lossy path');
      await eventually('packets that are asked for again, and come', async () => {
        const heard = await one(seer, 'inbound-rtp', 'video');
        const sent = await one(sender, 'outbound-rtp', 'video');
        return heard.nackCount > 0 && sent.nackCount > 0
          && sent.retransmittedPacketsSent > 0 && heard.retransmittedPacketsReceived > 0;
      }, PATIENCE);
      await eventually('whole pictures that are asked for, and come', async () => {
        const heard = await one(seer, 'inbound-rtp', 'video');
        const sent = await one(sender, 'outbound-rtp', 'video');
        return heard.pliCount > 0 && sent.pliCount > 0 && heard.keyFramesDecoded > 1;
      }, PATIENCE);
      await seesMore(seer, 30, 'one who sees through a lossy path');
    }
    await ends(out, into);
  },
};
