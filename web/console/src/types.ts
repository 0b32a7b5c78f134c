// What the API says, as far as the console reads it.
export interface CallSummary {
  callId: string;
  /** `direct` from page to page. */
  kind: 'sip' | 'direct';
  from: string;
  to: string;
  state: string;
  started: string;
  legs: number;
  verdict: string;
  /** What is wrong, where the node was asked after the call had begun. */
  found?: Found[];
}
export interface Mos { now: number; lowest: number; average: number }
export interface Way {
  codec: string | null;
  packets: number;
  bytes: number;
  lost: number;
  lostPercent: number;
  jitterMs: number;
  mos: Mos | null;
  lastPacketMsAgo: number | null;
}
export interface MediaStream {
  kind: string;
  mid: string;
  roundTripMs: number | null;
  in: Way;
  out: Way;
  verdict: string;
  verdictCode: string;
  verdictFacts?: Record<string, string | number | boolean>;
  /** Only of `/api/calls/:id/media`. */
  course?: { in: Course; out: Course };
}
/** How one way went: columns of equal length. */
export interface Course {
  time: number[];
  mos: number[];
  lostPercent: number[];
  jitterMs: number[];
  roundTripMs: (number | null)[];
}
/** What is found about one side of a call. */
export interface Found {
  verdict: string;
  verdictCode: string;
  verdictFacts?: Record<string, string | number | boolean>;
}
export interface CallMedia {
  callId: string;
  ended: boolean;
  at: string;
  verdict: string;
  legs: Leg[];
  /** Of a call from page to page: what its pages said. */
  pages: PageSaid[];
}
export interface PageSaid extends Found {
  party: 'caller' | 'callee';
  user: string;
  device: string;
  at: string;
  reports: number;
  state: string;
  local: string;
  remote: string;
  protocol: string;
  own: string;
  theirs: string;
  codec: string;
  packets: number | null;
  packetsOut: number | null;
  lostPercent: number;
  jitterMs: number;
  roundTripMs: number | null;
  mos: number | null;
  course: Course;
}
/** One side of a call that is over, in its record. */
export interface Side extends Found {
  profile: string;
  codec: string;
  packets: number;
  packetsOut: number;
  lostPercent: number;
  jitterMs: number;
  mos: number | null;
  lowestMos: number | null;
  roundTripMs: number | null;
}
export interface Leg {
  tag: string;
  profile: string;
  local: string;
  signalled: string | null;
  learnt: string | null;
  ice: string;
  dtls: string;
  srtp: string;
  packetsIn: number;
  packetsOut: number;
  drops: Record<string, number>;
  lastPacketMsAgo: number | null;
  icePairs: unknown[];
  streams: MediaStream[];
  verdict: string;
  verdictCode: string;
  verdictFacts?: Record<string, string | number | boolean>;
}
export interface CallDetail extends Omit<CallSummary, 'legs' | 'found'> {
  recording: string;
  legs: Leg[];
}
export interface Traced {
  time: string;
  ms: number;
  direction: 'in' | 'out';
  transport: string;
  local: string;
  remote: string;
  /** Whose device it is, where the message itself does not say. */
  who?: string;
  text: string;
}
export interface LadderSummary {
  callId: string;
  kind?: string;
  from: string;
  to: string;
  state: string;
  outcome: string;
  explanation: string;
  verdict: string;
  began: string;
  seconds?: number;
  dropped: number;
}
export interface CallRecord {
  id: string;
  callId: string;
  kind: 'sip' | 'direct';
  from: string;
  to: string;
  user: string | null;
  source: string;
  destination: string | null;
  began: string;
  answered: string | null;
  ended: string;
  seconds: number;
  status: number;
  endedBy: string;
  reason: string;
  outcome: string;
  explanation: string;
  codecs: string;
  sides: Side[];
  verdict: string;
  route: string | null;
}
export interface Recorded {
  id: string;
  callId: string;
  from: string | null;
  to: string | null;
  begun: string;
  seconds: number;
  endedBecause: string;
  cut: boolean;
  bytes: number;
  files: { file: string; type: string; bytes: number }[];
}
export interface Recordings { on: boolean; recordings: Recorded[]; all: number; next: string | null }
export interface Registration {
  user: string;
  contact: string;
  transport: string;
  remote: string;
  ageSeconds: number;
  expiresSeconds: number;
  rttMs: number;
  userAgent: string;
  parked: boolean;
}
export interface Upstream {
  user: string;
  registrar: string;
  mode: string;
  state: string;
  reason: string;
  expiresSeconds: number;
  nextTrySeconds: number;
}
export interface Account { name: string; source: string; contacts: number; forwarding: boolean }
export interface Sample {
  time: number;
  calls: number;
  registrations: number;
  packetsIn: number;
  packetsOut: number;
  attempts: number;
  errors: number;
  drops: number;
  cpu: number | null;
  heap: number;
  ringP99Ms: number | null;
}
export type Columns = { [K in keyof Sample]: Sample[K][] };
export interface FailureReason { outcome: string; reason: string; count: number; callId: string; lastMs: number }
export interface Failures { outcomes: Record<string, number>; reasons: FailureReason[] }
export interface Alert {
  code: string;
  severity: 'bad' | 'warn';
  /** English. */
  text: string;
  /** What the text names. */
  facts?: Record<string, string>;
  since: number;
}
export interface Ban {
  network: string;
  reason: string;
  since: string;
  secondsLeft: number;
  times: number;
  proven: boolean;
}
export interface LogLine {
  number: number;
  time: string;
  level: string;
  room: string;
  callId: string | null;
  text: string;
}
export interface ShownSetting {
  key: string;
  value: string | null;
  from: string;
  ifAbsent: string;
  kind: string;
  about: string;
  variable: string;
}
export interface Check { good: boolean; problems: string[]; warnings: string[]; changed: string[] }
export interface Trunk { name: string; uri: string; sources: string[] }
export interface Rule {
  name: string;
  where: string;
  beforeUsers: boolean;
  when: Record<string, string[]>;
  action: string;
}
export interface Routes {
  domains: { name: string; aliases: string[]; users: string }[];
  aliases: Record<string, string[]>;
  trunks: Trunk[];
  routes: Rule[];
}
export interface Member {
  number: number;
  uri: string;
  state: string;
  calls: number;
  weight: number;
  priority: number;
  latencyMs: number;
  failures: number;
  why: string;
}
export interface Group { name: string; algorithm: string; members: Member[] }
export interface RouteAnswer { outcome: string; steps: string[]; targets: string[] }
export interface RelayNode {
  number: number;
  uri: string;
  set: number | string;
  state: string;
  calls: number;
  requests: number;
  errors: number;
  timeouts: number;
  roundTripMs: number;
  why: string;
}
export interface Allocation {
  id: number;
  user: string;
  transport: string;
  client: string;
  relayed: string[] | string;
  seconds: number;
  secondsLeft: number;
  peers: string[] | number;
  channels: number;
  bytesFromClient: number;
  bytesToClient: number;
}
export interface Certificate {
  name: string;
  source: string;
  names: string[];
  issuer: string;
  notAfter: string;
  secondsLeft: number;
  sha256: string;
  problems: string[];
}
export interface Tls { certificates: Certificate[]; acme?: Record<string, unknown>; problems?: string[] }
