// What two users do with each other. Each scenario gets `world`: makes users, knows the domain.
import { check, eventually, same } from './waiting.js';

async function talking(world) {
  const alice = await world.registered('alice', 0);
  const bob = await world.registered('bob', 1);
  const out = alice.call('bob');
  const into = await bob.incoming.next('the call');
  same(into.from(), 'alice', 'who calls');
  await into.answer();
  await out.until('confirmed');
  return { alice, bob, out, into };
}

async function hear(world, out, into) {
  await world.hears(out, 1);
  await world.hears(into, 0);
}

async function silent(call) {
  await eventually('silence', async () => (await call.listen()).level < -60);
}

/** One renegotiates, then the other: SIP.js can't while the ACK of the other's is under way. */
async function bothRefresh(out, into) {
  await out.refresh(false);
  await new Promise((done) => setTimeout(done, 1000));
  await into.refresh(false);
}

export const scenarios = {
  async callAndHangUp(world) {
    const { out, into } = await talking(world);
    await hear(world, out, into);
    out.hangUp();
    await into.until('ended');
    await out.until('ended');
  },

  async theCalleeHangsUp(world) {
    const { out, into } = await talking(world);
    await hear(world, out, into);
    into.hangUp();
    await out.until('ended');
  },

  /** The phone is no library's: it speaks the second tone, and its own recording is looked at. */
  async aPhoneIsCalled(world) {
    const alice = await world.registered('alice', 0);
    const out = alice.call('bob');
    await out.until('confirmed');
    await world.hears(out, 1);
    await new Promise((done) => setTimeout(done, 3000));
    out.hangUp();
    await out.until('ended');
  },

  async aPhoneCalls(world) {
    const alice = await world.registered('alice', 0);
    const into = await alice.incoming.next('the call');
    await into.answer();
    await world.hears(into, 1);
    await into.until('ended', 30000);
  },

  async busy(world) {
    const alice = await world.registered('alice', 0);
    const bob = await world.registered('bob', 1);
    const out = alice.call('bob');
    (await bob.incoming.next('the call')).reject(486);
    same(await out.until('failed'), 486, 'what the caller is told');
  },

  async cancel(world) {
    const alice = await world.registered('alice', 0);
    const bob = await world.registered('bob', 1);
    const out = alice.call('bob');
    const into = await bob.incoming.next('the call');
    await out.until('ringing');
    out.hangUp();
    await into.until('cancelled');
    check([487, 'Canceled'].includes(await out.until('failed')), 'what the caller is told');
  },

  async nobody(world) {
    const alice = await world.registered('alice', 0);
    same(await alice.call('bob').until('failed'), 480, 'a user who is not there');
    same(await alice.call('nobody-here').until('failed'), 404, 'a user who does not exist');
  },

  async holdAndResume(world) {
    const { out, into } = await talking(world);
    await hear(world, out, into);
    await out.hold();
    await eventually('held', () => into.heldByPeer);
    await silent(out); // whoever is held sends nothing
    await out.resume();
    await eventually('resumed', () => !into.heldByPeer);
    await hear(world, out, into);
    out.hangUp();
    await into.until('ended');
  },

  async refreshes(world) {
    const { out, into } = await talking(world);
    await bothRefresh(out, into);
    await hear(world, out, into);
    out.hangUp();
    await into.until('ended');
  },

  async refreshByUpdate(world) {
    const { out, into } = await talking(world);
    await out.refresh(true);
    await hear(world, out, into);
    out.hangUp();
    await into.until('ended');
  },

  async blindTransfer(world) {
    const { out, into } = await talking(world);
    const carol = await world.registered('carol', 2);
    const accepted = out.transfer('carol');
    const third = await carol.incoming.next('the transferred call');
    await third.answer();
    same(await accepted, 'accepted', 'the transfer');
    out.hangUp();
    await world.hears(third, 1);
    third.hangUp();
    await into.until('ended');
  },

  async attendedTransfer(world) {
    const { alice, out, into } = await talking(world);
    const carol = await world.registered('carol', 2);
    const consult = alice.call('carol');
    const asked = await carol.incoming.next('the consultation');
    await asked.answer();
    await consult.until('confirmed');
    const accepted = out.transferTo(consult);
    const joined = await carol.incoming.next('the call that replaces it');
    await joined.answer();
    same(await accepted, 'accepted', 'the transfer');
    await world.hears(joined, 1);
    joined.hangUp();
    await into.until('ended').catch(() => {});
  },

  async messages(world) {
    const alice = await world.registered('alice', 0);
    const bob = await world.registered('bob', 1);
    same(await alice.send('bob', 'Grüße, 你好'), 202, 'the answer to MESSAGE');
    const got = await bob.messages.next('the message');
    same(got.from, 'alice', 'who wrote');
    same(got.text, 'Grüße, 你好', 'the text');
    same(await bob.send('nobody-here', 'hello'), 404, 'a message to nobody');
  },

  async options(world) {
    const alice = await world.registered('alice', 0);
    await world.registered('bob', 1);
    same(await alice.ask('bob'), 200, 'the answer to OPTIONS');
  },

  async subscribeAndNotify(world) {
    const alice = await world.registered('alice', 0);
    const bob = await world.registered('bob', 'jssip', 1); // the one that can notify
    check(bob !== undefined, 'bob');
    check((await alice.watch('bob', 'conference', 'application/conference-info+xml'))
      .includes('<conference-info'), 'what the phone notifies');
    check((await alice.watch('bob', 'presence', 'application/pidf+xml'))
      .includes('<basic>open</basic>'), 'what the node notifies');
  },

  async lostConnectionInMidCall(world) {
    const { alice, bob, out, into } = await talking(world);
    await hear(world, out, into);
    await alice.drop();
    await hear(world, out, into);
    await bob.drop();
    await hear(world, out, into);
    await bothRefresh(out, into);
    into.hangUp();
    await out.until('ended');
  },

  async severalTabs(world) {
    const alice = await world.registered('alice', 0);
    const here = await world.registered('bob', 1);
    const there = await world.registered('bob', 2);
    const out = alice.call('bob');
    const first = await here.incoming.next('the call in one tab');
    const second = await there.incoming.next('the call in the other');
    await first.answer();
    await out.until('confirmed');
    const reason = await second.until('cancelled');
    check(/cause=200/.test(reason), `the other tab is told that it was answered: ${reason}`);
    await hear(world, out, first);
    out.hangUp();
    await first.until('ended');
  },

  async gruu(world) {
    const alice = await world.registered('alice', 0);
    const here = await world.registered('bob', 1);
    const there = await world.registered('bob', 2);
    check(here.gruu && there.gruu && here.gruu !== there.gruu, `GRUUs ${here.gruu} and ${there.gruu}`);
    const out = alice.call(there.gruu.replace(/^"|"$/g, ''));
    const into = await there.incoming.next('the call to that tab');
    await into.answer();
    await out.until('confirmed');
    same(here.incoming.size, 0, 'calls in the other tab');
    await world.hears(out, 2);
    await world.hears(into, 0);
    out.hangUp();
    await into.until('ended');
  },
};
