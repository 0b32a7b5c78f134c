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

/** Packets from a phone are told apart by names that it does not know. */
function named(call) {
  const sdp = call.session.connection.remoteDescription.sdp;
  same(sdp.match(/sdes:mid/g)?.length, 2, 'media with a name in their packets');
  same(sdp.match(/^a=mid:/gm).length, 2, 'names');
}

/**
 * Gives a browser's estimate of the path a floor: on a machine that is busy, packets are late, the
 * estimate sinks below what two sizes need, and the larger one is not sent.
 */
function wide(sdp) {
  return sdp.replace(/^a=rtpmap:(\d+) VP8\/90000\r\n/m, (line, type) =>
    `${line}a=fmtp:${type} x-google-start-bitrate=1500;x-google-min-bitrate=1000\r\n`);
}

/** Has the camera sent in two sizes: h as it is, l at half the width and height. */
function twoSizes(connection) {
  const add = connection.addTrack.bind(connection);
  connection.addTrack = (track, ...streams) => (track.kind === 'audio'
    ? add(track, ...streams)
    : connection.addTransceiver(track, {
      streams,
      sendEncodings: [
        { rid: 'h', maxBitrate: 400000 },
        { rid: 'l', maxBitrate: 150000, scaleResolutionDownBy: 2 },
      ],
    }).sender);
}

/** Browsers take no simulcast unless their answer is made to say so. */
function takesBoth(sdp) {
  return sdp.replace(/(m=video [^]*?a=mid:\S+\r\n)/, (video) =>
    `${video}a=rid:h recv\r\na=rid:l recv\r\na=simulcast:recv h;l\r\n`);
}

/** What a sender says of each size it sends, and of what keeps it from sending more. */
async function limits(call) {
  const said = (await call.statistics('outbound-rtp', 'video')).map((size) => [
    size.rid, `${size.packetsSent} packets`, size.active, size.frameHeight,
    size.qualityLimitationReason, `${size.targetBitrate} wanted`, `${size.nackCount} asked again`]);
  const pairs = await call.statistics('candidate-pair');
  return `${said.join('; ')}; a path of ${pairs.map((pair) => pair.availableOutgoingBitrate)}`;
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
    await seesMore(out, 150, 'the caller');
    await seesMore(into, 150, 'the callee');
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

  /** A phone that shows pictures, on ports of its own for each medium, answers. */
  async aVideoPhoneIsCalled(world) {
    const alice = await world.registered('alice', 'jssip', 0);
    const out = alice.call('bob', { stream: await world.platform.toneAndPicture(alice.hz) });
    await out.until('confirmed');
    await seesMore(out, 30, 'the caller');
    await world.hears(out, 1);
    named(out);
    await new Promise((done) => setTimeout(done, 2000));
    out.hangUp();
    await out.until('ended');
  },

  async aVideoPhoneCalls(world) {
    const alice = await world.registered('alice', 'jssip', 0);
    const into = await alice.incoming.next('the call', PATIENCE);
    await into.answer({ stream: await world.platform.toneAndPicture(alice.hz) });
    await seesMore(into, 30, 'the callee');
    await world.hears(into, 1);
    named(into);
    await new Promise((done) => setTimeout(done, 2000));
    into.hangUp();
    await into.until('ended');
  },

  /** A phone without pictures refuses them, and the voice stays. */
  async aPhoneRefusesPictures(world) {
    const alice = await world.registered('alice', 'jssip', 0);
    const out = alice.call('bob', { stream: await world.platform.toneAndPicture(alice.hz) });
    await out.until('confirmed');
    await world.hears(out, 1);
    const sdp = out.session.connection.remoteDescription.sdp;
    check(/^m=video 0 /m.test(sdp), `the picture is refused: ${sdp}`);
    check(/^a=group:BUNDLE 0\r?$/m.test(sdp), `only the voice is in the bundle: ${sdp}`);
    await new Promise((done) => setTimeout(done, 2000));
    out.hangUp();
    await out.until('ended');
  },

  /** One sends its picture in two sizes (RFC 8853), which the other is told of and gets. */
  async simulcast(world) {
    let offered = '';
    const sources = new Set();
    const { out, into } = await watching(
      world,
      (who) => (who === 'bob'
        ? { hears: (sdp) => { offered = sdp; return sdp; }, says: takesBoth }
        : { hears: wide }),
      twoSizes);
    check(/a=simulcast:send h;l/.test(offered), `simulcast is offered on: ${offered}`);
    check(/a=rid:h send/.test(offered), 'with its names');
    check(/a=simulcast:recv h;l/.test(out.session.connection.remoteDescription.sdp),
      `simulcast is accepted: ${out.session.connection.remoteDescription.sdp}`);
    try {
      await eventually('both sizes sent', async () => {
        const sizes = await out.statistics('outbound-rtp', 'video');
        return sizes.length === 2 && sizes.every((size) => size.packetsSent > 20);
      }, PATIENCE);
    } catch (late) {
      throw new Error(`${late.message}: ${await limits(out)}`);
    }
    // Chromium shows one source of a medium at a time: what comes here is seen in turns.
    await eventually('both sizes at the callee', async () => {
      const size = await one(into, 'inbound-rtp', 'video');
      if (size.packetsReceived) sources.add(size.ssrc);
      return sources.size > 1;
    }, PATIENCE);
    await ends(out, into);
  },
};
