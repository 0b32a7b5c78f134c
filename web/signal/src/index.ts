// The client of Jackfield's /signal: calls from browser to browser, rooms, presence and texts.
export { Call, type CallEvents, type CallFacts, type CallState } from './call.js';
export { Emitter } from './emitter.js';
export { Peer, type PeerEvents } from './peer.js';
export { Room, type Member, type RoomEvents } from './room.js';
export { Signal, type SignalEvents, type SignalOptions, type SignalState } from './signal.js';
export type { MediaWish, Message } from './surroundings.js';
