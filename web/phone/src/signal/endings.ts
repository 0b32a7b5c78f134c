import { NO_PAGE, QUIET, type CallEnd } from '../words/failures';

/** What the client library says of the end of a call, in the words of the page (words/failures). */
export function directEnd(reason: string, outgoing: boolean): CallEnd {
  const end = (status: number, cause: string, why = ''): CallEnd => ({ status, cause, why });
  switch (reason) {
    case 'rejected':
      return outgoing ? end(603, 'Rejected') : end(0, 'Terminated');
    case 'busy':
      return end(outgoing ? 486 : 0, outgoing ? 'Busy' : 'Terminated');
    case 'do-not-disturb':
      return end(486, 'Busy', QUIET);
    case 'timeout':
      return outgoing ? end(408, 'No Answer') : end(0, 'Canceled');
    case 'offline':
      return end(480, 'Unavailable', NO_PAGE);
    case 'unknown':
      return end(404, 'Not Found');
    case 'forbidden':
      return end(403, 'Rejected');
    case 'not-acceptable':
      return end(488, 'Incompatible SDP');
    case 'cancelled':
      return end(0, 'Canceled');
    case 'answered':
      return end(0, 'Canceled', 'completed elsewhere');
    case 'lost':
    case 'no-such-call':
      return end(0, 'RTP Timeout');
    case 'failed':
    case 'duplicate-call':
    case 'too-many-calls':
    case 'bad-message':
      return end(0, reason);
    default:
      return end(0, 'Terminated'); // hung up, in the words of whoever did
  }
}
